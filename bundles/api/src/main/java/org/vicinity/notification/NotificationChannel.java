package org.vicinity.notification;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A way messages travel: one class, published as an OSGi service. The outbox owns threads, time limits, retries and
 * rates; {@link #deliver} is synchronous and may be called by several threads at once.
 */
@ConsumerType
public interface NotificationChannel {
    /** A short, stable name: {@code email}. */
    String name();

    /**
     * Delivers a message. May be called twice with the same message id, and must then let the receiver tell
     * (Message-ID, Idempotency-Key). Whatever it throws counts as "retry later".
     *
     * @return never null
     */
    Outcome deliver(Message message);
}
