package org.vicinity.notification;

import java.time.Duration;

/** What became of a delivery. Reasons are for operators and hold no addresses. */
public sealed interface Outcome {
    /** The receiver has it. */
    record Delivered() implements Outcome {}

    /** @param after not before this time; null leaves it to the outbox's schedule */
    record Retry(String reason, Duration after) implements Outcome {}

    /** The receiver will never take it. */
    record Refused(String reason) implements Outcome {}
}
