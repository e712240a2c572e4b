package org.vicinity.registry.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import javax.persistence.EntityManager;
import org.vicinity.persistence.registry.RecordedChangeSet;
import org.vicinity.persistence.registry.RecordedChangeSet.State;

/** Undoes an import: those whom it changed become what they were, unless something else has changed them since. */
final class Revocation {
    private static final String CHANGED = "SELECT o.id, r.staged_record FROM offender o LEFT JOIN replaced_record r"
            + " ON r.offender_id = o.id AND r.commit_number = ? WHERE o.record_number = ?";
    private static final String CHANGED_SINCE = "SELECT o.id FROM replaced_record r JOIN offender o"
            + " ON o.id = r.offender_id WHERE r.commit_number = ? AND o.record_number > ? UNION SELECT o.id"
            + " FROM change_set c JOIN offender o ON o.id = c.offender_id WHERE c.entered_number = ?"
            + " AND o.record_number > ? ORDER BY 1";
    private static final String AS_BEFORE = "UPDATE offender SET record_number = (SELECT r.record_number"
            + " FROM replaced_record r WHERE r.offender_id = offender.id AND r.commit_number = ?) WHERE EXISTS"
            + " (SELECT 1 FROM replaced_record r WHERE r.offender_id = offender.id AND r.commit_number = ?)"
            + " AND record_number = ?";
    private static final String NO_MORE_POINTS = "UPDATE change_set SET queue_state = ? WHERE queue_state = ?"
            + " AND entered_number >= ? AND entered_number < ? AND EXISTS (SELECT 1 FROM change_set undoing"
            + " WHERE undoing.offender_id = change_set.offender_id AND undoing.commit_number = ?)";
    private static final String UNDOES = "UPDATE change_set SET revokes = (SELECT MIN(undone.id) FROM change_set undone"
            + " WHERE undone.offender_id = change_set.offender_id AND undone.entered_number >= ?"
            + " AND undone.entered_number < ?) WHERE commit_number = ?";

    private Revocation() {}

    /** Whom the import changed, and something else after it. */
    @SuppressWarnings("unchecked")
    static List<String> changedSince(EntityManager manager, long undone) {
        return manager.createNativeQuery(CHANGED_SINCE)
                .setParameter(1, undone)
                .setParameter(2, undone)
                .setParameter(3, undone)
                .setParameter(4, undone)
                .getResultList();
    }

    static void undo(EntityManager manager, long undone, ChunkedWriting writing) {
        try (PreparedStatement changed = manager.unwrap(Connection.class).prepareStatement(CHANGED)) {
            changed.setLong(1, undone);
            changed.setLong(2, undone);
            changed.setFetchSize(Writing.CHUNK);
            try (ResultSet rows = changed.executeQuery()) {
                while (rows.next()) {
                    String before = rows.getString(2);
                    if (before == null) {
                        writing.removed(rows.getString(1));
                    } else {
                        writing.changed(StagedRow.parse(before));
                    }
                }
            }
            writing.finish();
        } catch (SQLException e) {
            throw NewRows.failed(e);
        }
    }

    /**
     * Settles what the import's changes still wait for, marks which change undoes which, and gives the records the numbers
     * that they had, so that the import before can be undone, too.
     *
     * @param from the number of the import's changes; those whose points came later have larger ones
     * @param number under which they have just been undone
     */
    static void tie(EntityManager manager, long from, long number) {
        manager.flush();
        manager.createNativeQuery(AS_BEFORE)
                .setParameter(1, from)
                .setParameter(2, from)
                .setParameter(3, number)
                .executeUpdate();
        manager.createNativeQuery("DELETE FROM replaced_record WHERE commit_number = ?")
                .setParameter(1, from)
                .executeUpdate();
        manager.createNativeQuery(NO_MORE_POINTS)
                .setParameter(1, State.SETTLED.name())
                .setParameter(2, State.WAITING.name())
                .setParameter(3, from)
                .setParameter(4, number)
                .setParameter(5, number)
                .executeUpdate();
        manager.createNativeQuery(UNDOES)
                .setParameter(1, from)
                .setParameter(2, number)
                .setParameter(3, number)
                .executeUpdate();
        manager.clear();
        // What was told in several parts, as points came late, takes as many corrections.
        List<Object[]> others = manager.createQuery(
                        "SELECT u.id, c.id FROM RecordedChangeSet u, RecordedChangeSet c WHERE u.number = :number"
                                + " AND c.offenderId = u.offenderId AND c.enteredNumber >= :from"
                                + " AND c.enteredNumber < :number AND c.id <> u.revokes",
                        Object[].class)
                .setParameter("from", from)
                .setParameter("number", number)
                .getResultList();
        for (Object[] pair : others) {
            manager.persist(manager.find(RecordedChangeSet.class, pair[0]).undoing((Long) pair[1]));
        }
    }

    /** What can't be undone any more, as newer imports came, need not be kept. */
    static void forget(EntityManager manager, String feed, long before) {
        manager.createNativeQuery("DELETE FROM replaced_record WHERE feed = ? AND commit_number < ?")
                .setParameter(1, feed)
                .setParameter(2, before)
                .executeUpdate();
        manager.createQuery("UPDATE RecordedImport i SET i.number = NULL WHERE i.feed = :feed AND i.number < :before")
                .setParameter("feed", feed)
                .setParameter("before", before)
                .executeUpdate();
    }
}
