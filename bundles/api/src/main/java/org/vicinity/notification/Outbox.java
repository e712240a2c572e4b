package org.vicinity.notification;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** The durable queue between deciding to tell and having told. */
@ProviderType
public interface Outbox {
    /** Queues notices, in the caller's transaction. A key that is there already is left as it is. */
    void queue(List<Entry> entries);

    /** Drops what is not yet told to a subscriber who leaves, in the caller's transaction. */
    void forget(long subscriberId);

    /** Drops the alerts that wait for a subscriber who wants none any more, in the caller's transaction. */
    void dropAlerts(long subscriberId);

    /**
     * Has what is not yet told to a subscriber by a channel delivered to another address, in the caller's transaction.
     *
     * @param to empty: to nowhere, so it is dropped
     */
    void redirect(long subscriberId, String channel, String to);

    /**
     * Takes back the alerts of a change set that wait, in the caller's transaction; one that is being sent is not tried
     * again where that fails.
     */
    void recall(long changeSetId);

    /**
     * Who was told, or is being told, of a change set.
     *
     * @param after {@link Told#messageId} of the last one of the page before; 0 for the first page
     */
    List<Told> told(long changeSetId, long after, int limit);

    /** The way of the messages that tell a subscriber of a change set. */
    List<Trace> trace(long changeSetId, long subscriberId);

    /** What lies in the queue, by channel and state. */
    List<Count> counts();

    /** Gives parked messages another round of deliveries. @return how many */
    int retryParked();

    /** The names of the channels that are there. */
    List<String> channels();

    /** The channel of this name, if it is there now. */
    Optional<NotificationChannel> channel(String name);

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

    /**
     * @param at when it was sent; while it is being sent, when it was queued
     * @param alert null where its content is erased
     */
    record Told(long messageId, long subscriberId, String channel, Instant at, Notice.Alert alert) {}

    /**
     * @param kind {@code Alert}, {@code Correction}
     * @param sentAt when the channel's receiver had it; null before
     * @param problem of the last delivery, for operators; empty without
     */
    record Trace(
            String channel,
            String kind,
            String state,
            int attempts,
            Instant queuedAt,
            Instant sentAt,
            String problem) {}

    /** @param state {@code queued}, {@code sending}, {@code sent}, {@code parked} */
    record Count(String channel, String state, long messages, long oldestAgeSeconds) {}
}
