package org.vicinity.enrollment.internal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.vicinity.enrollment.EnrollmentException.TooManyAttempts;

/**
 * Slows the guessing of one account's password, whether or not the account exists: after ten attempts in a quarter of
 * an hour each further one waits longer. An attempt counts before it is known to be wrong, so that many at once count
 * too. In memory: a restart forgives, and so does a password reset.
 */
final class LogInDelays {
    private static final int FREE_ATTEMPTS = 10;
    private static final Duration WINDOW = Duration.ofMinutes(15);
    private static final Duration FIRST_DELAY = Duration.ofSeconds(15);
    private static final int MOST_ACCOUNTS = 50_000;

    private final Clock clock;
    private final Map<String, Attempts> attempts = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Attempts> eldest) {
            return size() > MOST_ACCOUNTS;
        }
    };

    private record Attempts(int count, Instant last, Instant freeAt) {}

    LogInDelays(Clock clock) {
        this.clock = clock;
    }

    /** Counts an attempt, or refuses it. */
    synchronized void attempt(String accountKey) {
        Instant now = clock.instant();
        Attempts before = attempts.get(accountKey);
        if (before == null || before.last().plus(WINDOW).isBefore(now)) {
            before = new Attempts(0, now, now);
        }
        if (now.isBefore(before.freeAt())) {
            throw new TooManyAttempts(Duration.between(now, before.freeAt()).plusSeconds(1));
        }
        int count = before.count() + 1;
        attempts.put(accountKey, new Attempts(count, now, now.plus(delay(count))));
    }

    /** The owner has proved to be the owner. */
    synchronized void forgive(String accountKey) {
        attempts.remove(accountKey);
    }

    private static Duration delay(int count) {
        if (count < FREE_ATTEMPTS) {
            return Duration.ZERO;
        }
        Duration delay = FIRST_DELAY.multipliedBy(1L << Math.min(10, count - FREE_ATTEMPTS));
        return delay.compareTo(WINDOW) < 0 ? delay : WINDOW;
    }
}
