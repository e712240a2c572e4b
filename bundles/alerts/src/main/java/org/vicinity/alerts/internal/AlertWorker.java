package org.vicinity.alerts.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.apache.aries.jpa.template.JpaTemplate;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vicinity.enrollment.Subscriptions;
import org.vicinity.enrollment.Subscriptions.Subscriber;
import org.vicinity.matching.SubscriptionMatcher;
import org.vicinity.notification.Notice;
import org.vicinity.notification.Outbox;
import org.vicinity.registry.ChangeListener;
import org.vicinity.registry.ChangeLog;
import org.vicinity.registry.ChangeSet;

/**
 * Turns the registry's change sets into alerts. The alerts of a set and the mark that it is dealt with are one
 * transaction: a crash, or a lease lost to another node, leaves both undone.
 */
@Component(service = ChangeListener.class, immediate = true)
public final class AlertWorker implements ChangeListener {
    private static final Logger LOG = LoggerFactory.getLogger(AlertWorker.class);
    private static final Duration LEASE = Duration.ofSeconds(60);
    private static final int BATCH = 100;
    private static final long POLL_MILLIS = 1000;
    /** So many subscribers are told in one transaction. */
    private static final int QUEUED_AT_ONCE = 500;

    private final ChangeLog changeLog;
    private final SubscriptionMatcher matcher;
    private final Subscriptions subscriptions;
    private final Outbox outbox;
    private final Alerts alerts;
    private final JpaTemplate jpa;
    private final String node;
    private final Semaphore wake = new Semaphore(0);
    private final Thread thread;
    private volatile boolean stopped;

