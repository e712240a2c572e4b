package org.vicinity.enrollment;

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

    /** @return false where the offender was followed before */
    boolean follow(long subscriberId, String offenderId);

    void unfollow(long subscriberId, String offenderId);

    /** The limits that hold here. */
    Limits limits();

    /** @param addresses the most tracked addresses, {@code offenders} the most followed offenders of one subscriber */
    record Limits(int addresses, int offenders, int minimumRadiusFeet, int maximumRadiusFeet) {}
}
