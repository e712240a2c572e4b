package org.vicinity.outbox.internal;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vicinity.notification.Message;
import org.vicinity.notification.NotificationChannel;
import org.vicinity.notification.Outcome;
import org.vicinity.persistence.outbox.OutboxMessage;
import org.vicinity.persistence.outbox.OutboxMessage.State;

/**
 * The way of one channel's messages: one thread claims and marks, several deliver, outside of any transaction. A slow
 * message delays no other; marks that come together are one transaction.
 */
final class ChannelLane implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChannelLane.class);
    private static final Duration LEASE = Duration.ofSeconds(60);
    /** A delivery that begins later in its lease might not end within it. */
    private static final Duration LATEST_START = Duration.ofSeconds(30);

    private static final long POLL_MILLIS = 500;
    private static final Duration FIRST_RETRY = Duration.ofMinutes(1);
    private static final double RETRY_FACTOR = 1.5;
    private static final Duration LONGEST_RETRY = Duration.ofHours(6);
    private static final Duration GIVE_UP = Duration.ofDays(3);
    private static final double JITTER = 0.2;

    private final NotificationChannel channel;
    private final String name;
    private final Queue queue;
    private final Renderer renderer;
    private final String domain;
    private final Clock clock;
    private final DomainRate rate;
    private final int concurrency;
    private final ExecutorService deliverers;
    private final BlockingQueue<Queue.Mark> marks = new LinkedBlockingQueue<>();
    private final Semaphore wake = new Semaphore(0);
    private final Thread thread;
    private volatile boolean stopped;

    ChannelLane(
            NotificationChannel channel,
            String name,
            Queue queue,
            Renderer renderer,
            String domain,
            Clock clock,
            DomainRate rate,
            int concurrency) {
        this.channel = channel;
        this.name = name;
        this.queue = queue;
        this.renderer = renderer;
        this.domain = domain;
        this.clock = clock;
        this.rate = rate;
        this.concurrency = Math.max(1, concurrency);
        deliverers = Executors.newFixedThreadPool(this.concurrency, task -> {
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
            thread.join(TimeUnit.SECONDS.toMillis(25));
        } catch (InterruptedException e) {
            interrupted = true;
        }
        deliverers.shutdownNow();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        int underway = 0;
        List<Queue.Mark> done = new ArrayList<>();
        while (!stopped || underway > 0 || !done.isEmpty()) {
            boolean claimed = false;
            try {
                int before = done.size();
                marks.drainTo(done);
                underway -= done.size() - before;
                if (!done.isEmpty()) {
                    queue.mark(done, clock.instant());
                    done.clear();
                }
                if (!stopped && underway < concurrency * 2) {
                    List<OutboxMessage> batch = queue.claim(name, concurrency * 4, LEASE, clock.millis());
                    underway += batch.size();
                    claimed = !batch.isEmpty();
                    batch.forEach(message -> deliverers.execute(() -> marks.add(delivered(message))));
                }
            } catch (RuntimeException | LinkageError e) {
                LOG.warn("Messages of channel {} wait: {}", name, e.getClass().getSimpleName());
                if (stopped) {
                    // The database is gone first: the leases end by themselves, or when this node starts again.
                    return;
                }
            }
            try {
                if (underway > 0) {
                    Queue.Mark next = marks.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
                    if (next != null) {
                        underway--;
                        done.add(next);
                    }
                } else if (!claimed && !stopped) {
                    wake.tryAcquire(POLL_MILLIS, TimeUnit.MILLISECONDS);
                    wake.drainPermits();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private Queue.Mark delivered(OutboxMessage message) {
        long now = clock.millis();
        if (stopped || message.dueAt() - now < LEASE.minus(LATEST_START).toMillis()) {
            return new Queue.Mark(message, State.QUEUED, now, "", false);
        }
        if (message.payload() == null) {
            return new Queue.Mark(message, State.PARKED, now, "taken back", false);
        }
        Message rendered;
        try {
            Payload payload = queue.open(message);
            long wait = rate.waitMillis(payload.to(), now);
            if (wait > 0) {
                return new Queue.Mark(message, State.QUEUED, now + wait, "", false);
            }
            rendered = renderer.render(queue.messageId(message, domain), payload);
        } catch (RuntimeException e) {
            // Causes may show content; where it happened does not.
            LOG.warn(
                    "Message {} can't be rendered: {}",
                    message.id(),
                    e.getClass().getSimpleName());
            return new Queue.Mark(
                    message,
                    State.PARKED,
                    now,
                    "can't be rendered: " + e.getClass().getSimpleName(),
                    true);
        }
        Outcome outcome;
        try {
            outcome = channel.deliver(rendered);
        } catch (Throwable e) {
            // A plugin may throw anything, LinkageError included; all of it means "later".
            outcome = new Outcome.Retry(e.getClass().getSimpleName(), null);
        }
        return mark(message, outcome);
    }

    private Queue.Mark mark(OutboxMessage message, Outcome outcome) {
        long now = clock.millis();
        if (outcome instanceof Outcome.Delivered) {
            return new Queue.Mark(message, State.SENT, now, "", true);
        }
        if (outcome instanceof Outcome.Refused refused) {
            return new Queue.Mark(message, State.PARKED, now, "refused: " + refused.reason(), true);
        }
        Outcome.Retry retry = outcome instanceof Outcome.Retry r ? r : new Outcome.Retry("no outcome", null);
        if (now - message.createdAt().toEpochMilli() > GIVE_UP.toMillis() && message.attempts() > 1) {
            return new Queue.Mark(message, State.PARKED, now, "given up: " + retry.reason(), true);
        }
        long wait = retry.after() == null
                ? schedule(message.attempts())
                : Math.min(retry.after().toMillis(), GIVE_UP.toMillis());
        return new Queue.Mark(message, State.QUEUED, now + Math.max(0, wait), String.valueOf(retry.reason()), true);
    }

    /** One minute, half as much again each time, spread so that not all come back at once. */
    static long schedule(int attempts) {
        double wait = FIRST_RETRY.toMillis() * Math.pow(RETRY_FACTOR, Math.min(attempts, 40) - 1.0);
        double spread = 1 + JITTER * (ThreadLocalRandom.current().nextDouble() * 2 - 1);
        return (long) (Math.min(wait, LONGEST_RETRY.toMillis()) * spread);
    }
}
