package org.vicinity.registry.internal;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.vicinity.geocoding.Location;
import org.vicinity.persistence.TestDatabase;
import org.vicinity.registry.AddressType;
import org.vicinity.registry.OffenderPage;
import org.vicinity.registry.OffenderQuery;
import org.vicinity.registry.OffenderRecord;

/**
 * Measures each kind of search: {@code SearchSpeed OFFENDERS SAMPLES}. Beside the time that passes, that of the processor
 * is told: what would pass on a machine with nothing else to do.
 */
final class SearchSpeed {
    /** Most common first; a name's share falls with its place, as in life. */
    private static final String[] LAST = {
        "Smith",
        "Johnson",
        "Williams",
        "Brown",
        "Jones",
        "Miller",
        "Davis",
        "Wilson",
        "Anderson",
        "Taylor",
        "Thomas",
        "Moore",
        "Martin",
        "Jackson",
        "Thompson",
        "White",
        "Lopez",
        "Lee",
        "Harris",
        "Clark",
        "Lewis",
        "Robinson",
        "Walker",
        "Young",
        "Allen",
        "King",
        "Wright",
        "Scott",
        "Torres",
        "Nguyen",
        "Hill",
        "Flores",
        "Green",
        "Adams",
        "Nelson",
        "Baker",
        "Hall",
        "Rivera",
        "Campbell",
        "Mitchell",
        "Carter",
        "Roberts",
        "Meyer",
        "Schneider",
        "Hoffmann",
        "Kowalski",
        "Stein",
        "Fischer",
        "Becker",
        "Vogel"
    };

    private static final String[] FIRST = {
        "James", "John", "Robert", "Michael", "William", "David", "Richard", "Joseph", "Thomas", "Charles", "Daniel",
        "Matthew", "Anthony", "Mark", "Donald", "Steven", "Paul", "Andrew", "Kenneth", "Joshua", "Mary", "Linda",
        "Karen", "Katherine"
    };
    private static final String[] CITIES = {
        "Kansas City", "St. Louis", "Springfield", "Columbia", "Independence", "Jefferson City", "Joplin", "Rolla"
    };

    private SearchSpeed() {}

    public static void main(String... arguments) throws Exception {
        Logger.getLogger("").setLevel(Level.WARNING);
        int count = Integer.parseInt(arguments[0]);
        int samples = Integer.parseInt(arguments[1]);
        TestDatabase database = new TestDatabase();
        try {
            Ledger ledger = new Ledger(database.template());
            long began = System.nanoTime();
            Path folder = Files.createTempDirectory("search-speed");
            ledger.apply(
                    new Ledger.Snapshot("default", records(count, folder), true), Instant.now(), (manager, plan) -> {});
            System.out.printf(
                    Locale.ROOT, "%d offenders entered in %.0f s%n", count, (System.nanoTime() - began) / 1e9);
            measureIndex(new CurrentIndex(database.template(), new Ledger(database.template())::newest));
            StoredRegistry registry = new StoredRegistry(database.template(), ledger);
            measure(registry, samples);
            registry.stop();
        } finally {
            database.close();
        }
    }

    private static Path records(int count, Path folder) throws IOException {
        Random random = new Random(1);
        try (Staging staging = new Staging(folder, (before, more) -> more)) {
            for (int i = 0; i < count; i++) {
                String id = String.format(Locale.ROOT, "R%07d", i);
                OffenderRecord.Name alias = i % 4 == 0 ? name(random) : null;
                staging.add(StagedRow.of(
                        Records.clean(new OffenderRecord(
                                id,
                                name(random),
                                alias == null ? List.of() : List.of(alias),
                                null,
                                "M",
                                "",
                                70,
                                180,
                                "",
                                "",
                                List.of(),
                                "",
                                "1",
                                null,
                                List.of(),
                                List.of(),
                                i % 2 == 0
                                        ? List.of(address(random, AddressType.HOME))
                                        : List.of(address(random, AddressType.HOME), address(random, AddressType.WORK)),
                                null)),
                        i));
            }
            return staging.finish((line, why) -> {});
        }
    }

