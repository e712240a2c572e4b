package org.vicinity.alerts.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
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
import org.vicinity.geocoding.Location;
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
    private static final String CHANNEL = "email";

    private final ChangeLog changeLog;
    private final SubscriptionMatcher matcher;
    private final Subscriptions subscriptions;
    private final Outbox outbox;
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
        RuntimeException problem = null;
        for (ChangeSet changeSet : batch) {
            if (stopped || System.nanoTime() > deadline) {
                changeLog.release(node);
                return true;
            }
            try {
                decide(changeSet);
            } catch (LeaseLost e) {
                LOG.info("Change set {} is dealt with by another node", changeSet.id());
            } catch (RuntimeException e) {
                // One set that fails costs no other set.
                problem = e;
            }
        }
        if (problem != null) {
            throw problem;
        }
        return batch.size() == BATCH;
    }

    private void decide(ChangeSet changeSet) {
        Set<Long> ids = new LinkedHashSet<>();
        for (Location point : AlertDecision.points(changeSet)) {
            for (long id : matcher.matching(point.latitude(), point.longitude())) {
                ids.add(id);
            }
        }
        jpa.tx(manager -> {
            AlertDecision decision = new AlertDecision(
                    changeSet,
                    ids.isEmpty() ? List.of() : subscriptions.watches(ids),
                    subscriptions.followers(changeSet.offender().id()));
            Set<Long> concerned = decision.subscribers();
            List<Outbox.Entry> entries = new ArrayList<>();
            for (Subscriber subscriber :
                    concerned.isEmpty() ? List.<Subscriber>of() : subscriptions.subscribers(concerned)) {
                entry(changeSet, decision, subscriber, entries);
            }
            if (!entries.isEmpty()) {
                outbox.queue(entries);
            }
            if (AlertDecision.isRemoval(changeSet)) {
                subscriptions.endFollows(changeSet.offender().id());
            }
            if (!changeLog.settle(node, changeSet.id())) {
                throw new LeaseLost();
            }
        });
    }

    private static void entry(
            ChangeSet changeSet, AlertDecision decision, Subscriber subscriber, List<Outbox.Entry> entries) {
        if (subscriber.preferences().paused()) {
            return;
        }
        List<Notice.Place> places = decision.places(subscriber.subscriberId(), subscriber.preferences());
        boolean follows = decision.follows(subscriber.subscriberId());
        if (places.isEmpty() && !follows) {
            return;
        }
        String alertId = changeSet.id() + "-" + subscriber.subscriberId();
        entries.add(new Outbox.Entry(
                "alert:" + changeSet.id() + ":" + subscriber.subscriberId() + ":" + CHANNEL,
                CHANNEL,
                subscriber.subscriberId(),
                subscriber.email(),
                subscriber.language(),
                subscriber.unsubscribeToken(),
                new Notice.Alert(alertId, changeSet, follows, places)));
    }

    /** Rolls the transaction back. */
    private static final class LeaseLost extends RuntimeException {
        LeaseLost() {
            super("lease lost", null, false, false);
        }
    }
}
