package org.vicinity.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** From enrollment to the alert in the mailbox. */
class ChainIT {
    private static final String FAR = "38.7500,-92.4000";

    /** On the embedded database; other databases override this. */
    Distribution distribution(String name, MailServer mail) {
        return Chain.distribution(name, mail);
    }

    @Test
    void tellsWhoWatchesAPlaceAndWhoFollowsAnOffender() throws Exception {
        try (var mail = new MailServer();
                var vicinity = distribution("chain", mail).start()) {
            var chain = new Chain(vicinity, mail);
            var watcher = chain.subscriber("watcher@example.org");

            assertThat(chain.importSnapshot(Chain.row("T1", "Fennel", "Rural Rte", FAR)
                                    + Chain.row("T2", "Sorrel", "300 Larkspur Ave", ""))
                            .get("state")
                            .asText())
                    .isEqualTo("applied");

            var tracked = watcher.post(
                    "/api/v1/account/addresses",
                    Map.of("address", "120 Juniper St, Testford, MO 65999", "radiusFeet", 1320, "label", "Home"));
            assertThat(tracked.status()).as(tracked.body()).isEqualTo(201);
            assertThat(tracked.json().get("precision").asText()).isEqualTo("rooftop");
            assertThat(mail.await("watcher@example.org", 2).get(1).text()).contains("Home");

            var follower = chain.subscriber("follower@example.org");
            assertThat(follower.put("/api/v1/account/offenders/T1", Map.of()).status())
                    .isIn(200, 201);
            mail.await("follower@example.org", 2);

            // Moves inside by an address without coordinates: the registry has to map it.
            var moved =
                    Chain.row("T1", "Fennel", "126 Juniper St", "") + Chain.row("T2", "Sorrel", "300 Larkspur Ave", "");
            var report = chain.importSnapshot(moved);
            assertThat(report.get("changed").asInt()).isEqualTo(1);
            assertThat(report.get("unchanged").asInt()).isEqualTo(1);

            var alert = mail.await("watcher@example.org", 3).get(2);
            assertThat(alert.subject()).doesNotContain("Fennel");
            assertThat(alert.text())
                    .contains("Fennel")
                    .contains("126 Juniper St")
                    .contains("Home");
            assertThat(alert.html()).contains("Fennel");
            assertThat(alert.header("Auto-Submitted")).isEqualTo("auto-generated");
            assertThat(alert.header("List-Unsubscribe-Post")).isEqualTo("List-Unsubscribe=One-Click");
            assertThat(mail.await("follower@example.org", 3).get(2).text()).contains("Fennel");

            // The same again changes nothing; that it told nobody shows when the next alert is the next mail.
            assertThat(chain.importSnapshot(moved).get("unchanged").asInt()).isEqualTo(2);
            var wrong = chain.importSnapshot(Chain.row("T1", "Fennel", "150 Juniper St", "")
                    + Chain.row("T2", "Sorrel", "300 Larkspur Ave", ""));
            assertThat(mail.await("watcher@example.org", 4).get(3).text()).contains("150 Juniper St");
            assertThat(mail.await("follower@example.org", 4).get(3).text()).contains("150 Juniper St");
            assertThat(mail.to("watcher@example.org")).hasSize(4);

            // Who was told wrongly hears of it when the import is revoked.
            assertThat(vicinity.console(
                            "vicinity:registry-revoke " + wrong.get("importId").asText()))
                    .contains("is revoked");
            var correction = mail.await("watcher@example.org", 5).get(4);
            assertThat(correction.subject()).contains("Correction");
            assertThat(correction.text()).contains("126 Juniper St");
            assertThat(mail.await("follower@example.org", 5).get(4).subject()).contains("Correction");
            assertThat(mail.to("watcher@example.org")).hasSize(5);
        }
    }

    @Test
    void sendsAnAlertOnceAcrossARestart() throws Exception {
        try (var mail = new MailServer();
                var vicinity = distribution("restart", mail).start()) {
            var chain = new Chain(vicinity, mail);
            var watcher = chain.subscriber("restart@example.org");
            chain.importSnapshot(Chain.row("R1", "Yarrow", "Rural Rte", FAR));
            watcher.post(
                    "/api/v1/account/addresses",
                    Map.of("address", "200 Larkspur Ave, Testford, MO", "radiusFeet", 500, "label", "School"));
            mail.await("restart@example.org", 2);

            mail.down();
            assertThat(chain.importSnapshot(Chain.row("R1", "Yarrow", "202 Larkspur Ave", ""))
                            .get("state")
                            .asText())
                    .isEqualTo("applied");
            vicinity.kill();
            mail.up();
            vicinity.start();

            assertThat(mail.await("restart@example.org", 1).get(0).text()).contains("202 Larkspur Ave");
            // Once only: the next mail is the next alert.
            chain.importSnapshot(Chain.row("R1", "Yarrow", "214 Larkspur Ave", ""));
            assertThat(mail.await("restart@example.org", 2).get(1).text()).contains("214 Larkspur Ave");
        }
    }
}