    @Activate
    public AlertWorker(
            BundleContext context,
            @Reference ChangeLog changeLog,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) SubscriptionMatcher matcher,
            @Reference Subscriptions subscriptions,
            @Reference Outbox outbox,
            @Reference(target = "(osgi.unit.name=vicinity)") JpaTemplate jpa)
            throws IOException {
        this(node(Path.of(context.getProperty("vicinity.data"))), changeLog, matcher, subscriptions, outbox, jpa);
    }

    AlertWorker(
            String node,
            ChangeLog changeLog,
            SubscriptionMatcher matcher,
            Subscriptions subscriptions,
            Outbox outbox,
            JpaTemplate jpa) {
        this.node = node;
        this.changeLog = changeLog;
        this.matcher = matcher;
        this.subscriptions = subscriptions;
        this.outbox = outbox;
        this.jpa = jpa;
        alerts = new Alerts(matcher, subscriptions);
        thread = new Thread(this::run, "vicinity-alerts");
        thread.setDaemon(true);
        thread.start();
    }

    /** This data folder's name among the claimers: the same after a restart, so that own leases can be freed. */
    private static String node(Path data) throws IOException {
        Path file = data.resolve("alerts-node");
        Files.createDirectories(data);
        try {
            Files.writeString(file, UUID.randomUUID().toString(), StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException e) {
            LOG.debug("The node has its name");
        }
        return Files.readString(file, StandardCharsets.UTF_8).trim();
    }

    @Deactivate
    void stop() throws InterruptedException {
        stopped = true;
        wake.release();
        thread.join(TimeUnit.SECONDS.toMillis(10));
    }

    @Override
    public void changesReady() {
        wake.release();
    }

    private void run() {
        boolean released = false;
        while (!stopped) {
            boolean more = false;
            try {
                if (!released) {
                    changeLog.release(node);
                    released = true;
                }
                more = work();
            } catch (RuntimeException | LinkageError e) {
                // What was claimed comes back by its lease; at once where the claims are freed now.
                released = false;
                LOG.warn("Changes wait for alerts: {}", e.toString());
            }
            try {
                if (!more) {
                    wake.tryAcquire(POLL_MILLIS, TimeUnit.MILLISECONDS);
                    wake.drainPermits();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Deals with one batch. @return whether there may be more */
    boolean work() {
        List<ChangeSet> batch = changeLog.claim(node, BATCH, LEASE);
        if (batch.isEmpty()) {
            return false;
        }
        matcher.catchUp();
        long deadline = System.nanoTime() + LEASE.toNanos() / 2;
        for (ChangeSet changeSet : batch) {
            if (stopped || System.nanoTime() > deadline) {
                changeLog.release(node);
                return true;
            }
            try {
                deal(changeSet);
            } catch (LeaseLost e) {
                if (!stopped) {
                    LOG.info("Change set {} is dealt with by another node", changeSet.id());
                }
            } catch (RuntimeException | LinkageError e) {
                // One set that fails costs no other set.
                failed(changeSet, e);
            }
        }
        return batch.size() == BATCH;
    }

    private void failed(ChangeSet changeSet, Throwable problem) {
        String kind = kind(problem);
        if (changeLog.failed(node, changeSet.id(), kind)) {
            LOG.error("Change set {} is parked, nobody is told of it: {}", changeSet.id(), kind);
        } else {
            LOG.warn("Change set {} is tried again later: {}", changeSet.id(), kind);
        }
    }

    /** What went wrong and where; messages of exceptions may show who watches what. */
    private static String kind(Throwable problem) {
        StringBuilder kind = new StringBuilder(problem.getClass().getSimpleName());
        for (Throwable cause = problem.getCause(); cause != null; cause = cause.getCause()) {
            kind.append(" by ").append(cause.getClass().getSimpleName());
        }
        if (problem.getStackTrace().length > 0) {
            kind.append(" at ").append(problem.getStackTrace()[0]);
        }
        return kind.toString();
    }

    private void deal(ChangeSet changeSet) {
        if (changeSet.revokes() == null) {
            alert(changeSet);
        } else {
            correct(changeSet, changeSet.revokes());
        }
    }

    /** A large set takes several transactions; where it breaks off, the keys of the entries tell what is there. */
    private void alert(ChangeSet changeSet) {
        AlertDecision decision = alerts.decision(changeSet);
        List<List<Long>> parts = Alerts.parts(List.copyOf(decision.subscribers()), QUEUED_AT_ONCE);
        for (int i = 0; i < parts.size(); i++) {
            List<Long> part = parts.get(i);
            boolean last = i == parts.size() - 1;
            jpa.tx(manager -> {
                begin(changeSet);
                queue(alerts.entries(changeSet, decision, part));
                if (last) {
                    if (AlertDecision.isRemoval(changeSet)) {
                        subscriptions.endFollows(changeSet.offender().id(), changeSet.number());
                    }
                    settle(changeSet);
                }
            });
        }
    }

    /**
     * Tells those who were told of the wrong set, by the same channels, that it was wrong, also those who have paused
     * their alerts since; what of it still waits is taken back.
     */
    private void correct(ChangeSet changeSet, long wrong) {
        jpa.tx(manager -> {
            begin(changeSet);
            // Whoever is about to alert of it loses it, so that nobody is told after this.
            changeLog.withdraw(wrong);
            outbox.recall(wrong);
        });
        AtomicLong last = new AtomicLong();
        boolean more = true;
        while (more) {
            more = jpa.txExpr(manager -> {
                begin(changeSet);
                List<Outbox.Told> told = outbox.told(wrong, last.get(), QUEUED_AT_ONCE);
                if (told.isEmpty()) {
                    settle(changeSet);
                    return false;
                }
                queue(corrections(changeSet, told));
                last.set(told.get(told.size() - 1).messageId());
                return true;
            });
        }
    }

    private List<Outbox.Entry> corrections(ChangeSet changeSet, List<Outbox.Told> told) {
        Map<Long, Subscriber> subscribers =
                subscriptions
                        .subscribers(told.stream()
                                .map(Outbox.Told::subscriberId)
                                .distinct()
                                .toList())
                        .stream()
                        .collect(Collectors.toMap(Subscriber::subscriberId, subscriber -> subscriber));
        return told.stream()
                .filter(one -> subscribers.containsKey(one.subscriberId()))
                .map(one -> correction(changeSet, one, subscribers.get(one.subscriberId())))
                .toList();
    }

    private static Outbox.Entry correction(ChangeSet changeSet, Outbox.Told told, Subscriber subscriber) {
        Notice.Alert wrong = told.alert();
        return new Outbox.Entry(
                "correction:" + changeSet.id() + ":" + subscriber.subscriberId() + ":" + told.channel(),
                told.channel(),
                subscriber.subscriberId(),
                subscriber.to(told.channel()),
                subscriber.language(),
                subscriber.unsubscribeToken(),
                new Notice.Correction(
                        changeSet.revokes() + "-" + subscriber.subscriberId(),
                        told.at(),
                        wrong == null
                                ? List.of()
                                : wrong.places().stream()
                                        .map(Notice.Place::label)
                                        .toList(),
                        wrong != null && wrong.followed() && AlertDecision.isRemoval(wrong.changeSet()),
                        changeSet));
    }

    private void begin(ChangeSet changeSet) {
        if (stopped || !changeLog.matched(node, changeSet.id(), LEASE)) {
            throw new LeaseLost();
        }
    }

    private void queue(List<Outbox.Entry> entries) {
        if (!entries.isEmpty()) {
            outbox.queue(entries);
        }
    }

    private void settle(ChangeSet changeSet) {
        if (!changeLog.settle(node, changeSet.id())) {
            throw new LeaseLost();
        }
    }

    /** Rolls the transaction back. */
    private static final class LeaseLost extends RuntimeException {
        LeaseLost() {
            super("lease lost", null, false, false);
        }
    }
}
