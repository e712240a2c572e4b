package org.vicinity.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BucketsTest {
    private final AtomicLong now = new AtomicLong();
    private final Buckets buckets = new Buckets(20, Duration.ofHours(1), now::get);

    @Test
    void aClientHasItsCallsAndThenWaitsForTheNextOne() {
        for (int i = 0; i < 20; i++) {
            assertThat(buckets.take("a")).isZero();
        }
        var wait = buckets.take("a");
        assertThat(wait).isBetween(Duration.ofMinutes(2), Duration.ofMinutes(4));
        assertThat(buckets.take("b")).isZero();

        now.addAndGet(wait.toNanos());
        assertThat(buckets.take("a")).isZero();
        assertThat(buckets.take("a")).isPositive();
    }
}