    private static OffenderRecord.Name name(Random random) {
        String last = LAST[(int) (LAST.length * random.nextDouble() * random.nextDouble())];
        String first = FIRST[(int) (FIRST.length * random.nextDouble() * random.nextDouble())];
        return new OffenderRecord.Name(first, "", last, "");
    }

    private static OffenderRecord.Address address(Random random, AddressType type) {
        int city = (int) (CITIES.length * random.nextDouble() * random.nextDouble());
        return new OffenderRecord.Address(
                type,
                random.nextInt(9999) + " Elm St",
                CITIES[city],
                "County " + city,
                "MO",
                String.valueOf(65000 + city * 20 + random.nextInt(20)),
                new Location(37.5 + city * 0.3 + random.nextGaussian() * 0.05, -94 + random.nextGaussian() * 0.05));
    }

    private static void measureIndex(CurrentIndex index) {
        long heap = heap();
        long began = System.nanoTime();
        index.get();
        double seconds = (System.nanoTime() - began) / 1e9;
        System.out.printf(Locale.ROOT, "index read in %.1f s, %.1f MB%n", seconds, (heap() - heap) / 1e6);
        Reference.reachabilityFence(index);
    }

    private static long heap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static void measure(StoredRegistry registry, int samples) {
        Location centre = new Location(37.5, -94);
        Map<String, OffenderQuery> kinds = new LinkedHashMap<>();
        kinds.put("everybody", query("", "", "", "", null, 0, null));
        kinds.put("common surname", query("smith", "", "", "", null, 0, null));
        kinds.put("rare surname", query("vogel", "", "", "", null, 0, null));
        kinds.put("full name", query("john smith", "", "", "", null, 0, null));
        kinds.put("one letter", query("s", "", "", "", null, 0, null));
        kinds.put("sounds alike", query("smyth", "", "", "", null, 0, null));
        kinds.put("misspelt", query("kovalsky", "", "", "", null, 0, null));
        kinds.put("nobody", query("qqqq", "", "", "", null, 0, null));
        kinds.put("large city", query("", "Kansas City", "", "", null, 0, null));
        kinds.put("county", query("", "", "County 0", "", null, 0, null));
        kinds.put("zip", query("", "", "", "65003", null, 0, null));
        kinds.put("1 mile", query("", "", "", "", centre, 5280, null));
        kinds.put("5 miles", query("", "", "", "", centre, 26400, null));
        kinds.put("type", query("", "", "", "", null, 0, AddressType.WORK));
        kinds.put("name and city", query("smith", "Kansas City", "", "", null, 0, null));
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        System.out.printf("%-16s %8s %9s %9s %9s%n", "search", "total", "p50 ms", "p95 ms", "p95 CPU");
        kinds.forEach((kind, query) -> {
            long[] nanos = new long[samples];
            long[] busy = new long[samples];
            OffenderPage page = null;
            for (int i = -20; i < samples; i++) {
                long began = System.nanoTime();
                long busyBefore = threads.getCurrentThreadCpuTime();
                page = registry.search(query);
                if (i >= 0) {
                    nanos[i] = System.nanoTime() - began;
                    busy[i] = threads.getCurrentThreadCpuTime() - busyBefore;
                }
            }
            Arrays.sort(nanos);
            Arrays.sort(busy);
            System.out.printf(
                    Locale.ROOT,
                    "%-16s %8d %9.1f %9.1f %9.1f%n",
                    kind,
                    page.total(),
                    nanos[samples / 2] / 1e6,
                    nanos[samples * 95 / 100] / 1e6,
                    busy[samples * 95 / 100] / 1e6);
        });
    }

    private static OffenderQuery query(
            String name, String city, String county, String zip, Location near, int radiusFeet, AddressType type) {
        return new OffenderQuery(name, city, county, zip, near, radiusFeet, type, 50, "");
    }
}
