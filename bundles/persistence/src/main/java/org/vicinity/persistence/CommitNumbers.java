package org.vicinity.persistence;

import java.util.Map;
import javax.persistence.EntityManager;
import javax.persistence.LockModeType;

/**
 * Numbers in the order of commits. A database's own sequence gives numbers in the order of asking: a reader that has
 * seen 8 may still miss 7. Here the counter's row stays locked until the drawer's transaction ends, so whoever sees a
 * number sees everything that was numbered before it. Subscriptions and registry changes draw from the same counter.
 */
public final class CommitNumbers {
    private static final int ROW = 1;

    private CommitNumbers() {}

    /** Draws the next number; the lock is held until the transaction of this entity manager ends. */
    public static long next(EntityManager manager) {
        CommitNumber counter = manager.find(
                CommitNumber.class,
                ROW,
                LockModeType.PESSIMISTIC_WRITE,
                Map.of("javax.persistence.cache.retrieveMode", javax.persistence.CacheRetrieveMode.BYPASS));
        long number = counter.next();
        // Written at once, so that a second draw in the same transaction and queries beside it see it.
        manager.flush();
        return number;
    }

    /** The last number that was committed. */
    public static long newest(EntityManager manager) {
        return manager.createQuery("SELECT c.last FROM CommitNumber c WHERE c.id = " + ROW, Long.class)
                .getSingleResult();
    }
}
