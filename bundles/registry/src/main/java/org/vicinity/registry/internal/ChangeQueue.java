package org.vicinity.registry.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.persistence.LockModeType;
import org.apache.aries.jpa.template.JpaTemplate;
import org.apache.aries.jpa.template.TransactionType;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vicinity.persistence.registry.RecordedChangeSet;
import org.vicinity.persistence.registry.RecordedChangeSet.State;
import org.vicinity.registry.ChangeLog;
import org.vicinity.registry.ChangeSet;

/** The log of changes, handed out by leases. */
@Component
public final class ChangeQueue implements ChangeLog {
    private static final int TRIES = 12;
    private static final int PROBLEM_LENGTH = 500;
    private static final int MOST_PARKED = 1000;

    @Reference
    Jurisdiction jurisdiction = Jurisdiction.missouri();

    private final JpaTemplate jpa;

    @Activate
    public ChangeQueue(@Reference(target = "(osgi.unit.name=vicinity)") JpaTemplate jpa) {
        this.jpa = jpa;
    }

    @Override
    public List<ChangeSet> claim(String claimer, int limit, Duration lease) {
        return jpa.txExpr(TransactionType.Required, manager -> {
            long now = System.currentTimeMillis();
            List<RecordedChangeSet> free = manager.createQuery(
                            "SELECT c FROM RecordedChangeSet c WHERE c.state = :ready AND c.claimedUntil < :now"
                                    + " ORDER BY c.number, c.id",
                            RecordedChangeSet.class)
                    .setParameter("ready", State.READY)
                    .setParameter("now", now)
                    .setMaxResults(limit)
                    .getResultList();
            List<ChangeSet> claimed = new ArrayList<>();
            for (RecordedChangeSet set : free) {
                int mine = manager.createQuery("UPDATE RecordedChangeSet c SET c.claimer = :claimer,"
                                + " c.claimedUntil = :until"
                                + " WHERE c.id = :id AND c.state = :ready AND c.claimedUntil < :now")
                        .setParameter("claimer", claimer)
                        .setParameter("until", now + lease.toMillis())
                        .setParameter("id", set.id())
                        .setParameter("ready", State.READY)
                        .setParameter("now", now)
                        .executeUpdate();
                if (mine == 1) {
                    set.seen(Instant.ofEpochMilli(now));
                    claimed.add(read(set));
                }
            }
            return claimed;
        });
    }

    /** With no more than what is told; of what undoes a revoked import, all that may have been told. */
    private ChangeSet read(RecordedChangeSet set) {
        return new ChangeSet(
                set.id(),
                set.number(),
                jurisdiction.told(RecordJson.tree(set.offender())),
                RecordJson.changes(set.changes()).stream()
                        .filter(change -> set.revokes() != null || jurisdiction.alerts(change))
                        .toList(),
                set.observedAt(),
                set.enteredAt(),
                set.revokes());
    }

    @Override
    public boolean matched(String claimer, long changeSetId, Duration lease) {
        return jpa.txExpr(TransactionType.Required, manager -> {
            RecordedChangeSet set = manager.find(RecordedChangeSet.class, changeSetId, LockModeType.PESSIMISTIC_WRITE);
            return set != null && set.matched(claimer, Instant.now(), System.currentTimeMillis() + lease.toMillis());
        });
    }

    @Override
    public boolean settle(String claimer, long changeSetId) {
        return jpa.txExpr(
                TransactionType.Required,
                manager -> manager.createQuery("UPDATE RecordedChangeSet c SET c.state = :settled"
                                        + " WHERE c.id = :id AND c.claimer = :claimer AND c.state = :ready")
                                .setParameter("settled", State.SETTLED)
                                .setParameter("id", changeSetId)
                                .setParameter("claimer", claimer)
                                .setParameter("ready", State.READY)
                                .executeUpdate()
                        == 1);
    }

    @Override
    public void release(String claimer) {
        jpa.tx(TransactionType.Required, manager -> manager.createQuery(
                        "UPDATE RecordedChangeSet c SET c.claimer = NULL, c.claimedUntil = 0"
                                + " WHERE c.claimer = :claimer AND c.state = :ready")
                .setParameter("claimer", claimer)
                .setParameter("ready", State.READY)
                .executeUpdate());
    }

    @Override
    public boolean failed(String claimer, long changeSetId, String problem) {
        return jpa.txExpr(TransactionType.Required, manager -> {
            RecordedChangeSet set = manager.find(RecordedChangeSet.class, changeSetId, LockModeType.PESSIMISTIC_WRITE);
            return set != null
                    && set.failed(
                            claimer,
                            problem.substring(0, Math.min(problem.length(), PROBLEM_LENGTH)),
                            System.currentTimeMillis(),
                            TRIES);
        });
    }

    @Override
    public void withdraw(long changeSetId) {
        jpa.tx(TransactionType.Required, manager -> manager.createQuery(
                        "UPDATE RecordedChangeSet c SET c.state = :settled WHERE c.id = :id AND c.state <> :settled")
                .setParameter("settled", State.SETTLED)
                .setParameter("id", changeSetId)
                .executeUpdate());
    }

    @Override
    public List<Parked> parked() {
        return jpa.txExpr(TransactionType.Required, manager -> manager
                .createQuery(
                        "SELECT c FROM RecordedChangeSet c WHERE c.state = :parked ORDER BY c.number, c.id",
                        RecordedChangeSet.class)
                .setParameter("parked", State.PARKED)
                .setMaxResults(MOST_PARKED)
                .getResultList()
                .stream()
                .map(set -> new Parked(set.id(), set.enteredAt(), set.problem()))
                .toList());
    }

    @Override
    public int retryParked() {
        return jpa.txExpr(TransactionType.Required, manager -> manager.createQuery(
                        "UPDATE RecordedChangeSet c SET c.state = :ready, c.attempts = 0, c.claimer = NULL,"
                                + " c.claimedUntil = 0 WHERE c.state = :parked")
                .setParameter("ready", State.READY)
                .setParameter("parked", State.PARKED)
                .executeUpdate());
    }

    @Override
    public Optional<Trace> trace(long changeSetId) {
        return jpa.txExpr(TransactionType.Required, manager -> Optional.ofNullable(
                        manager.find(RecordedChangeSet.class, changeSetId))
                .map(set -> new Trace(
                        set.state().name().toLowerCase(Locale.ROOT),
                        set.observedAt(),
                        set.enteredAt(),
                        set.seenAt(),
                        set.matchedAt())));
    }

    @Override
    public long waiting() {
        return jpa.txExpr(TransactionType.Required, manager -> manager.createQuery(
                        "SELECT COUNT(c) FROM RecordedChangeSet c WHERE c.state = :ready", Long.class)
                .setParameter("ready", State.READY)
                .getSingleResult());
    }
}
