package org.vicinity.registry.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vicinity.persistence.TestDatabase;
import org.vicinity.registry.Feeds.FeedStatus;
import org.vicinity.registry.InvalidRecordException;
import org.vicinity.registry.OffenderRecord;
import org.vicinity.registry.RegistryFeed;
import org.vicinity.registry.RegistryImports.Format;

class FeedRunnerTest {
    @TempDir
    Path folder;

    private final TestDatabase database = new TestDatabase();
    private final Ledger ledger = new Ledger(database.template());
    private final StoredRegistry registry = new StoredRegistry(database.template(), ledger);
    private SnapshotImports imports;
    private FeedRunner runner;

    @BeforeEach
    void start() throws IOException {
        imports = new SnapshotImports(
                folder.resolve("imports"), database.template(), ledger, OffenderTrackingTest.settings());
        runner = new FeedRunner(database.template(), imports, config());
    }

    @AfterEach
    void stop() throws InterruptedException {
        runner.deactivate();
        imports.deactivate();
        registry.stop();
        database.close();
    }

    /** What a feed does when it is asked for the n-th time, from 0. */
    private interface Script {
        boolean read(int time, Consumer<OffenderRecord> sink) throws IOException;
    }

    private record Scripted(String name, AtomicInteger asked, Script script) implements RegistryFeed {
        Scripted(String name, Script script) {
            this(name, new AtomicInteger(), script);
        }

        @Override
        public boolean read(Consumer<OffenderRecord> sink) throws IOException {
            return script.read(asked.getAndIncrement(), sink);
        }
    }

    @Test
    void aFeedIsReadAndItsTimeIsKept() {
        runner.addFeed(
                new Scripted("county", (time, sink) -> {
                    sink.accept(record("F1"));
                    return true;
                }),
                Map.of(RegistryFeed.EVERY_MINUTES, 30, RegistryFeed.EXPECTED_WITHIN_HOURS, "12"));

        FeedStatus good = awaitStatus("county", status -> status.lastGood() != null && status.next() != null);

        assertThat(registry.find("F1")).isPresent();
        assertThat(good.problem()).isEmpty();
        assertThat(good.late()).isFalse();
        assertThat(good.expectedWithinHours()).isEqualTo(12);
        assertThat(Duration.between(good.lastGood(), good.next()))
                .isBetween(Duration.ofMinutes(29), Duration.ofMinutes(31));
    }

    @Test
    void aFailureIsSaidAndTriedAgainSoon() {
        runner.addFeed(
                new Scripted("county", (time, sink) -> {
                    sink.accept(record("F" + time));
                    if (time == 0) {
                        throw new IOException("broke off");
                    }
                    return true;
                }),
                Map.of());

        assertThat(awaitStatus("county", status -> !status.problem().isEmpty()).problem())
                .isEqualTo("broke off");
        assertThat(registry.find("F0")).isEmpty();
        awaitStatus("county", status -> status.problem().isEmpty() && status.lastGood() != null);
        assertThat(registry.find("F1")).isPresent();
    }

    @Test
    void anEmptyAnswerNeverEmptiesTheRegistry() {
        runner.addFeed(
                new Scripted("county", (time, sink) -> {
                    if (time == 0) {
                        sink.accept(record("F1"));
                    }
                    return true;
                }),
                Map.of());
        awaitStatus("county", status -> status.lastGood() != null && status.next() != null);

        assertThat(runner.run("county")).isTrue();

        assertThat(awaitStatus("county", status -> !status.problem().isEmpty()).problem())
                .contains("no records");
        assertThat(registry.find("F1")).isPresent();
    }

    @Test
    void nothingNewIsGoodNews() {
        Scripted feed = new Scripted("county", (time, sink) -> false);
        runner.addFeed(feed, Map.of());

        awaitStatus("county", status -> status.lastGood() != null);
        assertThat(imports.recent(1)).isEmpty();
    }

    @Test
    void whateverAFeedThrowsCostsNoOther() {
        runner.addFeed(
                new Scripted("bad", (time, sink) -> {
                    throw new NoClassDefFoundError("gone");
                }),
                Map.of());
        runner.addFeed(new Scripted("good", (time, sink) -> false), Map.of());

        assertThat(awaitStatus("bad", status -> !status.problem().isEmpty()).problem())
                .isEqualTo("gone");
        awaitStatus("good", status -> status.lastGood() != null);
        assertThatThrownBy(() -> runner.addFeed(new Scripted("No Name!", (time, sink) -> false), Map.of()))
                .isInstanceOf(InvalidRecordException.class);
    }

    @Test
    void aFeedThatGoesIsInterruptedAndItsNamesakeTakesOver() throws InterruptedException {
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        Scripted first = new Scripted("county", (time, sink) -> {
            reading.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
            throw new IOException("interrupted");
        });
        Scripted second = new Scripted("county", (time, sink) -> false);
        runner.addFeed(first, Map.of());
        reading.await();
        runner.addFeed(second, Map.of());
        assertThat(second.asked()).hasValue(0);
        assertThat(runner.all()).extracting(FeedStatus::problem).contains("Another feed has the same name");

        runner.removeFeed(first);

        interrupted.await();
        awaitStatus("county", status -> status.lastGood() != null);
        assertThat(runner.all()).hasSize(1);
    }

    @Test
    void whatIsSentInHasAnAgeToo() throws IOException {
        String row = RecordJson.text(RecordJson.write(record("P1")));
        String id =
                imports.start("pushed", Format.NDJSON, new ByteArrayInputStream(row.getBytes(StandardCharsets.UTF_8)));
        await().until(() -> imports.find(id).orElseThrow().finishedAt() != null);

        FeedStatus status = awaitStatus("pushed", any -> true);

        assertThat(status.polled()).isFalse();
        assertThat(status.lastGood()).isNotNull();
        assertThat(status.late()).isFalse();
        assertThat(runner.run("pushed")).isFalse();
        database.template().tx(manager -> manager.createQuery("UPDATE RecordedImport i SET i.finishedAt = :then")
                .setParameter("then", status.lastGood().minus(Duration.ofHours(49)))
                .executeUpdate());
        assertThat(awaitStatus("pushed", any -> true).late()).isTrue();
    }

    private FeedStatus awaitStatus(String feed, Predicate<FeedStatus> wanted) {
        return await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> runner.all().stream()
                                .filter(status -> status.feed().equals(feed) && wanted.test(status))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private static OffenderRecord record(String id) {
        return new OffenderRecord(
                id,
                new OffenderRecord.Name("Ann", "", "Lee", ""),
                List.of(),
                null,
                "",
                "",
                null,
                null,
                "",
                "",
                List.of(),
                "",
                "",
                null,
                List.of(),
                List.of(),
                List.of(),
                null);
    }

    private static FeedRunner.Config config() {
        return new FeedRunner.Config() {
            @Override
            public Class<? extends Annotation> annotationType() {
                return FeedRunner.Config.class;
            }

            @Override
            public double expectedWithinHours() {
                return 48;
            }

            @Override
            public long retrySeconds() {
                return 1;
            }
        };
    }
}
