package org.vicinity.registry.internal;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.vicinity.registry.RegistryImports.Rejection;
import org.vicinity.registry.internal.StagedRow.Kind;

/**
 * Tells what a snapshot changes, by going once through its rows and the offenders that are known, both sorted by id. What
 * says the same has the same fingerprint.
 */
final class Comparison {
    private final String feed;
    private final boolean removals;
    private final Taker taker;
    private long added;
    private long changed;
    private long removed;
    private long unchanged;
    private long known;
    private long foreign;
    private final List<Rejection> foreignRows = new ArrayList<>();

    /** @param fingerprint empty of a removed offender */
    record Known(String id, String feed, String fingerprint) {
        boolean removed() {
            return fingerprint.isEmpty();
        }
    }

    /** Is told of the differences, in the order of ids. */
    interface Taker {
        /** @param returned whether the offender was there before */
        default void added(StagedRow row, boolean returned) {}

        default void changed(StagedRow row) {}

        default void removed(String id) {}
    }

    /**
     * What a snapshot does, or would do.
     *
     * @param known how many offenders the feed has
     * @param moved how many have moved, lost an address or changed their status; 0 while nothing is entered
     * @param foreign how many rows have ids that belong to another feed
     * @param foreignRows the first of them
     */
    record Plan(
            long added,
            long changed,
            long removed,
            long unchanged,
            long known,
            long moved,
            long foreign,
            List<Rejection> foreignRows) {
        Plan moving(long offenders) {
            return new Plan(added, changed, removed, unchanged, known, offenders, foreign, foreignRows);
        }

        boolean empty() {
            return added + changed + removed == 0;
        }
    }

    private Comparison(String feed, boolean removals, Taker taker) {
        this.feed = feed;
        this.removals = removals;
        this.taker = taker;
    }

    /** @param removals whether who is missing is removed */
    static Plan compare(String feed, boolean removals, Iterator<Known> known, Iterator<StagedRow> rows, Taker taker) {
        return new Comparison(feed, removals, taker).compare(known, rows);
    }

    private Plan compare(Iterator<Known> offenders, Iterator<StagedRow> rows) {
        Known offender = next(offenders);
        StagedRow row = next(rows);
        while (offender != null || row != null) {
            int order = offender == null ? 1 : row == null ? -1 : offender.id().compareTo(row.id());
            if (order <= 0) {
                count(offender);
            }
            if (order < 0) {
                missing(offender);
            } else if (row.kind() == Kind.RECORD) {
                take(order == 0 ? offender : null, row);
            }
            offender = order <= 0 ? next(offenders) : offender;
            row = order >= 0 ? next(rows) : row;
        }
        return new Plan(added, changed, removed, unchanged, known, 0, foreign, foreignRows);
    }

    private static <T> T next(Iterator<T> items) {
        return items.hasNext() ? items.next() : null;
    }

    private void count(Known offender) {
        if (!offender.removed() && offender.feed().equals(feed)) {
            known++;
        }
    }

    private void missing(Known offender) {
        if (removals && !offender.removed() && offender.feed().equals(feed)) {
            removed++;
            taker.removed(offender.id());
        }
    }

    private void take(Known offender, StagedRow row) {
        if (offender == null || offender.removed()) {
            added++;
            taker.added(row, offender != null);
        } else if (!offender.feed().equals(feed)) {
            foreign++;
            if (foreignRows.size() < SnapshotReader.MOST_REJECTIONS) {
                foreignRows.add(new Rejection(row.line(), "id: belongs to another feed"));
            }
        } else if (offender.fingerprint().equals(row.fingerprint())) {
            unchanged++;
        } else {
            changed++;
            taker.changed(row);
        }
    }
}
