package org.vicinity.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;

/** The distribution as it is unpacked and started by an operator. */
class DistributionIT {

    @Test
    void answersAndStopsCleanlyAndComesBackOnTheSameData() throws Exception {
        try (var mail = new MailServer();
                var vicinity =
                        Distribution.named("distribution").withMailServer(mail).start()) {
            var service = vicinity.browser().get("/api/v1/service");

            assertThat(service.status()).isEqualTo(200);
            assertThat(service.json().get("name").asText()).isNotBlank();
            assertThat(inactive(vicinity)).isEmpty();

            vicinity.stop();
            assertThat(vicinity.exitCode()).isZero();

            vicinity.start();
            assertThat(inactive(vicinity)).isEmpty();
        }
    }

    @Test
    void keepsTheOperatorsPasswordToTheOwnerOfTheData() throws Exception {
        try (var vicinity = Distribution.named("console").start()) {
            var users = vicinity.data().resolve("etc/users.properties");

            assertThat(vicinity.console("system:property vicinity.data"))
                    .contains(vicinity.data().toString());
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(users)))
                    .isEqualTo("rw-------");
            assertThat(Files.readString(users)).containsPattern("admin = [0-9a-f]{32},");
        }
    }

    @Test
    void installsItsFeaturesInAnyOrder() {
        try (var vicinity = Distribution.named("any-order").withFeatures("vicinity-api")) {
            vicinity.launch();
            Consoles.awaitConsole(vicinity);

            var features = Consoles.featuresBackToFront(vicinity);
            assertThat(features).contains("vicinity-rest", "vicinity-persistence");
            for (var feature : features) {
                assertThat(vicinity.console("feature:install " + feature)).doesNotContain("Error");
            }

            vicinity.awaitReady();
            assertThat(inactive(vicinity)).isEmpty();
        }
    }

    private static String inactive(Distribution vicinity) {
        return Consoles.inactiveBundles(vicinity);
    }
}
