package org.vicinity.registry.internal;

import org.vicinity.registry.internal.Comparison.Plan;

/** What makes a snapshot wait for an operator: a bad load would alert thousands. */
final class Brakes {
    private final Settings settings;

    Brakes(Settings settings) {
        this.settings = settings;
    }

    void requireFewRejected(SnapshotReader.Content content, Plan plan) {
        long rejected = content.rejected() + plan.foreign();
        if (content.received() >= settings.brakeFrom()
                && rejected * 100 > content.received() * settings.rejectionBrakePercent()) {
            throw new Held(rejected + " of its " + content.received() + " rows are rejected");
        }
    }

    void requireFewRemoved(Plan plan) {
        if (isTooMuch(plan.removed(), plan)) {
            throw new Held("It would remove " + plan.removed() + " of " + plan.known() + " offenders");
        }
    }

    /** To be asked when the changes are entered, in their transaction. */
    void requireFewMoved(Plan plan) {
        if (isTooMuch(plan.moved(), plan)) {
            throw new Held("It would move " + plan.moved() + " of " + plan.known()
                    + " offenders, take addresses from them or change their status");
        }
    }

    private boolean isTooMuch(long offenders, Plan plan) {
        return plan.known() >= settings.brakeFrom() && offenders * 100 > plan.known() * settings.brakePercent();
    }

    /** Undoes what the transaction has entered; the message is for operators. */
    static final class Held extends RuntimeException {
        Held(String why) {
            super(why, null, false, false);
        }
    }
}
