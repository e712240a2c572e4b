package org.vicinity.console.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What commands say alike. */
final class Answers {
    private Answers() {}

    /** @throws IllegalStateException where the service is absent; its message is what the operator reads */
    static <T> T present(T service, String part) {
        if (service == null) {
            throw new IllegalStateException("The " + part + " is not running. Is its bundle installed and started?");
        }
        return service;
    }

    static String time(Instant time) {
        return time == null ? "" : time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** An age in the largest unit that tells it: {@code 3 min}. */
    static String age(long seconds) {
        var age = Duration.ofSeconds(seconds);
        if (age.toDays() > 1) {
            return age.toDays() + " d";
        }
        if (age.toHours() > 1) {
            return age.toHours() + " h";
        }
        return age.toMinutes() > 1 ? age.toMinutes() + " min" : seconds + " s";
    }
}
