package org.vicinity.health.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.Result.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.vicinity.geocoding.GeocodeAnswer;
import org.vicinity.geocoding.GeocoderStatus;
import org.vicinity.geocoding.Geocoding;
import org.vicinity.geocoding.Location;
import org.vicinity.health.internal.Checkup.Finding;
import org.vicinity.registry.Feeds;

class CheckupTest {
    private final Parts parts = new Parts();
    private final Checkup checkup = new Checkup();
    private final Metrics metrics = new Metrics(parts);

    @AfterEach
    void stop() {
        checkup.deactivate();
        metrics.deactivate();
    }

    @Test
    void whatIsNotThereIsCritical() {
        add("database", new DatabaseCheck(parts));
        add("geocoding", new GeocodingCheck(parts));
        add("outbox", new OutboxCheck(parts));
        add("registry", new RegistryCheck(parts));

        List<Finding> findings = checkup.findings();

        assertThat(findings).extracting(Finding::name).containsExactly("database", "geocoding", "outbox", "registry");
        assertThat(findings).extracting(Finding::status).containsOnly(Status.CRITICAL);
        assertThat(Checkup.status(findings)).isEqualTo(Status.CRITICAL);
    }

    @Test
    void aLateFeedIsAWarning() {
        parts.feeds = feeds(false);
        add("registry", new RegistryCheck(parts));
        assertThat(Checkup.status(checkup.findings())).isEqualTo(Status.OK);

        parts.feeds = feeds(true);

        assertThat(checkup.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.status()).isEqualTo(Status.WARN);
            assertThat(finding.messages())
                    .singleElement()
                    .asString()
                    .contains("nsopw-mo is late", "48.0 h", "no answer");
        });
        assertThat(metrics.text())
                .contains("vicinity_registry_feed_late{feed=\"nsopw-mo\",} 1.0", "feed=\"nsopw-mo\",} 1000.0");
    }

    @Test
    void oneGeocoderIsEnoughAndNoneIsCritical() {
        add("geocoding", new GeocodingCheck(parts));
        parts.geocoding = geocoding(geocoder("local", "up"), geocoder("far", "open"));
        assertThat(Checkup.status(checkup.findings())).isEqualTo(Status.WARN);
        assertThat(metrics.text())
                .contains(
                        "vicinity_geocoder_calls{geocoder=\"local\",} 7.0",
                        "vicinity_geocoder_open{geocoder=\"far\",} 1.0");

        parts.geocoding = geocoding(geocoder("far", "open"));

        assertThat(Checkup.status(checkup.findings())).isEqualTo(Status.CRITICAL);
        assertThat(metrics.text()).doesNotContain("local");
    }

    @Test
    void aCheckThatFailsIsABadOne() {
        add("good", () -> new Result(Status.OK, "well"));
        add("broken", () -> {
            throw new NoClassDefFoundError("x");
        });

        assertThat(checkup.findings())
                .extracting(Finding::name, Finding::status)
                .containsExactly(tuple("broken", Status.HEALTH_CHECK_ERROR), tuple("good", Status.OK));
    }

    @Test
    void answersAreTimedByAreaAndStatusAlone() {
        metrics.answered("api", 200, Duration.ofMillis(20));

        assertThat(metrics.text())
                .contains("vicinity_http_answers_seconds_bucket{area=\"api\",status=\"200\",le=\"0.05\",} 1.0")
                .contains("jvm_memory_used_bytes");
    }

    private void add(String name, HealthCheck check) {
        checkup.addCheck(check, Map.of(HealthCheck.NAME, name));
    }

    private static Feeds feeds(boolean late) {
        return new Feeds() {
            @Override
            public List<FeedStatus> all() {
                Instant good = Instant.ofEpochSecond(1000);
                return List.of(new FeedStatus("nsopw-mo", true, null, good, null, 48, late, late ? "no answer" : ""));
            }

            @Override
            public boolean run(String feed) {
                return false;
            }
        };
    }

    private static GeocoderStatus geocoder(String name, String state) {
        return new GeocoderStatus(name, 0, false, "", state, 7, 1, 0, 1);
    }

    private static Geocoding geocoding(GeocoderStatus... geocoders) {
        return new Geocoding() {
            @Override
            public GeocodeAnswer geocode(String address) {
                throw new AssertionError();
            }

            @Override
            public boolean inServiceArea(Location location) {
                return true;
            }

            @Override
            public List<GeocoderStatus> geocoders() {
                return List.of(geocoders);
            }
        };
    }
}
