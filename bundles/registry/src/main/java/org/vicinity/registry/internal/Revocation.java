package org.vicinity.registry.internal;

import java.util.List;
import javax.persistence.EntityManager;
import org.vicinity.persistence.registry.RecordedChangeSet;
import org.vicinity.persistence.registry.RecordedChangeSet.State;

/** Ties the changes that undo an import to the changes that it had made, so that they are told as corrections. */
final class Revocation {
    private static final String UNDOES = "UPDATE change_set SET revokes = (SELECT MIN(undone.id) FROM change_set undone"
            + " WHERE undone.offender_id = change_set.offender_id AND undone.commit_number >= ?"
            + " AND undone.commit_number < ?) WHERE commit_number = ?";

    private Revocation() {}

    /**
     * Settles what the import's changes still wait for, and marks which change undoes which.
     *
     * @param from the number of the import's changes; those whose points came later have larger ones
     * @param number under which they have just been undone
     */
    static void tie(EntityManager manager, long from, long number) {
        manager.flush();
        manager.createQuery("UPDATE RecordedChangeSet c SET c.state = :settled"
                        + " WHERE c.state = :waiting AND c.number >= :from AND c.number < :number AND c.offenderId IN"
                        + " (SELECT u.offenderId FROM RecordedChangeSet u WHERE u.number = :number)")
                .setParameter("settled", State.SETTLED)
                .setParameter("waiting", State.WAITING)
                .setParameter("from", from)
                .setParameter("number", number)
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
                                + " AND c.offenderId = u.offenderId AND c.number >= :from AND c.number < :number"
                                + " AND c.id <> u.revokes",
                        Object[].class)
                .setParameter("from", from)
                .setParameter("number", number)
                .getResultList();
        for (Object[] pair : others) {
            manager.persist(manager.find(RecordedChangeSet.class, pair[0]).undoing((Long) pair[1]));
        }
    }
}
