package org.vicinity.registry;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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
     * Notes that it is known whom a set concerns, and prolongs the lease, in the caller's transaction. What is queued
     * for a large set in several transactions begins with this in each.
     *
     * @return false where the claimer has lost its lease: the caller must roll back
     */
    boolean matched(String claimer, long changeSetId, Duration lease);

    /**
     * Marks a set as dealt with, in the caller's transaction.
     *
     * @return false where the claimer has lost its lease: the caller must roll back
     */
    boolean settle(String claimer, long changeSetId);

    /** Frees all claims of a claimer that starts anew. */
    void release(String claimer);

    /**
     * Notes that a set could not be dealt with. It comes back later and later; after a dozen tries it is parked.
     *
     * @param problem for operators, without anything about subscribers
     * @return whether it is parked now
     */
    boolean failed(String claimer, long changeSetId, String problem);

    /** Has a set that is not dealt with yet count as dealt with, in the caller's transaction: its import was revoked. */
    void withdraw(long changeSetId);

    /** Sets that wait for a decision now. */
    long waiting();

    /** Sets that could not be dealt with, oldest first. */
    List<Parked> parked();

    /** Has parked sets tried again. @return how many */
    int retryParked();

    /** The way of a set so far. */
    Optional<Trace> trace(long changeSetId);

    /** @param problem of the last try */
    record Parked(long changeSetId, Instant enteredAt, String problem) {}

    /**
     * @param observedAt when the authority's data reached this system
     * @param enteredAt when the change was committed to the registry
     * @param seenAt when it was first claimed; null before
     * @param matchedAt when it was known whom it concerns; null before
     */
    record Trace(String state, Instant observedAt, Instant enteredAt, Instant seenAt, Instant matchedAt) {}
}
