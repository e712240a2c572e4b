package org.vicinity.enrollment;

import java.time.Instant;
import java.util.List;

/**
 * A subscriber's own data.
 *
 * @param language {@code en} or {@code es}
 * @param offenders ids of the followed offenders, oldest follow first
 */
public record Account(
        long subscriberId,
        String email,
        String language,
        Instant enrolledAt,
        Preferences preferences,
        List<TrackedAddress> addresses,
        List<String> offenders) {
    public Account {
        addresses = List.copyOf(addresses);
        offenders = List.copyOf(offenders);
    }
}
