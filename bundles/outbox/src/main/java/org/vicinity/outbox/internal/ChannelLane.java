package org.vicinity.outbox.internal;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vicinity.notification.Message;
import org.vicinity.notification.NotificationChannel;
import org.vicinity.notification.Outcome;
import org.vicinity.outbox.internal.Leases.Change;
import org.vicinity.outbox.internal.Leases.Lease;
import org.vicinity.outbox.internal.Leases.Mark;
import org.vicinity.persistence.outbox.OutboxMessage.State;

/**
 * The way of one channel's messages: one thread claims and marks, several deliver, outside of any transaction. A slow
 * message delays no other; marks that come together are one transaction.
 */
final class ChannelLane implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChannelLane.class);
    private static final Duration TERM = Duration.ofSeconds(60);
    /** A delivery that begins later in its lease might not end within it. */
    private static final Duration LATEST_START = Duration.ofSeconds(30);

    /** Each channel promises to be quicker. */
    private static final Duration LONGEST_DELIVERY = Duration.ofSeconds(45);

    private static final long PROLONG_MILLIS = 20_000;

    /** After a trouble with the database, other nodes first get time to mark what they delivered meanwhile. */
    private static final long GRACE_MILLIS = 10_000;

    private static final long POLL_MILLIS = 500;
    private static final long LINGER_MILLIS = 20;
    private static final long FREE_MILLIS = 5000;
    private static final int LARGEST_BATCH = 1024;
    private static final Duration FIRST_RETRY = Duration.ofMinutes(1);
    private static final double RETRY_FACTOR = 1.5;
    private static final Duration LONGEST_RETRY = Duration.ofHours(6);
    private static final Duration LONGEST_ASKED = Duration.ofDays(1);
    /** The schedule spreads them over 69 hours. What waited for an absent channel has as many. */
    private static final int ATTEMPTS = 25;

    private static final double JITTER = 0.2;

    private final NotificationChannel channel;
    private final String name;
    private final Queue queue;
    private final Leases leases;
    private final Renderer renderer;
    private final String domain;
    private final Clock clock;
    private final DomainRate rate;
    private final int concurrency;
    private final ThreadPoolExecutor deliverers;
    private final InFlight inFlight = new InFlight();
    private final Semaphore ended = new Semaphore(0);
    private final StateLog trouble;
    private final StateLog overdue;
    private final StateLog refusals;
    private final Semaphore wake = new Semaphore(0);
    private final Thread thread;
    private volatile boolean stopped;
    /** The thread's alone, like what follows. */
    private int batch;

    private int hanging;
    private long prolongedAt;
    private long claimedAt;
    private long freedAt;

    ChannelLane(
            NotificationChannel channel,
            String name,
            Queue queue,
            Leases leases,
            Renderer renderer,
            String domain,
            Clock clock,
            DomainRate rate,
            int concurrency) {
        this.channel = channel;
        this.name = name;
        this.queue = queue;
        this.leases = leases;
        this.renderer = renderer;
        this.domain = domain;
        this.clock = clock;
        this.rate = rate;
        this.concurrency = Math.max(1, concurrency);
        batch = this.concurrency * 4;
        trouble = new StateLog(LOG, "Channel " + name, Duration.ZERO, clock);
        overdue = new StateLog(LOG, "Channel " + name, Duration.ZERO, clock);
        refusals = new StateLog(LOG, "Channel " + name, Duration.ofMinutes(1), clock);
        deliverers = new ThreadPoolExecutor(
                this.concurrency, this.concurrency, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread deliverer = new Thread(task, "vicinity-outbox-" + name + "-delivery");
                    deliverer.setDaemon(true);
                    return deliverer;
                });
        thread = new Thread(this::run, "vicinity-outbox-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    void wake() {
        wake.release();
    }

    /** Lets what is being delivered end and marks it; what was only claimed goes back. */
    @Override
    public void close() {
        stopped = true;
        wake.release();
        boolean interrupted = false;
        try {
            thread.join(TimeUnit.SECONDS.toMillis(28));
        } catch (InterruptedException e) {
            interrupted = true;
        }
        deliverers.shutdownNow();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!stopped || isUnderway()) {
            boolean claimed = false;
            boolean asked = false;
            try {
                mark();
                prolong();
                if (!stopped && inFlight.size() <= batch / 2 && hanging < 2 * concurrency) {
                    claimed = claim();
                }
                trouble.fine();
                asked = true;
            } catch (RuntimeException | LinkageError e) {
                trouble.failing("messages wait, "
                        + (e instanceof IllegalStateException
                                ? e.getMessage()
                                : e.getClass().getSimpleName()));
                freedAt = clock.millis() + GRACE_MILLIS;
                if (stopped) {
                    // The database is gone first: the leases end by themselves, or when this node starts again.
                    return;
                }
            }
            watch();
            try {
                if (!asked) {
                    wake.tryAcquire(POLL_MILLIS, TimeUnit.MILLISECONDS);
                } else if (inFlight.size() > 0) {
                    gather();
                } else if (!claimed && !stopped) {
                    wake.tryAcquire(POLL_MILLIS, TimeUnit.MILLISECONDS);
                }
                wake.drainPermits();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void mark() {
        List<Mark> done = inFlight.unmarked();
        if (!done.isEmpty()) {
            leases.mark(done, clock.instant());
            inFlight.marked(done);
        }
    }

    /** As long as this node is alive and can write, nobody else takes what it is delivering. */
    private void prolong() {
        long now = clock.millis();
        if (now - prolongedAt >= PROLONG_MILLIS) {
            List<Lease> held = inFlight.held();
            if (!held.isEmpty()) {
                leases.prolong(held, now + TERM.toMillis());
            }
            prolongedAt = now;
        }
    }

    /** A delivery that hangs keeps its message, which might still arrive, but not its place: another thread takes that. */
    private void watch() {
        long now = clock.millis();
        int late = inFlight.interruptBegunBefore(now - LONGEST_DELIVERY.toMillis());
        if (late > 0) {
            overdue.failing("deliveries hang for more than " + LONGEST_DELIVERY.toSeconds()
                    + " s; their messages are not handed out again before they end");
        } else {
            overdue.fine();
        }
        if (late != hanging) {
            hanging = late;
            int threads = concurrency + Math.min(late, concurrency);
            deliverers.setMaximumPoolSize(2 * concurrency);
            deliverers.setCorePoolSize(threads);
        }
    }

    /** What a stop that took too long cut off gets no mark any more: its leases end by themselves. */
    private boolean isUnderway() {
        return inFlight.size() > 0 && !(deliverers.isTerminated() && !inFlight.hasEnded());
    }

    /** Claims about as much as is delivered in half a second, so that what is urgent never waits behind much more. */
    private boolean claim() {
        long now = clock.millis();
        if (now - freedAt > FREE_MILLIS) {
            leases.freeEnded(name, now);
            freedAt = now;
        }
        if (now - claimedAt < POLL_MILLIS / 2) {
            batch = Math.min(batch * 2, LARGEST_BATCH);
        } else if (now - claimedAt > POLL_MILLIS) {
            batch = Math.max(batch / 2, concurrency * 2);
        }
        List<Lease> due = leases.claim(name, batch, TERM, now);
        // Where there was less to claim than asked for, the batch shrinks again.
        claimedAt = due.size() < batch ? 0 : now;
        for (Lease message : due) {
            if (inFlight.claimed(message)) {
                deliverers.execute(() -> deliver(message));
            }
        }
        return !due.isEmpty();
    }

    /** Waits for what ends, and a little for more, so that one transaction marks many. */
    private void gather() throws InterruptedException {
        if (ended.tryAcquire(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
            if (ended.drainPermits() + 1 < inFlight.size()) {
                wake.tryAcquire(LINGER_MILLIS, TimeUnit.MILLISECONDS);
                ended.drainPermits();
            }
        }
    }

    /** Whatever happens, there is an outcome: one that was missing would be waited for, for ever. */
    private void deliver(Lease message) {
        Change outcome;
        try {
            outcome = delivered(message).change();
        } catch (Throwable e) {
            LOG.warn("Message {} failed: {}", message.id(), e.getClass().getSimpleName());
            outcome = mark(message, new Outcome.Retry(e.getClass().getSimpleName(), null))
                    .change();
        }
        inFlight.ended(message.id(), outcome);
        Thread.interrupted();
        ended.release();
    }

    private Mark delivered(Lease message) {
        long now = clock.millis();
        if (stopped || message.until() - now < TERM.minus(LATEST_START).toMillis()) {
            return Mark.of(message, State.QUEUED, now, "", false);
        }
        if (message.payload() == null) {
            return Mark.of(message, State.PARKED, now, "taken back", false);
        }
        Message rendered;
        try {
            Payload payload = queue.open(message.payload());
            long wait = rate.waitMillis(payload.to(), now, message.isUrgent());
            if (wait > 0) {
                return Mark.of(message, State.QUEUED, now + wait, "", false);
            }
            rendered = renderer.render(queue.messageId(message, domain), message.createdAt(), payload);
        } catch (RuntimeException e) {
            // Causes may show content; where it happened does not.
            LOG.warn(
                    "Message {} can't be rendered: {}",
                    message.id(),
                    e.getClass().getSimpleName());
            return Mark.of(
                    message,
                    State.PARKED,
                    now,
                    "can't be rendered: " + e.getClass().getSimpleName(),
                    true);
        }
        Outcome outcome;
        inFlight.begun(message.id(), now);
        try {
            outcome = channel.deliver(rendered);
        } catch (Throwable e) {
            // A plugin may throw anything, LinkageError included; all of it means "later".
            outcome = new Outcome.Retry(e.getClass().getSimpleName(), null);
        }
        return mark(message, outcome);
    }

    private Mark mark(Lease message, Outcome outcome) {
        long now = clock.millis();
        if (outcome instanceof Outcome.Delivered) {
            refusals.fine();
            return Mark.of(message, State.SENT, 0, "", true);
        }
        if (outcome instanceof Outcome.Refused refused) {
            return Mark.of(message, State.PARKED, now, "refused: " + refused.reason(), true);
        }
        Outcome.Retry retry = outcome instanceof Outcome.Retry r ? r : new Outcome.Retry("no outcome", null);
        refusals.failing("can't deliver now: " + withoutText(String.valueOf(retry.reason())));
        if (message.attempts() >= ATTEMPTS) {
            return Mark.of(message, State.PARKED, now, "given up: " + retry.reason(), true);
        }
        long wait = Math.max(schedule(message.attempts()), asked(retry.after()));
        return Mark.of(message, State.QUEUED, now + wait, String.valueOf(retry.reason()), true);
    }

    /** The beginning alone, and no address: what a server or plugin says further on may hold anything. */
    private static String withoutText(String reason) {
        String line = Letter.line(reason);
        String start = line.substring(0, Math.min(line.length(), 60));
        return start.indexOf('@') < 0
                ? start
                : start.substring(0, start.indexOf('@')).replaceFirst("\\S*$", "…");
    }

    /** Not before the time that a channel names; not much sooner than by the schedule, or it could keep us busy. */
    private static long asked(Duration after) {
        if (after == null || after.isNegative()) {
            return 0;
        }
        return after.compareTo(LONGEST_ASKED) > 0 ? LONGEST_ASKED.toMillis() : after.toMillis();
    }

    /** One minute, half as much again each time, spread so that not all come back at once. */
    static long schedule(int attempts) {
        double wait = FIRST_RETRY.toMillis() * Math.pow(RETRY_FACTOR, Math.min(attempts, 40) - 1.0);
        double spread = 1 + JITTER * (ThreadLocalRandom.current().nextDouble() * 2 - 1);
        return (long) (Math.min(wait, LONGEST_RETRY.toMillis()) * spread);
    }
}
