package org.vicinity.geocoder.local.internal;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.apache.lucene.store.FSDirectory;
import org.vicinity.geocoding.AddressComponents;
import org.vicinity.geocoding.AddressParser;
import org.vicinity.geocoding.Candidate;
import org.vicinity.geocoding.GeocodeAnswer;
import org.vicinity.geocoding.Precision;
import org.vicinity.geocoding.internal.RuleBasedAddressParser;

/**
 * Measures look-ups a second at a million generated addresses: 70 % as they are, 20 % with one typing error in the
 * street's name, 10 % that don't exist. Not a test: {@code benchmarks/geocoding/speed} runs it.
 */
final class GeocodingSpeed {
    private static final int CITIES = 400;
    private static final int STREETS_A_CITY = 100;
    private static final int NUMBERS_A_STREET = 25;
    private static final int NAMES = 6_000;
    private static final int QUERIES = 200_000;
    private static final int TYPED = 2_000;
    private static final String[] SYLLABLES = {
        "bar", "cor", "del", "fen", "gar", "hol", "jas", "kel", "lor", "mar", "nor", "pel", "quin", "ros", "sel", "tam",
        "ver", "wil", "zan", "ber", "dun", "ash"
    };
    private static final String[] ENDINGS = {"ford", "ton", "ley", "wood", "mere", "field", "stead", "more", "by", "den"
    };
    private static final String[] TYPES = {"Ave", "St", "Rd", "Dr", "Ln", "Ct", "Blvd", "Pl"};
    private static final String[] SIDES = {"", "", "", "", "N ", "S ", "E ", "W "};

    private final Random random = new Random(42);
    private final String[] names = new String[NAMES];
    private final String[] cities = new String[CITIES];

    private GeocodingSpeed() {
        for (int i = 0; i < NAMES; i++) {
            names[i] = name(2);
        }
        for (int i = 0; i < CITIES; i++) {
            cities[i] = name(1) + " " + name(1);
        }
    }

