package org.vicinity.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Feeds of the packed distribution: one that is asked, one by the drop folder; and what tells that one has gone. */
class FeedsIT {
    private static final String ANSWER =
            """
            {"offenders": [{"id": "MO1000", "name": {"firstName": "Ann", "lastName": "Quillfeather"}, "gender": "F",
              "locations": [{"type": "R", "streetAddress": "12 Elm St", "city": "Rolla", "county": "Phelps",
                             "state": "MO", "zipCode": "65401", "latitude": 37.95, "longitude": -91.77}],
              "offenderUri": "https://registry.example/1000", "absconder": false, "jurisdictionId": "MO"}],
             "jurisdictionStatus": [{"jurisdictionId": "MO", "statusCode": 200, "records": 1}], "statusCode": 200}
            """;
    private static final String ROWS =
            """
            id,last_name,first_name,address_type,street,city,county,state,zip,latitude,longitude
            D1,Dropworthy,Bo,home,1 Oak St,Rolla,Phelps,MO,65401,37.94,-91.78
            """;

    private HttpServer authority;

    @BeforeEach
    void serve() throws IOException {
        authority = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        authority.createContext("/", exchange -> {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                var answer = ANSWER.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
            }
        });
        authority.start();
    }

    @AfterEach
    void stop() {
        authority.stop(0);
    }

    @Test
    void whatFeedsBringIsFoundAndAFeedThatGoesIsTold() throws IOException {
        try (var vicinity = Distribution.named("feeds")
                .withFeatures("vicinity,vicinity-feed-nsopw")
                .with("VICINITY_OPERATOR_KEY", Chain.KEY)
                .with(
                        "VICINITY_ADDRESS_DATA",
                        Path.of("src/test/resources/addresses").toAbsolutePath().toString())) {
            var drop = Files.createDirectories(vicinity.data().resolve("drop"));
            vicinity.with("VICINITY_REGISTRY_FEED", drop.toString());
            configure(vicinity, "24");
            vicinity.start();
            var visitor = vicinity.browser();

            awaitFound(visitor, "quilfeather");
            Files.writeString(drop.resolve("rows.csv"), ROWS);
            awaitFound(visitor, "dropworthy");
            assertThat(visitor.get("/api/v1/service").json().get("registryLate").asBoolean())
                    .isFalse();
            var health = visitor.get("/health");
            assertThat(health.status()).as(health.body()).isEqualTo(200);
            assertThat(health.json().get("status").asText()).as(health.body()).isEqualTo("OK");
            assertThat(health.json().get("checks"))
                    .extracting(check -> check.get("name").asText())
                    .containsExactly("database", "geocoding", "outbox", "registry");
            notForThePublic(vicinity);

            authority.stop(0);
            configure(vicinity, "0.0001");

            await("a late feed in /service").atMost(Duration.ofSeconds(30)).until(() -> visitor.get("/api/v1/service")
                    .json()
                    .get("registryLate")
                    .asBoolean());
            health = visitor.get("/health");
            assertThat(health.status()).isEqualTo(200);
            assertThat(health.json().get("status").asText()).as(health.body()).isEqualTo("WARN");
            assertThat(health.body()).contains("Feed authority is late").doesNotContain("Feed default is late");
            assertThat(visitor.get("/metrics").body())
                    .contains("vicinity_registry_feed_late{feed=\"authority\",} 1.0")
                    .contains("vicinity_registry_feed_late{feed=\"default\",} 0.0")
                    .contains("vicinity_http_answers_seconds_count{area=\"api\",status=\"200\",}")
                    .doesNotContainIgnoringCase("quillfeather");
            if (Window.possible()) {
                try (var window = Window.open(vicinity.url(), "es")) {
                    window.go("/search");
                    window.see("#late", "más antiguos");
                }
            }

            vicinity.console("bundle:stop vicinity-outbox");
            health = visitor.get("/health");
            assertThat(health.status()).as(health.body()).isEqualTo(503);
            assertThat(health.json().get("status").asText()).isEqualTo("CRITICAL");
        }
    }

    private static void notForThePublic(Distribution vicinity) {
        var proxied = vicinity.browser().with("X-Forwarded-For", "192.0.2.1");
        assertThat(proxied.get("/health").status()).isEqualTo(404);
        assertThat(proxied.get("/metrics").status()).isEqualTo(404);
        assertThat(proxied.withKey("another").get("/metrics").status()).isEqualTo(404);
        assertThat(proxied.withKey(Chain.KEY).get("/metrics").status()).isEqualTo(200);
    }

    private void configure(Distribution vicinity, String expectedWithinHours) throws IOException {
        var file = Files.createDirectories(vicinity.data().resolve("etc")).resolve("org.vicinity.feed.nsopw-test.cfg");
        Files.writeString(
                file,
                "feed = authority\nurl = http://127.0.0.1:%d/\nexpected.within.hours = %s\n"
                        .formatted(authority.getAddress().getPort(), expectedWithinHours));
    }

    private static void awaitFound(Browser visitor, String name) {
        await("finding " + name)
                .atMost(Duration.ofSeconds(30))
                .until(() -> visitor.get("/api/v1/offenders?name=" + name)
                                .json()
                                .get("total")
                                .asInt()
                        == 1);
    }
}
