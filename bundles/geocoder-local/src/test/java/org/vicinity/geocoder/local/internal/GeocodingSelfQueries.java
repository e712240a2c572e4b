package org.vicinity.geocoder.local.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.lucene.store.FSDirectory;
import org.vicinity.geocoding.AddressParser;
import org.vicinity.geocoding.Candidate;
import org.vicinity.geocoding.GeocodeAnswer;
import org.vicinity.geocoding.Location;
import org.vicinity.geocoding.Precision;
import org.vicinity.geocoding.internal.RuleBasedAddressParser;

/**
 * Asks every record of address files by its own text, in several ways of writing it. Not a test:
 * {@code benchmarks/geocoding/self-queries} runs it.
 */
final class GeocodingSelfQueries {
    private static final double SAME_PLACE_METRES = 30;

    private final AddressParser parser = new RuleBasedAddressParser();
    private final boolean verbose;
    private final Map<String, Count> counts = new TreeMap<>();

    private static final class Count {
        long asked;
        long found;
        long refused;
        long far;
    }

    private GeocodingSelfQueries(boolean verbose) {
        this.verbose = verbose;
    }

    public static void main(String[] args) throws IOException {
        boolean verbose = args[args.length - 1].equals("-v");
        for (int i = 0; i < args.length - (verbose ? 1 : 0); i++) {
            new GeocodingSelfQueries(verbose).run(Path.of(args[i]));
        }
    }

    private void run(Path file) throws IOException {
        List<Rows.Point> points = new ArrayList<>();
        Path folder = Files.createTempDirectory("vicinity-self-queries");
        try (var directory = FSDirectory.open(folder);
                var builder = new IndexBuilder(directory, parser, new ZipCodes(), "MO", rows -> {})) {
            SourceFile source = SourceFile.of(file).orElseThrow();
            source.read(builder, Precision.ROOFTOP, new ZipCodes(), parser);
            source.read(collecting(points), Precision.ROOFTOP, new ZipCodes(), parser);
            builder.finish(Map.of());
        }
        OpenIndex index = OpenIndex.open(folder);
        for (Rows.Point point : points) {
            writings(point).forEach((kind, text) -> ask(index, kind, text, point));
        }
        index.reader().close();
        System.out.printf("%s: %d records%n", file.getFileName(), points.size());
        counts.forEach((kind, count) -> System.out.printf(
                Locale.ROOT,
                "  %-16s asked %7d  found %8.3f %%  not found %5d  elsewhere %5d%n",
                kind,
                count.asked,
                100.0 * count.found / count.asked,
                count.refused,
                count.far));
    }

    private static Rows collecting(List<Rows.Point> points) {
        return new Rows() {
            @Override
            public void point(Point point) {
                points.add(point);
            }

            @Override
            public void side(Side side) {
                // Ranges have no text of their own.
            }

            @Override
            public void skip() {
                // Counted by the index.
            }
        };
    }

    private static Map<String, String> writings(Rows.Point point) {
        Map<String, String> writings = new TreeMap<>();
        String street = point.number() + " " + point.street();
        String end = ", " + point.city() + ", " + (point.state().isEmpty() ? "MO" : point.state());
        String whole = street + end + " " + point.zip();
        writings.put("as it stands", whole.strip());
        writings.put("upper case", whole.toUpperCase(Locale.ROOT));
        writings.put("lower case", whole.toLowerCase(Locale.ROOT));
        writings.put("no commas", whole.replace(",", ""));
        writings.put("without ZIP", street + end);
        if (!point.unit().isEmpty()) {
            writings.put("with unit", street + " " + unit(point.unit()) + end + " " + point.zip());
        }
        return writings;
    }

    private static String unit(String unit) {
        return unit.matches("(?i)[0-9]+[a-z]?|[a-z][0-9]*") ? "Apt " + unit : unit;
    }

    private void ask(OpenIndex index, String kind, String text, Rows.Point point) {
        Count count = counts.computeIfAbsent(kind, unused -> new Count());
        count.asked++;
        GeocodeAnswer answer;
        try {
            answer = new AddressSearch(new IndexView(index.reader()), parser, "local", "", parser.parse(text), 5)
                    .answer();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        Optional<Candidate> found = answer.mappable();
        if (found.isEmpty()) {
            count.refused++;
            tell(kind, text, "not found: " + answer.reason());
        } else if (metres(found.get().location(), point) > SAME_PLACE_METRES) {
            count.far++;
            tell(kind, text, found.get().precision() + " " + found.get().address());
        } else {
            count.found++;
        }
    }

    private void tell(String kind, String text, String problem) {
        if (verbose) {
            System.out.printf("  %-16s | %s | %s%n", kind, text, problem);
        }
    }

    private static double metres(Location a, Rows.Point b) {
        double north = (a.latitude() - b.latitude()) * 111_195;
        double east = (a.longitude() - b.longitude()) * 111_195 * Math.cos(Math.toRadians(b.latitude()));
        return Math.sqrt(north * north + east * east);
    }
}
