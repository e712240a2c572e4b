package org.vicinity.rest.internal;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Token buckets, one a client: so many calls a period, refilled evenly. In memory, of this node alone. */
final class Buckets {
    private static final int MOST_CLIENTS = 100_000;

    private final long capacity;
    private final double nanosPerToken;
    private final LongSupplier clock;
    private final ConcurrentHashMap<String, Bucket> buckets = new ConcurrentHashMap<>();

    private record Bucket(double tokens, long at, boolean taken) {}

    Buckets(long capacity, Duration period, LongSupplier nanoClock) {
        this.capacity = Math.max(1, capacity);
        nanosPerToken = (double) period.toNanos() / this.capacity;
        clock = nanoClock;
    }

    /** Takes a token. @return zero, or how long to wait for the next one */
    Duration take(String client) {
        long now = clock.getAsLong();
        if (buckets.size() > MOST_CLIENTS) {
            buckets.values().removeIf(bucket -> filled(bucket, now) >= capacity);
        }
        var bucket = buckets.compute(client, (key, old) -> {
            double tokens = old == null ? capacity : filled(old, now);
            return tokens >= 1 ? new Bucket(tokens - 1, now, true) : new Bucket(tokens, now, false);
        });
        return bucket.taken() ? Duration.ZERO : Duration.ofNanos((long) ((1 - bucket.tokens()) * nanosPerToken) + 1);
    }

    private double filled(Bucket bucket, long now) {
        return Math.min(capacity, bucket.tokens() + (now - bucket.at()) / nanosPerToken);
    }
}
