package org.vicinity.notification;

import java.time.Instant;
import java.util.List;
import org.vicinity.registry.ChangeSet;
import org.vicinity.registry.OffenderRecord;

/**
 * What is told; each kind has its templates. Links are made of tokens by the outbox, which knows the public URL.
 */
public sealed interface Notice {
    /** "Confirm your enrollment": the token of {@code /confirm}. */
    record ConfirmEnrollment(String token, Instant expiresAt) implements Notice {}

    /** Somebody enrolled an address that is enrolled. */
    record AlreadyEnrolled() implements Notice {}

    /** "Make the new password count": the token of {@code /reset}. */
    record ConfirmPasswordReset(String token, Instant expiresAt) implements Notice {}

    /** The password was changed. */
    record PasswordChanged(Instant at) implements Notice {}

    /** The account is gone. */
    record Unenrolled() implements Notice {}

    /**
     * A tracked address was added, changed or removed.
     *
     * @param insideNow who is registered inside now, nearest first (at most fifty); empty on removal
     * @param insideTotal how many are
     * @param asOf the time of the registry's last good data; null before the first
     */
    record TrackedAddressChanged(
            Change change,
            String label,
            String address,
            int radiusFeet,
            List<Nearby> insideNow,
            long insideTotal,
            Instant asOf)
            implements Notice {
        public TrackedAddressChanged {
            insideNow = List.copyOf(insideNow);
        }
    }

    /**
     * A follow was added or removed.
     *
     * @param asOf the time of the registry's last good data; null before the first
     */
    record FollowChanged(Change change, OffenderRecord offender, Instant asOf) implements Notice {}

    /**
     * A change that falls on a subscriber's places or follows.
     *
     * @param alertId for tracing, shown in the mail
     * @param followed whether the subscriber follows this offender
     * @param places the places it falls on, nearest first
     */
    record Alert(String alertId, ChangeSet changeSet, boolean followed, List<Place> places) implements Notice {
        public Alert {
            places = List.copyOf(places);
        }
    }

    /**
     * An alert told what was not so: the import it came from was revoked.
     *
     * @param alertId of the alert that was wrong
     * @param toldAt when it was told
     * @param places how the subscriber calls the places it named; empty where that is no longer known
     * @param followEnded whether the wrong alert ended a follow
     * @param changeSet undoes the wrong one: what its changes have as before was never so
     */
    record Correction(String alertId, Instant toldAt, List<String> places, boolean followEnded, ChangeSet changeSet)
            implements Notice {
        public Correction {
            places = List.copyOf(places);
        }
    }

    /** What happened to a tracked address or follow. */
    enum Change {
        ADDED,
        CHANGED,
        REMOVED
    }

    /** A registered address near a place; distance in feet, direction as a compass point ({@code NE}) from the place. */
    record Nearby(OffenderRecord offender, OffenderRecord.Address address, double feet, String direction) {}

    /**
     * How a change falls on a tracked address.
     *
     * @param event {@code IN} (registered or moved to inside), {@code WITHIN} (from inside to inside), {@code OUT}, or
     *     {@code STATUS}
     * @param address the registered address it is about
     * @param feet distance from the place in feet
     * @param direction compass point from the place: {@code NE}
     */
    record Place(
            long trackedAddressId,
            String label,
            String placeAddress,
            int radiusFeet,
            Event event,
            OffenderRecord.Address address,
            double feet,
            String direction) {}

    /** How a change falls on a circle. */
    enum Event {
        IN,
        WITHIN,
        OUT,
        STATUS
    }
}
