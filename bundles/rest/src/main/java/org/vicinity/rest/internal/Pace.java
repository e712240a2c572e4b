package org.vicinity.rest.internal;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** So many calls a period of each client, refilled evenly. In memory, of this node alone. */
final class Pace {
    private static final int MOST_CLIENTS = 100_000;

    private final long calls;
    private final Duration period;
    private final TimeMeter clock;

    /** Who was not seen for longest is forgotten first. */
    private final Map<String, Bucket> clients = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MOST_CLIENTS;
        }
    });

    Pace(long calls, Duration period, TimeMeter clock) {
        this.calls = calls;
        this.period = period;
        this.clock = clock;
    }

    /** Lets a call of this client in. @return zero, or how long to wait for the next one */
    Duration take(String client) {
        var probe = clients.computeIfAbsent(client, any -> bucket()).tryConsumeAndReturnRemaining(1);
        return Duration.ofNanos(probe.getNanosToWaitForRefill());
    }

    private Bucket bucket() {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(calls).refillGreedy(calls, period))
                .withCustomTimePrecision(clock)
                .build();
    }
}
