package org.vicinity.matching.internal;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jol.info.GraphLayout;

/** Runs the matching benchmarks and ends with one line of JSON, for a million circles. */
public final class MatchingReport {
    /** Touched beforehand, as a node's heap is after its first hours: else changes wait for the kernel to clear new pages. */
    private static final String[] HEAP = {"-Xms8g", "-Xmx8g", "-XX:+AlwaysPreTouch"};

    private static final int MILLION = 1_000_000;

    private final boolean quick;
    private final Map<String, Double> results = new TreeMap<>();

    private MatchingReport(boolean quick) {
        this.quick = quick;
    }

    public static void main(String[] arguments) throws RunnerException {
        new MatchingReport(arguments.length > 0 && arguments[0].equals("--quick")).run();
    }

    private void run() throws RunnerException {
        // Twice over, and of each the better: other work on the machine then hits no structure alone.
        for (int round = 0; round < 2; round++) {
            query(MILLION, "index", "packedGrid", "strTree", "hprTree", "s2");
            alone("quiet", MILLION, 1);
            alone("besideChanges", MILLION, 1);
            alone("throughService", MILLION, 1);
            alone("quiet", MILLION, 2);
            alone("insertAndDelete", MILLION, 1);
        }
        if (!quick) {
            query(100_000, "index", "packedGrid", "strTree", "hprTree", "s2");
            query(10 * MILLION, "index", "packedGrid");
        }
        table();
        memory();
        long built = build();
        long loaded = DatabaseLoad.millis(MILLION);
        double index = rate("query index " + MILLION);
        System.out.printf(
                Locale.ROOT,
                "{\"circles\":%d,\"queriesPerSecond\":%.0f,\"vsPackedGrid\":%.2f,\"packedGridVsStrTree\":%.1f,"
                        + "\"vsStrTree\":%.1f,\"vsHprTree\":%.1f,\"vsS2\":%.1f,\"bytesPerCircle\":%.1f,"
                        + "\"changeMicros\":%.2f,\"underChanges\":%.2f,\"throughService\":%.2f,\"twoThreads\":%.2f,"
                        + "\"buildMillis\":%d,\"loadMillis\":%d}%n",
                MILLION,
                index,
                index / rate("query packedGrid " + MILLION),
                rate("query packedGrid " + MILLION) / rate("query strTree " + MILLION),
                index / rate("query strTree " + MILLION),
                index / rate("query hprTree " + MILLION),
                index / rate("query s2 " + MILLION),
                bytes("index", MILLION),
                rate("insertAndDelete 1 thread(s) " + MILLION) / 1000,
                rate("besideChanges 1 thread(s) " + MILLION) / rate("quiet 1 thread(s) " + MILLION),
                rate("throughService 1 thread(s) " + MILLION) / rate("quiet 1 thread(s) " + MILLION),
                rate("quiet 2 thread(s) " + MILLION) / rate("quiet 1 thread(s) " + MILLION),
                built,
                loaded);
    }

    private double rate(String name) {
        return results.get(name);
    }

    private void query(int circles, String... structures) throws RunnerException {
        Collection<RunResult> runs = new Runner(options("query", circles, 1)
                        .param("structure", structures)
                        .build())
                .run();
        for (RunResult run : runs) {
            keep("query " + run.getParams().getParam("structure") + " " + circles, run, true);
        }
    }

    private void alone(String benchmark, int circles, int threads) throws RunnerException {
        for (RunResult run : new Runner(options(benchmark, circles, threads).build()).run()) {
            keep(benchmark + " " + threads + " thread(s) " + circles, run, !benchmark.equals("insertAndDelete"));
        }
    }

    private OptionsBuilder options(String benchmark, int circles, int threads) {
        OptionsBuilder options = new OptionsBuilder();
        options.include(MatchingBenchmarks.class.getName() + "." + benchmark + "$")
                .param("circles", Integer.toString(circles))
                .threads(threads)
                .forks(1)
                .warmupIterations(quick ? 2 : 3)
                .warmupTime(TimeValue.seconds(quick ? 1 : 2))
                .measurementIterations(quick ? 3 : 5)
                .measurementTime(TimeValue.seconds(quick ? 1 : 2))
                .jvmArgs(HEAP);
        return options;
    }

    private void keep(String name, RunResult run, boolean moreIsBetter) {
        results.merge(name, run.getPrimaryResult().getScore(), moreIsBetter ? Math::max : Math::min);
    }

    private void table() {
        System.out.println();
        results.forEach((name, score) -> System.out.printf(
                Locale.ROOT,
                "%-45s %,14.0f %s%n",
                name,
                score,
                name.startsWith("insertAndDelete") ? "ns a pair" : "queries/s"));
    }

    /** What the objects occupy, counted by walking them; the packed grid's cells are most of its memory. */
    private void memory() {
        for (String structure : new String[] {"index", "packedGrid", "strTree", "hprTree", "s2"}) {
            System.out.printf(Locale.ROOT, "%-45s %,14.1f bytes a circle%n", structure, bytes(structure, MILLION));
        }
    }

    private static double bytes(String structure, int circles) {
        Structure filled = Structure.of(structure, Missouri.circles(circles, MatchingBenchmarks.CIRCLES_SEED));
        return (double) GraphLayout.parseInstance(filled.held()).totalSize() / circles;
    }

    /** Milliseconds to index a million circles, the best of three. */
    private static long build() {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            Circles circles = Missouri.circles(MILLION, MatchingBenchmarks.CIRCLES_SEED);
            long start = System.nanoTime();
            new CircleIndex().load(circles);
            best = Math.min(best, (System.nanoTime() - start) / 1_000_000);
        }
        return best;
    }
}
