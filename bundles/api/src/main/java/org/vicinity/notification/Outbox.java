package org.vicinity.notification;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The durable queue between deciding to tell and having told. */
@ProviderType
public interface Outbox {
    /** Queues notices, in the caller's transaction. A key that is there already is left as it is. */
    void queue(List<Entry> entries);

    /** Drops what is not yet told to a subscriber who leaves, in the caller's transaction. */
    void forget(long subscriberId);

    /** What lies in the queue, by channel and state. */
    List<Count> counts();

    /** Gives parked messages another round of deliveries. @return how many */
    int retryParked();

    /** The channels that are there. */
    List<String> channels();

    /**
     * @param key unique: the same cause, subscriber and channel give the same key
     * @param channel the {@link NotificationChannel#name() name} of the channel: {@code email}
     * @param subscriberId 0 for people without account
     * @param to the channel's kind of address
     * @param language {@code en} or {@code es}
     * @param unsubscribeToken for alerts and confirmations of watches; empty for account mails
     */
    record Entry(
            String key,
            String channel,
            long subscriberId,
            String to,
            String language,
            String unsubscribeToken,
            Notice notice) {}

    /** @param state {@code queued}, {@code sending}, {@code sent}, {@code parked} */
    record Count(String channel, String state, long messages, long oldestAgeSeconds) {}
}
