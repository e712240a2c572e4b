package org.vicinity.geocoding.internal;

import java.util.Arrays;

/** The last few hundred durations, for their percentiles. */
final class Durations {
    private final long[] nanos = new long[512];
    private long count;

    synchronized void add(long duration) {
        nanos[(int) (count++ % nanos.length)] = duration;
    }

    /** In milliseconds; 0 before the first. */
    synchronized double percentile95() {
        int filled = (int) Math.min(count, nanos.length);
        if (filled == 0) {
            return 0;
        }
        long[] sorted = Arrays.copyOf(nanos, filled);
        Arrays.sort(sorted);
        return sorted[(int) Math.ceil(filled * 0.95) - 1] / 1e6;
    }
}
