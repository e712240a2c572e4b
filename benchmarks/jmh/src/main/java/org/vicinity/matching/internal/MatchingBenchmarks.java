package org.vicinity.matching.internal;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.vicinity.matching.SubscriptionMatcher;

/** What is measured; {@link MatchingReport} runs it and compares. */
public class MatchingBenchmarks {
    static final long CIRCLES_SEED = 5;
    static final long POINTS_SEED = 55;
    static final int POINTS = 1 << 16;

    /** Points in turn, from a place that differs by thread. */
    @State(Scope.Thread)
    public static class Points {
        private static int threads;

        private final double[] points = Missouri.points(POINTS, POINTS_SEED);
        private int next = 7919 * threads++ % POINTS;

        double latitude;
        double longitude;

        void advance() {
            next = next + 1 & POINTS - 1;
            latitude = points[2 * next];
            longitude = points[2 * next + 1];
        }
    }

    /** Objects lie together, as after a node's first collections, and not among what was needed to build them. */
    private static void settle() {
        System.gc();
    }

    /** One of the structures, filled. */
    @State(Scope.Benchmark)
    public static class Filled {
        @Param({"1000000"})
        public int circles;

        @Param({"index", "packedGrid", "strTree", "hprTree", "s2"})
        public String structure;

        Structure filled;

        @Setup(Level.Trial)
        public void fill() {
            filled = Structure.of(structure, Missouri.circles(circles, CIRCLES_SEED));
            settle();
        }
    }

    @Benchmark
    @BenchmarkMode(Mode.Throughput)
    @OutputTimeUnit(TimeUnit.SECONDS)
    public int query(Filled state, Points points) {
        points.advance();
        return state.filled.query(points.latitude, points.longitude);
    }

    /** The index, for what only it can do. */
    @State(Scope.Benchmark)
    public static class Index {
        @Param({"1000000"})
        public int circles;

        final CircleIndex index = new CircleIndex();
        SubscriptionMatcher service;

        @Setup(Level.Trial)
        public void fill() {
            index.load(Missouri.circles(circles, CIRCLES_SEED));
            settle();
            // What the service registry hands out is this object itself. Nothing is read from a database here.
            service = new IndexedMatcher(index, null, null);
        }
    }

    @State(Scope.Thread)
    public static class Room {
        final Hits hits = new Hits();
    }

    /** A subscriber comes and one goes. */
    @State(Scope.Thread)
    public static class Change {
        private static final int PLACES = 1 << 18;
        private static final int STAY = 4096;
        private static final long FIRST = 1L << 40;

        private final Circles places = Missouri.circles(PLACES, 99);
        private long next = FIRST;

        void apply(CircleIndex index) {
            if (next >= FIRST + STAY) {
                index.remove(next - STAY);
            }
            int i = (int) (next % PLACES);
            index.put(next++, places.latitudes[i], places.longitudes[i], places.feet[i]);
        }
    }

    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    @OutputTimeUnit(TimeUnit.NANOSECONDS)
    public void insertAndDelete(Index state, Change change) {
        change.apply(state.index);
    }

    @Benchmark
    @BenchmarkMode(Mode.Throughput)
    @OutputTimeUnit(TimeUnit.SECONDS)
    public int quiet(Index state, Points points, Room room) {
        points.advance();
        state.index.matching(points.latitude, points.longitude, room.hits);
        return room.hits.size();
    }

    @Benchmark
    @BenchmarkMode(Mode.Throughput)
    @OutputTimeUnit(TimeUnit.SECONDS)
    public long[] throughService(Index state, Points points) {
        points.advance();
        return state.service.matching(points.latitude, points.longitude);
    }

    /** Ten thousand changes a second by another thread: five thousand come, as many go. */
    @State(Scope.Benchmark)
    public static class Writer {
        private static final int PAIRS_A_SECOND = 5_000;

        private volatile boolean done;
        private Thread thread;

        @Setup(Level.Trial)
        public void start(Index state) {
            thread = new Thread(() -> {
                Change change = new Change();
                long start = System.nanoTime();
                for (long pairs = 0; !done; pairs++) {
                    change.apply(state.index);
                    long ahead = start + pairs * 1_000_000_000L / PAIRS_A_SECOND - System.nanoTime();
                    if (ahead > 1_000_000) {
                        LockSupport.parkNanos(ahead);
                    }
                }
            });
            thread.start();
        }

        @TearDown(Level.Trial)
        public void stop() throws InterruptedException {
            done = true;
            thread.join();
        }
    }

    @Benchmark
    @BenchmarkMode(Mode.Throughput)
    @OutputTimeUnit(TimeUnit.SECONDS)
    public int besideChanges(Index state, Writer writer, Points points, Room room) {
        points.advance();
        state.index.matching(points.latitude, points.longitude, room.hits);
        return room.hits.size();
    }
}
