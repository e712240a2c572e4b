package org.vicinity.geocoder.local.internal;

import java.io.IOException;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.apache.lucene.store.FSDirectory;
import org.vicinity.geocoding.AddressParser;
import org.vicinity.geocoding.Candidate;
import org.vicinity.geocoding.GeocodeAnswer;
import org.vicinity.geocoding.GeocodeAnswer.Reason;
import org.vicinity.geocoding.Location;
import org.vicinity.geocoding.Precision;
import org.vicinity.geocoding.internal.RuleBasedAddressParser;

/**
 * Measures the local geocoder on the evaluation sets of a data folder. Not a test: {@code benchmarks/geocoding/evaluate}
 * runs it.
 */
final class GeocodingEvaluation {
    private static final double FEET_500 = 152.4;
    private static final String ST_LOUIS = "St. Louis";

    private final Path data;
    private final boolean verbose;
    private final PrintStream out = System.out;
    private final AddressParser parser = new RuleBasedAddressParser();

    private GeocodingEvaluation(Path data, boolean verbose) {
        this.data = data;
        this.verbose = verbose;
    }

    public static void main(String[] args) throws IOException {
        new GeocodingEvaluation(Path.of(args[0]), args.length > 1 && args[1].equals("-v")).run();
    }

    private void run() throws IOException {
        Path points = data.resolve("addresses/stl_points_shared.csv");
        Path ranges = data.resolve("ranges/stlcity_29510_addrfeat_shared.zip");
        try (Loaded both = load(points, ranges);
                Loaded onlyRanges = load(ranges);
                Loaded montana = load(data.resolve("ranges/tl_2021_30059_addrfeat.zip"));
                Loaded hamilton = load(data.resolve("addresses/hamilton_oh_nad_shared.csv"))) {
            out.printf(
                    "%-46s %6s %9s %8s %8s %8s %8s%n",
                    "set", "rows", "matched", "wrong", "median m", "p90 m", ">500 ft");
            Result queries = categories(both);
            out.println();
            all("range interpolation, ranges only", onlyRanges, "stl_range_interpolation.csv", "query", "lat", "lon")
                    .print("range interpolation, ranges only");
            all("dispatch variants, points + ranges", both, "stl_dispatch_variants.csv", "query", "lat", "lon")
                    .print("dispatch variants, points + ranges");
            paper(both, onlyRanges);
            all(
                            "TIGER 30059 (truth without offset)",
                            montana,
                            "tiger_30059_interpolation.csv",
                            "query",
                            "interp_lat",
                            "interp_lon")
                    .print("TIGER 30059 (truth without offset)");
            all(
                            "Cincinnati, 2,572 points (DeGAUSS answers)",
                            hamilton,
                            "cincinnati_degauss.csv",
                            "query",
                            "degauss_lat",
                            "degauss_lon")
                    .print("Cincinnati, 2,572 points (DeGAUSS answers)");
            foreign(both);
            out.println();
            out.printf(
                    Locale.ROOT,
                    "stl_queries: %.2f %% as expected, %d false precise matches on %d negatives%n",
                    100.0 * queries.expected / queries.rows,
                    queries.falseMatches,
                    queries.negatives);
        }
    }

    private static final class Result {
        int rows;
        int matched;
        int expected;
        int wrong;
        int negatives;
        int falseMatches;
        int ambiguous;
        final List<Double> errors = new ArrayList<>();

        void add(Result other) {
            rows += other.rows;
            matched += other.matched;
            expected += other.expected;
            wrong += other.wrong;
            negatives += other.negatives;
            falseMatches += other.falseMatches;
            ambiguous += other.ambiguous;
            errors.addAll(other.errors);
        }

        void print(String name) {
            double[] sorted =
                    errors.stream().mapToDouble(Double::doubleValue).sorted().toArray();
            long far = Arrays.stream(sorted).filter(error -> error > FEET_500).count();
            System.out.printf(
                    Locale.ROOT,
                    "%-46s %6d %8.1f%% %8d %8.1f %8.1f %7.1f%%%s%n",
                    name,
                    rows,
                    100.0 * matched / Math.max(1, rows),
                    wrong,
                    quantile(sorted, 0.5),
                    quantile(sorted, 0.9),
                    100.0 * far / Math.max(1, sorted.length),
                    ambiguous > 0 ? "   ambiguous " + ambiguous : "");
        }

        private static double quantile(double[] sorted, double share) {
            return sorted.length == 0 ? Double.NaN : sorted[(int) Math.min(sorted.length - 1, sorted.length * share)];
        }
    }

    private Result categories(Loaded index) throws IOException {
        Map<String, Result> byCategory = new TreeMap<>();
        for (CSVRecord row : rows("stl_queries_shared.csv")) {
            Result result = byCategory.computeIfAbsent(row.get("category"), name -> new Result());
            GeocodeAnswer answer = index.ask(row.get("query"));
            Optional<Candidate> mappable = answer.mappable();
            result.rows++;
            boolean expected;
            if (row.get("expect").equals("match")) {
                expected = within(row, mappable, result);
            } else {
                result.negatives++;
                expected = row.get("expect").equals("no_rooftop")
                        ? mappable.isEmpty()
                        : answer.candidates().stream().allMatch(place -> place.precision() == Precision.PLACE);
                result.falseMatches += mappable.isPresent() ? 1 : 0;
                result.matched += mappable.isPresent() ? 1 : 0;
            }
            result.expected += expected ? 1 : 0;
            if (!expected) {
                tell(row.get("category"), row.get("query"), row.toMap().get("expect_street"), answer);
            }
        }
        Result total = new Result();
        byCategory.forEach((category, result) -> {
            result.print(String.format(
                    Locale.ROOT,
                    "queries: %-16s as expected %5.1f %%",
                    category,
                    100.0 * result.expected / result.rows));
            total.add(result);
        });
        total.print("queries: all");
        return total;
    }

