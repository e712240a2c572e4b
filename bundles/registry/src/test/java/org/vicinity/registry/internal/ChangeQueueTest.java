package org.vicinity.registry.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vicinity.persistence.TestDatabase;
import org.vicinity.persistence.registry.RecordedChangeSet;
import org.vicinity.persistence.registry.RecordedChangeSet.State;
import org.vicinity.registry.ChangeLog;
import org.vicinity.registry.ChangeSet;

class ChangeQueueTest {
    private static final Duration LEASE = Duration.ofMinutes(1);

    private TestDatabase database;
    private ChangeQueue queue;

    @BeforeEach
    void open() {
        database = new TestDatabase();
        queue = new ChangeQueue(database.template());
    }

    @AfterEach
    void close() {
        database.close();
    }

    private long recorded() {
        return database.template().txExpr(manager -> {
            RecordedChangeSet set = new RecordedChangeSet(
                    1, "R1", "{\"id\": \"R1\"}", "[]", false, Instant.EPOCH, Instant.EPOCH, State.READY);
            manager.persist(set);
            return set.id();
        });
    }

    private List<ChangeSet> claim() {
        return queue.claim("me", 10, LEASE);
    }

    @Test
    void whatFailsComesBackLaterUntilItIsParkedAndAnOperatorHasItTriedAgain() {
        long id = recorded();
        assertThat(claim()).hasSize(1);
        assertThat(queue.failed("you", id, "not yours")).isFalse();

        boolean parked = false;
        int tries = 0;
        while (!parked && tries < 100) {
            parked = queue.failed("me", id, "problem " + ++tries);
            assertThat(claim()).as("not at once").isEmpty();
            // Its time has come.
            database.template().tx(manager -> manager.createQuery("UPDATE RecordedChangeSet c SET c.claimedUntil = 0")
                    .executeUpdate());
            assertThat(claim()).hasSize(parked ? 0 : 1);
        }

        assertThat(tries).isEqualTo(12);
        assertThat(queue.waiting()).isZero();
        assertThat(queue.parked()).extracting(ChangeLog.Parked::problem).containsExactly("problem 12");
        assertThat(queue.retryParked()).isOne();
        assertThat(queue.parked()).isEmpty();
        assertThat(claim()).hasSize(1);
    }

    @Test
    void aTraceTellsEachTime() {
        long id = recorded();
        assertThat(queue.trace(id + 1)).isEmpty();
        assertThat(queue.trace(id).orElseThrow().seenAt()).isNull();

        claim();
        assertThat(queue.matched("you", id, LEASE)).isFalse();
        assertThat(queue.matched("me", id, LEASE)).isTrue();
        queue.settle("me", id);

        assertThat(queue.trace(id)).hasValueSatisfying(trace -> {
            assertThat(trace.state()).isEqualTo("settled");
            assertThat(trace.observedAt()).isEqualTo(Instant.EPOCH);
            assertThat(trace.matchedAt()).isAfterOrEqualTo(trace.seenAt());
        });
    }

    @Test
    void whatIsWithdrawnIsLostToItsClaimer() {
        long id = recorded();
        claim();
        queue.withdraw(id);
        assertThat(queue.matched("me", id, LEASE)).isFalse();
        assertThat(queue.settle("me", id)).isFalse();
        assertThat(queue.waiting()).isZero();
    }
}
