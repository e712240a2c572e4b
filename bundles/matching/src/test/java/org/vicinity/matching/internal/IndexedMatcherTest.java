package org.vicinity.matching.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vicinity.matching.SubscriptionMatcher;
import org.vicinity.persistence.TestDatabase;

class IndexedMatcherTest extends SubscriptionMatcherContract {
    private final ExecutorService readerOfOne = Executors.newSingleThreadExecutor();
    private final ExecutorService readerOfOther = Executors.newSingleThreadExecutor();
    private TestDatabase database;
    private IndexedMatcher one;
    private IndexedMatcher other;

    @BeforeEach
    void startTwoNodes() {
        database = open();
        one = new IndexedMatcher(new CircleIndex(), new SubscriptionTables(database.template()), readerOfOne);
        other = new IndexedMatcher(new CircleIndex(), new SubscriptionTables(database.template()), readerOfOther);
    }

    TestDatabase open() {
        return new TestDatabase();
    }

    @AfterEach
    void stop() {
        readerOfOne.shutdown();
        readerOfOther.shutdown();
        database.close();
    }

    @Override
    protected DataSource database() {
        return database.dataSource();
    }

    @Override
    protected SubscriptionMatcher matcher() {
        one.load();
        return one;
    }

    @Override
    protected SubscriptionMatcher matcherOfAnotherNode() {
        other.load();
        return other;
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
    void staysWhereItIsWhenNothingHappened() {
        one.load();

        assertThat(one.catchUp()).isZero();
        assertThat(one.matching(LATITUDE, LONGITUDE)).isEmpty();
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
