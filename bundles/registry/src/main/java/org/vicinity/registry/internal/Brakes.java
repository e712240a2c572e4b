package org.vicinity.registry.internal;

import javax.persistence.EntityManager;
import org.vicinity.persistence.CommitNumbers;
import org.vicinity.registry.RegistryChange.Kind;

/** What makes a snapshot wait for an operator: a bad load would alert thousands. */
final class Brakes {
    private final Settings settings;

    Brakes(Settings settings) {
        this.settings = settings;
    }

    void requireFewRejected(SnapshotReader.Content content) {
        long rejected = content.rejected();
        if (content.received() >= settings.brakeFrom()
                && rejected * 100 > content.received() * settings.rejectionBrakePercent()) {
            throw new Held(rejected + " of its " + content.received() + " rows are rejected");
        }
    }

    void requireFewRemoved(Ledger.Plan plan) {
        if (isTooMuch(plan.removed().size(), plan)) {
            throw new Held("It would remove " + plan.removed().size() + " of " + plan.known() + " offenders");
        }
    }

    /** To be asked in the transaction that has entered the changes. */
    void requireFewMoved(EntityManager manager, Ledger.Plan plan) {
        if (!isTooMuch(plan.changed().size(), plan)) {
            return;
        }
        long moved = manager.createQuery(
                        "SELECT COUNT(c) FROM RecordedChangeSet c WHERE c.number = :number AND c.changes LIKE :moved",
                        Long.class)
                .setParameter("number", CommitNumbers.newest(manager))
                .setParameter("moved", "%\"" + Kind.ADDRESS_MOVED + "\"%")
                .getSingleResult();
        if (isTooMuch(moved, plan)) {
            throw new Held("It would move " + moved + " of " + plan.known() + " offenders");
        }
    }

    private boolean isTooMuch(long offenders, Ledger.Plan plan) {
        return plan.known() >= settings.brakeFrom() && offenders * 100 > plan.known() * settings.brakePercent();
    }

    /** Undoes what the transaction has entered; the message is for operators. */
    static final class Held extends RuntimeException {
        Held(String why) {
            super(why, null, false, false);
        }
    }
}
