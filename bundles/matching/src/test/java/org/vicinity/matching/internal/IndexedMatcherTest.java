package org.vicinity.matching.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vicinity.persistence.TestDatabase;

class IndexedMatcherTest {
    private static final double LATITUDE = 38.627;
    private static final double LONGITUDE = -90.1994;

    private final ExecutorService readerOfOne = Executors.newSingleThreadExecutor();
    private final ExecutorService readerOfOther = Executors.newSingleThreadExecutor();
    private TestDatabase database;
    private IndexedMatcher one;
    private IndexedMatcher other;

    @BeforeEach
    void startTwoNodes() {
        database = new TestDatabase();
        one = new IndexedMatcher(new SubscriptionTables(database.template()), readerOfOne);
        other = new IndexedMatcher(new SubscriptionTables(database.template()), readerOfOther);
    }

    @AfterEach
    void stop() {
        readerOfOne.shutdown();
        readerOfOther.shutdown();
        database.close();
    }

    @Test
    void loadsWhatIsThere() throws Exception {
        try (var change = new SubscriberChange(database.dataSource())) {
            change.put(1, LATITUDE, LONGITUDE, 500)
                    .put(2, LATITUDE + 0.01, LONGITUDE, 5_280)
                    .put(3, LATITUDE + 0.1, LONGITUDE, 5_280)
                    .commit();
        }

        one.load();

        assertThat(one.size()).isEqualTo(3);
        assertThat(one.matching(LATITUDE, LONGITUDE)).containsExactlyInAnyOrder(1, 2);
        assertThat(one.catchUp()).isEqualTo(3);
    }

    @Test
    void takesInAdditionsChangesAndRemovals() throws Exception {
        try (var change = new SubscriberChange(database.dataSource())) {
            change.put(1, LATITUDE, LONGITUDE, 500)
                    .put(2, LATITUDE, LONGITUDE, 500)
                    .commit();
        }
        one.load();
        try (var change = new SubscriberChange(database.dataSource())) {
            change.put(1, LATITUDE + 1, LONGITUDE, 500)
                    .remove(2)
                    .put(3, LATITUDE, LONGITUDE, 500)
                    .commit();
        }

        assertThat(one.matching(LATITUDE, LONGITUDE)).containsExactlyInAnyOrder(1, 2);
        assertThat(one.catchUp()).isEqualTo(5);
        assertThat(one.matching(LATITUDE, LONGITUDE)).containsExactly(3);
        assertThat(one.matching(LATITUDE + 1, LONGITUDE)).containsExactly(1);
        assertThat(one.size()).isEqualTo(2);
    }

    @Test
    void staysWhereItIsWhenNothingHappened() {
        one.load();

        assertThat(one.catchUp()).isZero();
        assertThat(one.matching(LATITUDE, LONGITUDE)).isEmpty();
    }

    @Test
    void everyNodeSeesASlowTransactionOnceItIsCommittedAndNotBefore() throws Exception {
        one.load();
        other.load();
        try (var quick = new SubscriberChange(database.dataSource());
                var slow = new SubscriberChange(database.dataSource())) {
            quick.put(1, LATITUDE, LONGITUDE, 500).commit();
            slow.put(2, LATITUDE, LONGITUDE, 500);
            // Derby makes readers wait for the row, PostgreSQL lets them pass by it: neither may skip it for good.
            CompletableFuture<Long> early = CompletableFuture.supplyAsync(one::catchUp);
            CompletableFuture<Void> late = CompletableFuture.runAsync(() -> {
                try (var waiting = new SubscriberChange(database.dataSource())) {
                    waiting.put(3, LATITUDE, LONGITUDE, 500).commit();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThat(one.matching(LATITUDE, LONGITUDE)).doesNotContain(2);
            slow.commit();
            early.get(30, TimeUnit.SECONDS);
            late.get(30, TimeUnit.SECONDS);
        }

        one.catchUp();
        other.catchUp();

        assertThat(one.matching(LATITUDE, LONGITUDE)).containsExactlyInAnyOrder(1, 2, 3);
        assertThat(other.matching(LATITUDE, LONGITUDE)).containsExactlyInAnyOrder(1, 2, 3);
    }

    @Test
    void forgetsWhatWasRolledBack() throws Exception {
        one.load();
        try (var change = new SubscriberChange(database.dataSource())) {
            change.put(1, LATITUDE, LONGITUDE, 500);
        }

        one.catchUp();

        assertThat(one.size()).isZero();
    }

    @Test
    void oneImpossibleRowCostsNoOther() throws Exception {
        try (var change = new SubscriberChange(database.dataSource())) {
            change.put(1, 999, LONGITUDE, 500).put(2, LATITUDE, LONGITUDE, 500).commit();
        }

        one.load();

        assertThat(one.matching(LATITUDE, LONGITUDE)).containsExactly(2);
    }

    @Test
    void saysThatItIsStopped() {
        readerOfOne.shutdown();

        assertThatThrownBy(one::catchUp)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("stopped");
    }
}
