package org.vicinity.enrollment;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** What a subscriber does with the own account. Throws {@link EnrollmentException}s. */
@ProviderType
public interface Accounts {
    Account account(long subscriberId);

    /** Empty parts stay as they are. */
    Account change(long subscriberId, Optional<String> language, Optional<Preferences> preferences);

    /** Geocodes, stores, and mails a confirmation that lists who is registered inside the radius now. */
    TrackedAddress track(long subscriberId, TrackedAddressRequest request);

    TrackedAddress changeTracked(long subscriberId, long trackedAddressId, TrackedAddressRequest request);

    void untrack(long subscriberId, long trackedAddressId);

    /**
     * @param channels by which the subscriber wants to be told; empty: as before, of a new follow by e-mail
     * @return false where the offender was followed before
     */
    boolean follow(long subscriberId, String offenderId, List<String> channels);

    void unfollow(long subscriberId, String offenderId);

    /**
     * Gives a channel the subscriber's address of its kind. The same address again has a channel that adds a secret
     * make a new one.
     */
    Account.Channel setAddress(long subscriberId, String channel, String address);

    /** Takes the address away, and the channel out of all choices; a watch with no other is told of by e-mail. */
    void removeAddress(long subscriberId, String channel);

    /** The limits that hold here. */
    Limits limits();

    /** @param addresses the most tracked addresses, {@code offenders} the most followed offenders of one subscriber */
    record Limits(int addresses, int offenders, int minimumRadiusFeet, int maximumRadiusFeet) {}
}
