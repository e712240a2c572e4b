package org.vicinity.outbox.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vicinity.outbox.internal.Leases.Change;
import org.vicinity.outbox.internal.Leases.Lease;
import org.vicinity.outbox.internal.Leases.Mark;

/**
 * What a lane has claimed and not yet marked. Each message goes its way once: claimed, begun, ended, marked. A mark that
 * fails leaves it ended, to be marked later. A lease that ended meanwhile and was claimed anew takes the former one's
 * place and delivers nothing a second time. Safe for several threads.
 */
final class InFlight {
    private static final class Delivery {
        private Lease lease;
        private Thread thread;
        private long begunAt;
        private Change outcome;

        Delivery(Lease lease) {
            this.lease = lease;
        }
    }

    private final Map<Long, Delivery> deliveries = new LinkedHashMap<>();

    /** @return whether the message is to be delivered; false where it is under way already */
    synchronized boolean claimed(Lease lease) {
        Delivery known = deliveries.get(lease.id());
        if (known != null) {
            known.lease = lease;
            return false;
        }
        deliveries.put(lease.id(), new Delivery(lease));
        return true;
    }

    /** The calling thread begins to deliver. */
    synchronized void begun(long id, long now) {
        Delivery delivery = deliveries.get(id);
        if (delivery != null) {
            delivery.thread = Thread.currentThread();
            delivery.begunAt = now;
        }
    }

    /** What became of it; the first word counts. */
    synchronized void ended(long id, Change outcome) {
        Delivery delivery = deliveries.get(id);
        if (delivery != null && delivery.outcome == null) {
            delivery.outcome = outcome;
            delivery.thread = null;
        }
    }

    /** What has ended, each for the lease that holds its message now. */
    synchronized List<Mark> unmarked() {
        List<Mark> marks = new ArrayList<>();
        for (Delivery delivery : deliveries.values()) {
            if (delivery.outcome != null) {
                marks.add(new Mark(delivery.lease, delivery.outcome.at(delivery.lease.attempts())));
            }
        }
        return marks;
    }

    /** The marks are in the database. */
    synchronized void marked(List<Mark> marks) {
        for (Mark mark : marks) {
            deliveries.remove(mark.lease().id());
        }
    }

    synchronized int size() {
        return deliveries.size();
    }

    synchronized boolean hasEnded() {
        return deliveries.values().stream().anyMatch(delivery -> delivery.outcome != null);
    }

    /** Leases to be prolonged: of what is being delivered, or waits for its mark. */
    synchronized List<Lease> held() {
        return deliveries.values().stream()
                .filter(delivery -> delivery.thread != null || delivery.outcome != null)
                .map(delivery -> delivery.lease)
                .toList();
    }

    /** Asks the threads of deliveries that began before to give up. @return how many there are */
    synchronized int interruptBegunBefore(long time) {
        int late = 0;
        for (Delivery delivery : deliveries.values()) {
            if (delivery.thread != null && delivery.begunAt < time) {
                delivery.thread.interrupt();
                late++;
            }
        }
        return late;
    }
}
