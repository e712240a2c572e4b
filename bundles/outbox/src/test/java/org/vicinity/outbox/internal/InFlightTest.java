package org.vicinity.outbox.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vicinity.outbox.internal.Leases.Change;
import org.vicinity.outbox.internal.Leases.Lease;
import org.vicinity.outbox.internal.Leases.Mark;
import org.vicinity.persistence.outbox.OutboxMessage.State;

/** Every order in which claims, deliveries, marks and failures may come, up to a length, against a table of one message. */
class InFlightTest {
    private static final int LENGTH = 7;

    private enum Step {
        CLAIM,
        CLAIM_WHOSE_ANSWER_IS_LOST,
        DELIVERED,
        BUSY,
        MARK,
        MARK_THAT_FAILS,
        MARK_WHOSE_ANSWER_IS_LOST,
        LEASE_ENDS
    }

    /** The message's row, the lane's book, and what the receiver got. */
    private static final class World {
        private State state = State.QUEUED;
        private boolean ours;
        private int attempts;
        private final InFlight inFlight = new InFlight();
        private int handedOut;
        private boolean delivering;
        private int received;

        void step(Step step) {
            switch (step) {
                case CLAIM -> claim(true);
                case CLAIM_WHOSE_ANSWER_IS_LOST -> claim(false);
                case DELIVERED -> end(State.SENT);
                case BUSY -> end(State.QUEUED);
                case MARK -> mark(true, true);
                case MARK_THAT_FAILS -> mark(false, false);
                case MARK_WHOSE_ANSWER_IS_LOST -> mark(true, false);
                case LEASE_ENDS -> {
                    if (state == State.SENDING) {
                        state = State.QUEUED;
                        ours = false;
                    }
                }
                default -> throw new IllegalStateException();
            }
        }

        private void claim(boolean answered) {
            if (state != State.QUEUED) {
                return;
            }
            state = State.SENDING;
            ours = true;
            attempts++;
            if (answered && inFlight.claimed(new Lease(1, "k", 10, "sealed", attempts, Instant.EPOCH, 0))) {
                handedOut++;
                delivering = true;
                inFlight.begun(1, 0);
            }
        }

        private void end(State outcome) {
            if (delivering) {
                delivering = false;
                received += outcome == State.SENT ? 1 : 0;
                inFlight.ended(1, new Change(outcome, 0, 0, "", true));
            }
        }

        private void mark(boolean committed, boolean answered) {
            List<Mark> marks = inFlight.unmarked();
            for (Mark mark : marks) {
                if (committed && (ours || state == State.QUEUED)) {
                    state = mark.change().state();
                    ours = false;
                }
            }
            if (answered) {
                inFlight.marked(marks);
            }
        }
    }

    @Test
    void noOrderOfEventsDeliversTwiceOrForgets() {
        List<Step> steps = new ArrayList<>();
        int[] orders = new int[1];
        tryAll(steps, orders);
        assertThat(orders[0]).isEqualTo((int) ((Math.pow(8, LENGTH + 1) - 1) / 7));
    }

    private static void tryAll(List<Step> steps, int[] orders) {
        check(steps);
        orders[0]++;
        if (steps.size() < LENGTH) {
            for (Step step : Step.values()) {
                steps.add(step);
                tryAll(steps, orders);
                steps.remove(steps.size() - 1);
            }
        }
    }

    private static void check(List<Step> steps) {
        World world = new World();
        steps.forEach(world::step);
        boolean once = world.received <= 1;
        // all is well again from here
        for (Step step : List.of(
                Step.DELIVERED,
                Step.MARK,
                Step.LEASE_ENDS,
                Step.CLAIM,
                Step.MARK,
                Step.CLAIM,
                Step.DELIVERED,
                Step.MARK)) {
            world.step(step);
        }
        if (!once || world.received != 1 || world.state != State.SENT || world.inFlight.size() != 0) {
            throw new AssertionError(steps + " ends with " + world.received + " received, " + world.state + ", "
                    + world.inFlight.size() + " in flight");
        }
    }
}
