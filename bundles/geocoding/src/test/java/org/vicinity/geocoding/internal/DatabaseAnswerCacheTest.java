package org.vicinity.geocoding.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vicinity.geocoding.Candidate;
import org.vicinity.geocoding.GeocodeAnswer;
import org.vicinity.geocoding.GeocodeAnswer.Reason;
import org.vicinity.geocoding.Location;
import org.vicinity.geocoding.Precision;
import org.vicinity.persistence.TestDatabase;
import org.vicinity.persistence.Vault;

@Timeout(60)
class DatabaseAnswerCacheTest {
    private static final String ADDRESS = "1200||ADDRESS|OLIVE|ST||SAINT LOUIS|MO|63103";
    private static final Candidate HOUSE =
            new Candidate("1200 Olive St", new Location(38.6301, -90.2012), Precision.ROOFTOP, "census");
    private static final GeocodeAnswer FOUND = GeocodeAnswer.of(List.of(HOUSE));
    private static final GeocodeAnswer NOT_FOUND = GeocodeAnswer.none(Reason.NUMBER_OUT_OF_RANGE, List.of(HOUSE));

    @TempDir
    private Path folder;

    private TestDatabase database;
    private MovableClock clock;
    private DatabaseAnswerCache cache;

    @BeforeEach
    void start() throws Exception {
        database = new TestDatabase();
        clock = new MovableClock();
        cache = cache(folder.resolve("key"));
    }

    @AfterEach
    void stop() {
        cache.deactivate();
        database.close();
    }

    @Test
    void remembersAWholeAnswerOfOneGeocoder() {
        cache.keep("census", ADDRESS, FOUND);
        cache.keep("census", "other", NOT_FOUND);

        await().untilAsserted(() -> {
            assertThat(cache.find("census", ADDRESS)).contains(FOUND);
            assertThat(cache.find("census", "other")).contains(NOT_FOUND);
        });
        assertThat(cache.find("nominatim", ADDRESS)).isEmpty();
    }

    @Test
    void forgetsSoonerThatNothingWasFound() {
        cache.keep("census", ADDRESS, FOUND);
        cache.keep("census", "other", NOT_FOUND);
        await().untilAsserted(() -> assertThat(rows()).hasSize(2));

        clock.move(Duration.ofHours(13));
        assertThat(cache.find("census", ADDRESS)).contains(FOUND);
        assertThat(cache.find("census", "other")).isEmpty();

        clock.move(Duration.ofDays(30));
        assertThat(cache.find("census", ADDRESS)).isEmpty();
    }

    @Test
    void keepsTheLatestAnswer() {
        cache.keep("census", ADDRESS, NOT_FOUND);
        await().untilAsserted(() -> assertThat(cache.find("census", ADDRESS)).contains(NOT_FOUND));

        cache.keep("census", ADDRESS, FOUND);
        await().untilAsserted(() -> assertThat(cache.find("census", ADDRESS)).contains(FOUND));
    }

    @Test
    void tellsTheDatabaseNothing() throws Exception {
        cache.keep("census", ADDRESS, FOUND);
        await().untilAsserted(() -> assertThat(rows()).hasSize(1));

        assertThat(rows().get(0)).doesNotContainIgnoringCase("olive").doesNotContain("census", "38.63");
    }

    @Test
    void findsItsAnswersAgainAfterARestartButNotWithAnotherKey() throws Exception {
        cache.keep("census", ADDRESS, FOUND);
        await().untilAsserted(() -> assertThat(rows()).hasSize(1));

        DatabaseAnswerCache restarted = cache(folder.resolve("key"));
        DatabaseAnswerCache other = cache(folder.resolve("other"));

        assertThat(restarted.find("census", ADDRESS)).contains(FOUND);
        assertThat(other.find("census", ADDRESS)).isEmpty();
        restarted.deactivate();
        other.deactivate();
    }

    @Test
    void isEmptyWhereTheDatabaseFails() throws Exception {
        try (var empty = new TestDatabase();
                var connection = empty.dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("DROP TABLE geocode_answer");
            var failing = new DatabaseAnswerCache(
                    empty.template(),
                    Vault.of(folder.resolve("key")),
                    Settings.of(DatabaseAnswerCache.Config.class, Map.of()),
                    clock);

            failing.keep("census", ADDRESS, FOUND);

            assertThat(failing.find("census", ADDRESS)).isEmpty();
            failing.deactivate();
        }
    }

    @Test
    void removesWhatExpired() throws Exception {
        var answers = new StoredAnswers(database.template(), Vault.of(folder.resolve("key")), clock);
        answers.keep("census", ADDRESS, FOUND, Duration.ofDays(1));
        answers.keep("census", "other", FOUND, Duration.ofDays(3));

        clock.move(Duration.ofDays(2));

        assertThat(answers.removeExpired()).isEqualTo(1);
        assertThat(rows()).hasSize(1);
    }

    private List<String> rows() throws SQLException {
        List<String> rows = new ArrayList<>();
        try (var connection = database.dataSource().getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT id, answer FROM geocode_answer")) {
            while (row.next()) {
                rows.add(row.getString(1) + " " + row.getString(2));
            }
        }
        return rows;
    }

    private DatabaseAnswerCache cache(Path keyFile) throws Exception {
        return new DatabaseAnswerCache(
                database.template(), Vault.of(keyFile), Settings.of(DatabaseAnswerCache.Config.class, Map.of()), clock);
    }

    private static final class MovableClock extends Clock {
        private volatile Instant now = Instant.parse("2026-01-31T10:00:00Z");

        void move(Duration duration) {
            now = now.plus(duration);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
