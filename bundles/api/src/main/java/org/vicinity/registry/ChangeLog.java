package org.vicinity.registry;

import java.time.Duration;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The registry's changes as a queue for the one who decides on alerts. A set is handed out when each of its addresses
 * is mapped or known not to be mappable. Claims are leases: a claimer that dies leaves its sets to the next one.
 */
@ProviderType
public interface ChangeLog {
    /**
     * Claims the oldest sets that nobody holds. To be called outside a transaction: the claim must be committed before
     * the work on it begins.
     *
     * @param claimer who asks (a node's id)
     * @param limit the most sets to claim
     * @param lease after this time without {@link #settle} the set may be claimed by another
     */
    List<ChangeSet> claim(String claimer, int limit, Duration lease);

    /**
     * Marks a set as dealt with, in the caller's transaction.
     *
     * @return false where the claimer has lost its lease: the caller must roll back
     */
    boolean settle(String claimer, long changeSetId);

    /** Frees all claims of a claimer that starts anew. */
    void release(String claimer);

    /** Sets that wait for a decision now. */
    long waiting();
}
