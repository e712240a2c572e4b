package org.vicinity.enrollment;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;
import org.vicinity.geocoding.Location;

/** Who watches what, for the one who decides on alerts. Never to be logged. */
@ProviderType
public interface Subscriptions {
    /** The tracked addresses of these ids that still exist. */
    List<Watch> watches(Collection<Long> trackedAddressIds);

    /** Who follows this offender. */
    List<Follow> followers(String offenderId);

    /** The subscribers of these ids that still exist. */
    List<Subscriber> subscribers(Collection<Long> subscriberIds);

    /**
     * Ends the follows of an offender who left the registry, in the caller's transaction.
     *
     * @param number commit number of the leaving; whoever follows since then follows somebody who has returned
     */
    void endFollows(String offenderId, long number);

    /**
     * @param number commit number of its last change, to be compared with a change set's
     * @param channels by which the subscriber is told of it
     */
    record Watch(
            long trackedAddressId,
            long subscriberId,
            String label,
            String address,
            Location location,
            int radiusFeet,
            long number,
            List<String> channels) {
        public Watch {
            channels = List.copyOf(channels);
        }
    }

    /**
     * @param number commit number of the follow
     * @param channels by which the subscriber is told of it
     */
    record Follow(long subscriberId, long number, List<String> channels) {
        public Follow {
            channels = List.copyOf(channels);
        }
    }

    /**
     * @param addresses those that channels of their own kind of address deliver to, by channel
     * @param unsubscribeToken for the links of mails: names the account, stays the same
     */
    record Subscriber(
            long subscriberId,
            String email,
            Map<String, String> addresses,
            String language,
            Preferences preferences,
            String unsubscribeToken) {
        public Subscriber {
            addresses = Map.copyOf(addresses);
        }

        /** Where a channel delivers to. */
        public String to(String channel) {
            return addresses.getOrDefault(channel, email);
        }
    }
}