    private static boolean within(CSVRecord row, Optional<Candidate> found, Result result) {
        if (found.isEmpty()) {
            return false;
        }
        result.matched++;
        double error = metres(
                found.get().location(),
                new Location(Double.parseDouble(row.get("lat")), Double.parseDouble(row.get("lon"))));
        result.errors.add(error);
        boolean near = error <= Double.parseDouble(row.get("tolerance_m"));
        result.wrong += near ? 0 : 1;
        return near;
    }

    private Result all(String name, Loaded index, String file, String query, String latitude, String longitude)
            throws IOException {
        Result result = new Result();
        for (CSVRecord row : rows(file)) {
            result.rows++;
            GeocodeAnswer answer = index.ask(row.get(query));
            Optional<Candidate> found = answer.mappable();
            result.ambiguous += answer.reason() == Reason.AMBIGUOUS ? 1 : 0;
            if (found.isEmpty() || row.get(latitude).isBlank()) {
                tell(name, row.get(query), "", answer);
                continue;
            }
            result.matched++;
            double error = metres(
                    found.get().location(),
                    new Location(Double.parseDouble(row.get(latitude)), Double.parseDouble(row.get(longitude))));
            result.errors.add(error);
            if (error > FEET_500) {
                result.wrong++;
                tell(name + " off " + Math.round(error) + " m", row.get(query), "", answer);
            }
        }
        return result;
    }

    private void paper(Loaded both, Loaded onlyRanges) throws IOException {
        all("paper, points + ranges", both, "stl_benchmark_paper.csv", "address", "truth_lat", "truth_lon")
                .print("paper, points + ranges");
        all("paper, ranges only", onlyRanges, "stl_benchmark_paper.csv", "address", "truth_lat", "truth_lon")
                .print("paper, ranges only");
        for (String service : List.of("CensusSingle", "Google", "HereSingle", "OpenCage", "GeocodioSingle")) {
            Result result = new Result();
            for (CSVRecord row : rows("stl_benchmark_paper.csv")) {
                result.rows++;
                String latitude = row.get(service + "_lat");
                if (!latitude.isBlank() && !latitude.equals("NA")) {
                    result.matched++;
                    double error = metres(
                            new Location(Double.parseDouble(latitude), Double.parseDouble(row.get(service + "_lon"))),
                            new Location(
                                    Double.parseDouble(row.get("truth_lat")),
                                    Double.parseDouble(row.get("truth_lon"))));
                    result.errors.add(error);
                    result.wrong += error > FEET_500 ? 1 : 0;
                }
            }
            result.print("paper, " + service + " as published");
        }
    }

    /** Real addresses of other states, where every precise match in St. Louis is a false one. */
    private void foreign(Loaded index) throws IOException {
        Result result = new Result();
        for (CSVRecord row : rows("us_rrad.csv")) {
            String query =
                    String.join(", ", row.get("address1"), row.get("city"), row.get("state") + " " + row.get("zip"));
            count(index, query, result);
        }
        for (CSVRecord row : rows("us_geocommons.csv")) {
            count(index, row.get("query"), result);
        }
        result.print("addresses of other states (matched = false)");
    }

    private void count(Loaded index, String query, Result result) throws IOException {
        result.rows++;
        GeocodeAnswer answer = index.ask(query);
        if (answer.mappable().isPresent()) {
            result.matched++;
            result.wrong++;
            tell("foreign", query, "", answer);
        }
    }

    private void tell(String what, String query, String expected, GeocodeAnswer answer) {
        if (verbose) {
            out.printf(
                    "  %-24s | %s | %s | %s | %s | suggested %s%n",
                    what,
                    query,
                    expected,
                    answer.reason(),
                    answer.candidates().stream()
                            .map(place -> place.precision() + " " + place.address())
                            .toList(),
                    answer.suggestions().stream().map(Candidate::address).toList());
        }
    }

    private List<CSVRecord> rows(String file) throws IOException {
        try (Reader reader = Files.newBufferedReader(data.resolve("eval").resolve(file))) {
            return CSVFormat.RFC4180
                    .builder()
                    .setHeader()
                    .setSkipHeaderRecord(true)
                    .get()
                    .parse(reader)
                    .getRecords();
        }
    }

    private static double metres(Location a, Location b) {
        double north = (a.latitude() - b.latitude()) * 111_195;
        double east = (a.longitude() - b.longitude()) * 111_195 * Math.cos(Math.toRadians(a.latitude()));
        return Math.sqrt(north * north + east * east);
    }

    private Loaded load(Path... files) throws IOException {
        Path folder = Files.createTempDirectory("vicinity-evaluation");
        try (var directory = FSDirectory.open(folder);
                var builder = new IndexBuilder(directory, parser, new ZipCodes(), "MO", rows -> {})) {
            for (Path file : files) {
                SourceFile.of(file).orElseThrow().read(builder, Precision.ROOFTOP, new ZipCodes(), parser);
            }
            builder.finish(Map.of());
        }
        return new Loaded(
                OpenIndex.open(folder),
                parser,
                Set.of(files).stream().noneMatch(file -> file.toString().contains("stl")) ? "" : ST_LOUIS);
    }

    private record Loaded(OpenIndex index, AddressParser parser, String defaultCity) implements AutoCloseable {
        GeocodeAnswer ask(String query) throws IOException {
            return new AddressSearch(
                            new IndexView(index.reader()), parser, "local", defaultCity, parser.parse(query), 5)
                    .answer();
        }

        @Override
        public void close() throws IOException {
            index.reader().close();
        }
    }
}
