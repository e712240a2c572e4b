package org.vicinity.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PaceTest {
    private final AtomicLong now = new AtomicLong();
    private final Pace pace = new Pace(20, Duration.ofHours(1), new TimeMeter() {
        @Override
        public long currentTimeNanos() {
            return now.get();
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    });

    @Test
    void aClientHasItsCallsAndThenWaitsForTheNextOne() {
        for (int i = 0; i < 20; i++) {
            assertThat(pace.take("a")).isZero();
        }
        var wait = pace.take("a");
        assertThat(wait).isBetween(Duration.ofMinutes(2), Duration.ofMinutes(4));
        assertThat(pace.take("b")).isZero();

        now.addAndGet(wait.toNanos());
        assertThat(pace.take("a")).isZero();
        assertThat(pace.take("a")).isPositive();
    }
}
