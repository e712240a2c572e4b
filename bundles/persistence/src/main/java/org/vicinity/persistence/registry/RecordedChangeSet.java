package org.vicinity.persistence.registry;

import java.time.Instant;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.EnumType;
import javax.persistence.Enumerated;
import javax.persistence.GeneratedValue;
import javax.persistence.GenerationType;
import javax.persistence.Id;
import javax.persistence.Lob;
import javax.persistence.SequenceGenerator;
import javax.persistence.Table;

/** All changes of one offender in one import, in the log that is also a queue. */
@Entity
@Table(name = "change_set")
public class RecordedChangeSet {
    /** The way of a set. */
    public enum State {
        /** One of its addresses is still to be mapped. */
        WAITING,
        READY,
        SETTLED,
        /** Deciding on alerts failed again and again: an operator has to look. */
        PARKED
    }

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "change_set_seq")
    @SequenceGenerator(name = "change_set_seq", sequenceName = "change_set_seq", allocationSize = 50)
    private Long id;

    @Column(name = "commit_number", nullable = false)
    private long number;

    @Column(name = "entered_number", nullable = false)
    private long enteredNumber;

    @Column(name = "offender_id", nullable = false)
    private String offenderId;

    @Lob
    @Column(nullable = false)
    private String offender;

    @Lob
    @Column(nullable = false)
    private String changes;

    @Column(name = "first_load", nullable = false)
    private int firstLoad;

    @Column(name = "observed_at", nullable = false)
    private Instant observedAt;

    @Column(name = "entered_at", nullable = false)
    private Instant enteredAt;

    @Enumerated(EnumType.STRING)
    @Column(name = "queue_state", nullable = false)
    private State state;

    private Long revokes;

    private String claimer;

    /** Milliseconds since 1970. */
    @Column(name = "claimed_until", nullable = false)
    private long claimedUntil;

    @Column(name = "seen_at")
    private Instant seenAt;

    @Column(name = "matched_at")
    private Instant matchedAt;

    /** Failed decisions. */
    @Column(nullable = false)
    private int attempts;

    private String problem;

    protected RecordedChangeSet() {}

    /**
     * @param offender the record after the change, JSON
     * @param changes JSON
     * @param firstLoad whether it comes from the first snapshot of a feed: nothing had happened then
     */
    public RecordedChangeSet(
            long number,
            String offenderId,
            String offender,
            String changes,
            boolean firstLoad,
            Instant observedAt,
            Instant enteredAt,
            State state) {
        this.number = number;
        enteredNumber = number;
        this.offenderId = offenderId;
        this.offender = offender;
        this.changes = changes;
        this.firstLoad = firstLoad ? 1 : 0;
        this.observedAt = observedAt;
        this.enteredAt = enteredAt;
        this.state = state;
    }

    /** Its addresses are mapped, or known not to be mappable. */
    public void decide(long newNumber, String newOffender, String newChanges, State newState) {
        number = newNumber;
        offender = newOffender;
        changes = newChanges;
        state = newState;
    }

    public long id() {
        return id;
    }

    public long number() {
        return number;
    }

    public String offenderId() {
        return offenderId;
    }

    public String offender() {
        return offender;
    }

    public String changes() {
        return changes;
    }

    public boolean firstLoad() {
        return firstLoad != 0;
    }

    public Instant observedAt() {
        return observedAt;
    }

    public Instant enteredAt() {
        return enteredAt;
    }

    public State state() {
        return state;
    }

    /** It was claimed. */
    public void seen(Instant now) {
        seenAt = seenAt == null ? now : seenAt;
    }

    /** It is known whom it concerns. @return whether the claim holds; it then does until the given time */
    public boolean matched(String by, Instant now, long until) {
        if (state != State.READY || !by.equals(claimer)) {
            return false;
        }
        matchedAt = matchedAt == null ? now : matchedAt;
        claimedUntil = until;
        return true;
    }

    /**
     * A decision failed: the next one comes after 1, 2, 4, … seconds.
     *
     * @return whether it is parked, as that were tries enough; false too where the claim was lost
     */
    public boolean failed(String by, String what, long now, int tries) {
        if (state != State.READY || !by.equals(claimer)) {
            return false;
        }
        attempts++;
        problem = what;
        claimer = null;
        claimedUntil = now + 1000L * (1L << Math.min(attempts, 20) - 1);
        state = attempts < tries ? State.READY : State.PARKED;
        return state == State.PARKED;
    }

    /** When it was first claimed; null before. */
    public Instant seenAt() {
        return seenAt;
    }

    /** When it was known whom it concerns; null before. */
    public Instant matchedAt() {
        return matchedAt;
    }

    /** Of the last decision that failed; null without. */
    public String problem() {
        return problem;
    }

    /** Id of the change set that this one undoes, null where it undoes none. */
    public Long revokes() {
        return revokes;
    }

    /** The same once more, to undo another set. */
    public RecordedChangeSet undoing(long undone) {
        RecordedChangeSet another =
                new RecordedChangeSet(number, offenderId, offender, changes, firstLoad(), observedAt, enteredAt, state);
        another.revokes = undone;
        return another;
    }
}
