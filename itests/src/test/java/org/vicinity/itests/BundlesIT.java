package org.vicinity.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** Bundles come and go one by one while the others run on, and instances live side by side. */
class BundlesIT {
    /** Without these two there is nobody who could answer in the words of a problem document. */
    private static final Set<String> FACES = Set.of("vicinity-rest", "vicinity-web");

    @Test
    void everyBundleStopsAndStartsAlone() throws Exception {
        try (var mail = new MailServer();
                var vicinity = Chain.distribution("bundles", mail).start()) {
            var chain = new Chain(vicinity, mail);
            var watcher = chain.subscriber("bundles@example.org");
            watcher.post(
                    "/api/v1/account/addresses",
                    Map.of("address", "120 Juniper St, Testford, MO 65999", "radiusFeet", 1320, "label", "Home"));
            mail.await("bundles@example.org", 2);

            for (var bundle : Consoles.vicinityBundles(vicinity)) {
                // Those that need it wait for it and say so; they don't stop.
                assertThat(Consoles.inactiveBundles(vicinity, "bundle:stop " + bundle)
                                .lines()
                                .filter(line -> !line.contains("| Waiting ")))
                        .singleElement(InstanceOfAssertFactories.STRING)
                        .endsWith(bundle);
                if (!FACES.contains(bundle)) {
                    var service = vicinity.browser().get("/api/v1/service");
                    assertThat(service.status()).as(bundle).isIn(200, 503);
                    if (service.status() == 503) {
                        assertThat(service.header("Retry-After")).as(bundle).isNotEmpty();
                        assertThat(service.header("Content-Type")).as(bundle).startsWith("application/problem+json");
                    }
                }

                vicinity.console("bundle:start " + bundle);
                vicinity.awaitReady();
            }

            assertThat(Consoles.inactiveBundles(vicinity)).isEmpty();
            // Nobody lost anybody: the session still counts, the place is still watched, the mail still goes out.
            assertThat(watcher.get("/api/v1/account/addresses").json()).hasSize(1);
            chain.importSnapshot(Chain.row("B1", "Tansy", "126 Juniper St", ""));
            assertThat(mail.await("bundles@example.org", 3).get(2).text()).contains("Tansy");
        }
    }

    @Test
    void instancesOfOneBuildKnowNothingOfEachOther() throws Exception {
        try (var mail = new MailServer();
                var first = Chain.distribution("side-by-side-1", mail).start();
                var second = Chain.distribution("side-by-side-2", mail).start()) {
            new Chain(first, mail).importSnapshot(Chain.row("S1", "Tansy", "126 Juniper St", ""));

            assertThat(first.browser().get("/api/v1/offenders/S1").status()).isEqualTo(200);
            assertThat(second.browser().get("/api/v1/offenders/S1").status()).isEqualTo(404);

            first.stop();
            assertThat(second.browser().get("/api/v1/service").status()).isEqualTo(200);
        }
    }
}