    private String name(int syllables) {
        var name = new StringBuilder();
        for (int i = 0; i < syllables; i++) {
            name.append(SYLLABLES[random.nextInt(SYLLABLES.length)]);
        }
        name.append(ENDINGS[random.nextInt(ENDINGS.length)]);
        name.setCharAt(0, Character.toUpperCase(name.charAt(0)));
        return name.toString();
    }

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[1]);
        if (args[0].equals("build")) {
            new GeocodingSpeed().build(folder);
        } else {
            new GeocodingSpeed().ask(folder);
        }
    }

    private record Generated(String number, String street, String name, String city, String zip) {
        String line() {
            return number + " " + street + ", " + city + ", MO " + zip;
        }
    }

    /** The same addresses whenever it is asked. */
    private Generated address(int city, int street, int number) {
        var seeded = new Random(city * 1_000L + street);
        String name = names[seeded.nextInt(NAMES)];
        String full = SIDES[seeded.nextInt(SIDES.length)] + name + ' ' + TYPES[seeded.nextInt(TYPES.length)];
        return new Generated(
                Integer.toString(100 + 4 * number + seeded.nextInt(20) * 100),
                full,
                name,
                cities[city],
                Integer.toString(63_001 + city * 7));
    }

    private void build(Path folder) throws IOException {
        long start = System.nanoTime();
        try (var directory = FSDirectory.open(folder);
                var builder =
                        new IndexBuilder(directory, new RuleBasedAddressParser(), new ZipCodes(), "MO", rows -> {})) {
            for (int city = 0; city < CITIES; city++) {
                for (int street = 0; street < STREETS_A_CITY; street++) {
                    for (int number = 0; number < NUMBERS_A_STREET; number++) {
                        Generated address = address(city, street, number);
                        builder.point(new Rows.Point(
                                address.number,
                                address.street,
                                "",
                                address.city,
                                "MO",
                                address.zip,
                                -95 + city % 20 * 0.25 + street * 1e-3,
                                36.5 + city / 20 * 0.2 + number * 1e-4,
                                Precision.ROOFTOP));
                    }
                }
            }
            builder.finish(Map.of());
            System.out.printf(
                    Locale.ROOT,
                    "%d addresses indexed in %.1f s, %d MB on disk%n",
                    builder.points(),
                    (System.nanoTime() - start) / 1e9,
                    size(folder) >> 20);
        }
    }

    private static long size(Path folder) throws IOException {
        long size = 0;
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                size += Files.size(file);
            }
        }
        return size;
    }

    private void ask(Path folder) throws IOException {
        AddressParser parser = new RuleBasedAddressParser();
        List<String> lines = new ArrayList<>();
        List<AddressComponents> queries = new ArrayList<>();
        for (int i = 0; i < QUERIES; i++) {
            Generated address =
                    address(random.nextInt(CITIES), random.nextInt(STREETS_A_CITY), random.nextInt(NUMBERS_A_STREET));
            int kind = i % 10;
            String line = kind < 7
                    ? address.line()
                    : kind < 9 ? misspelt(address) : i % 20 == 9 ? unknownStreet() : far(address);
            lines.add(line);
            queries.add(parser.parse(line));
        }
        long before = used();
        OpenIndex index = OpenIndex.open(folder);
        run(index, parser, queries);
        long start = coreTime();
        int[] found = run(index, parser, queries);
        double seconds = (coreTime() - start) / 1e9;
        long memory = used() - before;
        System.out.printf(
                Locale.ROOT,
                "%.0f look-ups/s of one core; found: as written %.1f %%, misspelt %.1f %%, unknown %.1f %%%n",
                QUERIES / seconds,
                100.0 * found[0] / (0.7 * QUERIES),
                100.0 * found[1] / (0.2 * QUERIES),
                100.0 * found[2] / (0.1 * QUERIES));
        byKind(index, parser, queries);
        start = coreTime();
        for (String line : lines) {
            new AddressSearch(new IndexView(index.reader()), parser, "local", "", parser.parse(line), 5).answer();
        }
        System.out.printf(
                Locale.ROOT, "%.0f look-ups/s with the reading of the text%n", QUERIES / ((coreTime() - start) / 1e9));
        System.out.printf(
                Locale.ROOT,
                "heap: %.1f MB more than before the index was opened, %d MB allowed to the whole process%n",
                Math.max(0, memory) / 1048576.0,
                Runtime.getRuntime().maxMemory() >> 20);
        type(index, parser, lines.subList(0, TYPED));
        index.reader().close();
    }

    /** Each line typed letter by letter from its fourth on, a suggestion asked for at each. */
    private static void type(OpenIndex index, AddressParser parser, List<String> lines) throws IOException {
        List<Long> times = new ArrayList<>();
        long helped = 0;
        for (String line : lines) {
            boolean offered = false;
            for (int end = 4; end <= line.length(); end++) {
                long start = coreTime();
                List<Candidate> suggestions = new Completion(
                                new IndexView(index.reader()), parser, "local", "", line.substring(0, end), 8)
                        .suggestions();
                times.add(coreTime() - start);
                offered |= suggestions.stream().anyMatch(one -> one.address().equals(line));
            }
            helped += offered ? 1 : 0;
        }
        times.sort(null);
        System.out.printf(
                Locale.ROOT,
                "as one types: p50 %.2f ms, p95 %.2f ms, p99 %.2f ms, longest %.1f ms of one core; %d of %d offered%n",
                times.get(times.size() / 2) / 1e6,
                times.get(times.size() * 95 / 100) / 1e6,
                times.get(times.size() * 99 / 100) / 1e6,
                times.get(times.size() - 1) / 1e6,
                helped,
                lines.size());
    }

    private static void byKind(OpenIndex index, AddressParser parser, List<AddressComponents> queries)
            throws IOException {
        String[] kinds = {"as written", "misspelt", "no such street", "no such number"};
        long[] times = new long[4];
        long[] count = new long[4];
        for (int i = 0; i < queries.size(); i++) {
            int kind = i % 10 < 7 ? 0 : i % 10 < 9 ? 1 : i % 20 == 9 ? 2 : 3;
            long start = coreTime();
            new AddressSearch(new IndexView(index.reader()), parser, "local", "", queries.get(i), 5).answer();
            times[kind] += coreTime() - start;
            count[kind]++;
        }
        for (int kind = 0; kind < kinds.length; kind++) {
            System.out.printf(Locale.ROOT, "  %s: %.0f us each%n", kinds[kind], times[kind] / 1e3 / count[kind]);
        }
    }

    private static int[] run(OpenIndex index, AddressParser parser, List<AddressComponents> queries)
            throws IOException {
        int[] found = new int[3];
        for (int i = 0; i < queries.size(); i++) {
            GeocodeAnswer answer =
                    new AddressSearch(new IndexView(index.reader()), parser, "local", "", queries.get(i), 5).answer();
            int kind = i % 10;
            if (answer.mappable().isPresent()) {
                found[kind < 7 ? 0 : kind < 9 ? 1 : 2]++;
            }
        }
        return found;
    }

    private String misspelt(Generated address) {
        int at = 1 + random.nextInt(address.name.length() - 2);
        String typed =
                switch (random.nextInt(3)) {
                    case 0 -> address.name.substring(0, at) + address.name.substring(at + 1);
                    case 1 -> address.name.substring(0, at) + 'x' + address.name.substring(at);
                    default -> address.name.substring(0, at) + 'x' + address.name.substring(at + 1);
                };
        return address.line().replace(address.name, typed);
    }

    private String unknownStreet() {
        int city = random.nextInt(CITIES);
        return "120 Xyzzy" + SYLLABLES[random.nextInt(SYLLABLES.length)] + " Ave, " + cities[city] + ", MO "
                + (63_001 + city * 7);
    }

    private String far(Generated address) {
        return "8" + address.line();
    }

    /** This thread's time on its core in nanoseconds, not the clock's: others may be using the machine. */
    private static long coreTime() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
