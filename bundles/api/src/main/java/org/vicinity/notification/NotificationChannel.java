package org.vicinity.notification;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A way messages travel: one class, published as an OSGi service. The outbox owns threads, time limits, retries and
 * rates; {@link #deliver} is synchronous and may be called by several threads at once.
 */
@ConsumerType
public interface NotificationChannel {
    /** A short, stable name of small letters, digits and hyphens: {@code email}. */
    String name();

    /**
     * Delivers a message. May be called twice with the same message id, and must then let the receiver tell
     * (Message-ID, Idempotency-Key). Whatever it throws counts as "retry later".
     *
     * @return never null
     */
    Outcome deliver(Message message);

    /** Whether subscribers give it an address of its own kind. Without, messages go to the account's e-mail address. */
    default boolean hasOwnAddresses() {
        return false;
    }

    /**
     * Makes the {@link Message#to} of a subscriber's messages. May add to what was typed, such as a secret: the
     * subscriber is shown what is returned, and it is stored encrypted.
     *
     * @param typed what the subscriber gave as address
     * @param before what was returned for this subscriber before; empty the first time
     * @throws IllegalArgumentException where it is no address of this channel
     */
    default String address(String typed, String before) {
        return typed;
    }
}
