package org.vicinity.enrollment.internal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.aries.jpa.template.JpaTemplate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Erases what has expired: unconfirmed requests, sessions, and the traces of removed addresses that nobody needs. */
@Component(
        name = "org.vicinity.enrollment.erasure",
        configurationPid = "org.vicinity.enrollment",
        service = {})
public final class Erasure {
    private static final Logger LOG = LoggerFactory.getLogger(Erasure.class);
    private static final long INTERVAL_MINUTES = 10;

    /** A node reads them within seconds. */
    private static final Duration REMOVALS_KEPT = Duration.ofDays(30);

    private final Transactions transactions;
    private final Duration sessionIdle;
    private final Clock clock;
    private final ScheduledExecutorService executor;

    @Activate
    public Erasure(@Reference(target = "(osgi.unit.name=vicinity)") JpaTemplate jpa, Config config) {
        this(jpa, config, Clock.systemUTC());
        executor.scheduleWithFixedDelay(this::run, 1, INTERVAL_MINUTES, TimeUnit.MINUTES);
    }

    Erasure(JpaTemplate jpa, Config config, Clock clock) {
        this.transactions = new Transactions(jpa);
        this.sessionIdle = Duration.ofMinutes(config.sessionIdleMinutes());
        this.clock = clock;
        this.executor = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "vicinity-erasure");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Deactivate
    void stop() {
        executor.shutdownNow();
    }

    void run() {
        try {
            Instant now = clock.instant();
            erase("PendingRequestRow r WHERE r.expiresAt < :time", now);
            erase("SessionRow r WHERE r.expiresAt < :time", now);
            erase("SessionRow r WHERE r.lastSeenAt < :time", now.minus(sessionIdle));
            erase("TrackedAddressRemovalRow r WHERE r.removedAt < :time", now.minus(REMOVALS_KEPT));
        } catch (RuntimeException e) {
            // Or the schedule would end here.
            LOG.warn("Expired rows are not erased, next try in {} minutes: {}", INTERVAL_MINUTES, e.toString());
        }
    }

    private void erase(String what, Instant time) {
        transactions.run(manager -> manager.createQuery("DELETE FROM " + what)
                .setParameter("time", time)
                .executeUpdate());
    }
}
