package org.vicinity.enrollment;

import java.time.Instant;
import java.util.List;

/**
 * A subscriber's own data.
 *
 * @param language {@code en} or {@code es}
 * @param follows oldest first
 * @param channels those that are there now
 */
public record Account(
        long subscriberId,
        String email,
        String language,
        Instant enrolledAt,
        Preferences preferences,
        List<TrackedAddress> addresses,
        List<Follow> follows,
        List<Channel> channels) {
    public Account {
        addresses = List.copyOf(addresses);
        follows = List.copyOf(follows);
        channels = List.copyOf(channels);
    }

    /** @param channels by which the subscriber is told of it */
    public record Follow(String offenderId, List<String> channels) {
        public Follow {
            channels = List.copyOf(channels);
        }
    }

    /**
     * A channel that may be chosen.
     *
     * @param ownAddress whether it needs an address of its own kind
     * @param address where it delivers to; empty while it needs an address and has none
     */
    public record Channel(String name, boolean ownAddress, String address) {}
}
