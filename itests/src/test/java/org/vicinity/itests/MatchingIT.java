package org.vicinity.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vicinity.persistence.PostgisServer;

/** The matcher is swapped while the chain runs. */
class MatchingIT {
    private static final String WATCHER = "matching@example.org";

    @Test
    void postgisTakesTheWorkOverAndGivesItBack() throws Exception {
        var postgis = PostgisServer.start();
        assumeTrue(postgis.isPresent(), "Needs Debian's packages postgresql and postgis");
        try (var server = postgis.get();
                var mail = new MailServer();
                var vicinity = Chain.distribution("matching", mail)
                        .with("VICINITY_DB_URL", server.createDatabase("vicinity"))
                        .with("VICINITY_DB_USER", "postgres")
                        .start()) {
            var chain = new Chain(vicinity, mail);
            chain.importSnapshot(Chain.row("M1", "Fennel", "Rural Rte", "38.7500,-92.4000"));
            var watcher = chain.subscriber(WATCHER);
            watcher.post(
                    "/api/v1/account/addresses",
                    Map.of("address", "120 Juniper St, Testford, MO 65999", "radiusFeet", 777, "label", "Home"));
            mail.await(WATCHER, 2);

            vicinity.console("feature:install vicinity-matching-postgis");
            assertThat(vicinity.log()).contains("PostGIS answers who watches a point");
            vicinity.console("bundle:stop vicinity-matching");
            chain.importSnapshot(Chain.row("M1", "Fennel", "126 Juniper St", ""));
            assertThat(mail.await(WATCHER, 3).get(2).text()).contains("126 Juniper St");

            vicinity.console("bundle:start vicinity-matching", "bundle:stop vicinity-matching-postgis");
            chain.importSnapshot(Chain.row("M1", "Fennel", "140 Juniper St", ""));
            assertThat(mail.await(WATCHER, 4).get(3).text()).contains("140 Juniper St");
        }
    }
}
