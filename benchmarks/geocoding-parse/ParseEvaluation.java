import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.vicinity.geocoding.AddressComponents;
import org.vicinity.geocoding.internal.RuleBasedAddressParser;

/** Compares the address parser with the labelled suites of other projects; see README.md. */
public final class ParseEvaluation {
    private static final String[] FIELDS = {
        "number", "predir", "name", "suffix", "postdir", "unit", "city", "state", "zip"
    };
    private static final Map<String, String> ABBREVIATIONS = new java.util.HashMap<>();
    private static final Map<String, String> DIRECTIONALS = new java.util.HashMap<>();
    private static final Map<String, String> SUFFIXES = new java.util.HashMap<>();
    private static final Map<String, String> STATES = new java.util.HashMap<>();
    private static final Map<String, String> UNITS = new java.util.HashMap<>();
    private static final Set<String> ZERO = Set.of("CT", "MA", "ME", "NH", "NJ", "RI", "VT");
    private static final Map<String, String> NUMBERS = Map.of("ONE", "1", "TWO", "2", "SIX", "6");
    private static final Set<String> KINDS =
            Set.of("address", "intersection", "street", "po-box", "place", "pseudo", "unknown");

    public static void main(String[] args) throws IOException {
        Path data = Path.of(args[0]);
        boolean verbose = args.length > 2 && args[2].equals("-v");
        tables(data.resolve("lists"));
        var parser = new RuleBasedAddressParser();
        List<String> lines = Files.readAllLines(data.resolve("parse/parse_cases.tsv"));
        List<String> header = Arrays.asList(lines.get(0).split("\t", -1));
        Map<String, Tally> bySource = new LinkedHashMap<>();
        var all = new Tally();
        var undisputed = new Tally();
        Set<String> disputed = disputed(Path.of(args[1]));
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split("\t", -1);
            Map<String, String> row = new LinkedHashMap<>();
            for (int i = 0; i < header.size(); i++) {
                row.put(header.get(i), i < cells.length ? cells[i] : "");
            }
            boolean street = !row.get("number").isEmpty() && !(row.get("name") + row.get("road")).isEmpty();
            Map<String, String> expected = expected(row);
            Map<String, String> actual = actual(
                    parser.parse(row.get("input")), !row.get("road").isEmpty(), ordinalsOpen(row.get("source")));
            List<String> wrong = new ArrayList<>();
            for (String field : FIELDS) {
                if (expected.containsKey(field) && !expected.get(field).equals(actual.get(field))) {
                    wrong.add(field);
                }
            }
            for (Tally tally : List.of(bySource.computeIfAbsent(row.get("source"), any -> new Tally()), all)) {
                tally.add(street, expected.keySet(), wrong);
            }
            if (!disputed.contains(row.get("id"))) {
                undisputed.add(street, expected.keySet(), wrong);
            }
            if (verbose && !wrong.isEmpty()) {
                var text = new StringBuilder((street ? "WRONG " : "other ") + row.get("id") + " | " + row.get("input"));
                wrong.forEach(f -> text.append(" | ").append(f).append(": ").append(expected.get(f)).append(" <> ")
                        .append(actual.get(f)));
                System.out.println(text);
            }
        }
        System.out.printf("%-48s %5s %6s", "suite (rows with number and street)", "rows", "exact");
        for (String field : FIELDS) {
            System.out.printf(" %7s", field);
        }
        System.out.printf(" %8s%n", "others");
        bySource.forEach((source, tally) -> tally.print(source));
        all.print("ALL");
        undisputed.print("ALL without the disputed");
        intersections(parser, data);
        speed(parser, lines);
    }

    private static Set<String> disputed(Path list) throws IOException {
        var ids = new TreeSet<String>();
        Files.readAllLines(list).forEach(line -> ids.add(line.substring(0, line.indexOf('\t'))));
        return ids;
    }

    private static final class Tally {
        int rows;
        int exact;
        int others;
        int othersExact;
        final Map<String, int[]> fields = new LinkedHashMap<>();

        void add(boolean street, Set<String> compared, List<String> wrong) {
            if (!street) {
                others++;
                othersExact += wrong.isEmpty() ? 1 : 0;
                return;
            }
            rows++;
            exact += wrong.isEmpty() ? 1 : 0;
            for (String field : compared) {
                int[] counts = fields.computeIfAbsent(field, any -> new int[2]);
                counts[0]++;
                counts[1] += wrong.contains(field) ? 0 : 1;
            }
        }

        void print(String name) {
            System.out.printf("%-48s %5d %5.1f%%", name, rows, rows == 0 ? 0 : 100.0 * exact / rows);
            for (String field : FIELDS) {
                int[] counts = fields.getOrDefault(field, new int[2]);
                System.out.print(counts[0] == 0 ? "       -" : String.format(" %6.1f%%", 100.0 * counts[1] / counts[0]));
            }
            System.out.printf(" %4d/%d%n", othersExact, others);
        }
    }

    private static void intersections(RuleBasedAddressParser parser, Path data) throws IOException {
        int rows = 0;
        int right = 0;
        for (String line : Files.readAllLines(data.resolve("parse/intersections.tsv"))) {
            String[] cells = line.split("\t");
            if (cells.length < 2 || cells[0].equals("source")) {
                continue;
            }
            AddressComponents parsed = parser.parse(cells[1]);
            rows++;
            right += parsed.kind().equals("intersection") && !parsed.crossStreet().isEmpty() ? 1 : 0;
        }
        System.out.printf("intersections recognised: %d of %d%n", right, rows);
    }

    private static void speed(RuleBasedAddressParser parser, List<String> lines) {
        List<String> inputs = lines.subList(1, lines.size()).stream().map(line -> line.split("\t")[3]).toList();
        // a core's time, not the clock's: others may be using the machine
        var threads = java.lang.management.ManagementFactory.getThreadMXBean();
        long parsed = 0;
        long began = 0;
        for (int round = 0; round < 150; round++) {
            if (round == 100) {
                began = threads.getCurrentThreadCpuTime();
                parsed = 0;
            }
            for (String input : inputs) {
                parsed += parser.parse(input).kind().length() > 0 ? 1 : 0;
            }
        }
        System.out.printf("%,.0f parses a second of one core%n", parsed / ((threads.getCurrentThreadCpuTime() - began) / 1e9));
    }

    private static Map<String, String> expected(Map<String, String> row) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("number", number(row.get("number")));
        String source = row.get("source");
        if (!row.get("road").isEmpty()) {
            fields.put("name", bag(row.get("road"), false));
        } else {
            fields.put("predir", DIRECTIONALS.getOrDefault(key(row.get("predir")), key(row.get("predir"))));
            String name = row.get("qualifier") + " " + row.get("pretype") + " " + row.get("name");
            String suffix = row.get("suffix");
            if (source.startsWith("postgis tiger") && suffix.matches("(?i)co (rd|hwy)|rte|(us|state) hwy")) {
                name = suffix + " " + name;
                suffix = "";
            }
            fields.put("name", bag(name, ordinalsOpen(source)));
            fields.put("suffix", SUFFIXES.getOrDefault(key(suffix), key(suffix)));
            fields.put("postdir", DIRECTIONALS.getOrDefault(key(row.get("postdir")), key(row.get("postdir"))));
        }
        fields.put("unit", unit(row.get("unit_type") + " " + row.get("unit")));
        fields.put("city", city(row.get("city")));
        String state = key(row.get("state"));
        fields.put("state", STATES.getOrDefault(state, state));
        fields.put("zip", zip(row.get("zip"), fields.get("state")));
        return fields;
    }

    private static Map<String, String> actual(AddressComponents parsed, boolean road, boolean ordinalsOpen) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("number", number(parsed.number()));
        String name = (KINDS.contains(parsed.kind()) ? "" : parsed.kind() + " ") + parsed.name();
        if (road) {
            fields.put("name", bag(String.join(" ", parsed.predirectional(), name, parsed.suffix(),
                    parsed.postdirectional()), false));
        } else {
            fields.put("name", bag(name, ordinalsOpen));
        }
        fields.put("predir", parsed.predirectional());
        fields.put("suffix", parsed.suffix().toUpperCase(Locale.ROOT));
        fields.put("postdir", parsed.postdirectional());
        fields.put("unit", unit(parsed.unit()));
        fields.put("city", city(parsed.city()));
        fields.put("state", parsed.state());
        fields.put("zip", zip(parsed.zip(), parsed.state()));
        return fields;
    }

    /** These two leave the ending of "5th" away. */
    private static boolean ordinalsOpen(String source) {
        return source.startsWith("address_standardizer") || source.startsWith("geocommons");
    }

    private static String key(String text) {
        return text.replaceAll("[.,'()]", "").trim().toUpperCase(Locale.ROOT);
    }

    private static String number(String text) {
        String key = key(text).replace('-', ' ').trim();
        return NUMBERS.getOrDefault(key, key);
    }

    private static String zip(String text, String state) {
        String digits = text.replaceAll("\\D", "");
        if (digits.length() == 4 && ZERO.contains(state)) {
            return "0" + digits;
        }
        return digits.length() > 5 ? digits.substring(0, 5) : digits;
    }

    private static String city(String text) {
        return key(text).replaceAll("\\bST\\b", "SAINT");
    }

    /** The words, abbreviated, in any order: suites list a route's type, name and qualifier in columns. */
    private static String bag(String text, boolean ordinalsOpen) {
        var words = new TreeSet<String>();
        String key = key(text).replaceAll("\\bU ?S\\b", "US").replace("#", " ").replace("½", "1/2")
                .replaceAll("\\bUNITED STATES\\b", "US").replaceAll("\\bUS (HWY|HIGHWAY)\\b", "US").replaceAll("\\bCOUNTRY ROAD\\b", "COUNTY ROAD")
                .replaceAll("\\bI(-| )?(?=\\d)", "INTERSTATE ").replaceAll("\\bIH(?=\\d)", "INTERSTATE ")
                .replaceAll("^(IA|MD) (?=\\d)", "STATE HWY ").replaceAll("^AL HIGHWAY", "STATE HWY")
                .replaceAll("\\bNO (?=\\d)", "").replaceAll("[ -]+$", "").trim();
        for (String word : key.split("\\s+")) {
            words.add(ABBREVIATIONS.getOrDefault(word, SUFFIXES.getOrDefault(word, DIRECTIONALS.getOrDefault(word, word))));
        }
        String bag = String.join(" ", words);
        return ordinalsOpen ? bag.replaceAll("(?<=\\d)(TH|ST|ND|RD)\\b", "") : bag;
    }

    private static String unit(String text) {
        var words = new ArrayList<String>();
        for (String word : key(text).replaceAll("(?<=(STE|SUITE))(?=\\d)|#", " ").split("\\s+")) {
            if (!word.isEmpty()) {
                words.add(UNITS.getOrDefault(word, word));
            }
        }
        java.util.Collections.sort(words);
        return String.join(" ", words);
    }

    private static void tables(Path lists) throws IOException {
        read(lists.resolve("usps_street_suffixes.csv"), SUFFIXES);
        read(lists.resolve("usps_directionals.csv"), DIRECTIONALS);
        read(lists.resolve("us_states.csv"), STATES);
        read(lists.resolve("usps_secondary_units.csv"), UNITS);
        UNITS.putAll(Map.of("FLR", "FL", "BLD", "BLDG", "LEVEL", "LVL", "PBM", "PMB", "ST", "STE"));
        SUFFIXES.putAll(Map.of("PY", "PKWY", "BKVD", "BLVD", "BVD", "BLVD", "EXPWY", "EXPY", "HGWY", "HWY", "BLVDDR", "BLVD"));
        DIRECTIONALS.putAll(Map.of("NROTH", "N", "NO", "N", "SO", "S", "N E", "NE"));
        STATES.put("NY", "NY");
        ABBREVIATIONS.putAll(Map.of("COUNTY", "CO", "SAINT", "ST", "BUSINESS", "BUS", "BSNSS", "BUS", "RT", "RTE",
                "MISSOURI", "MO"));
        SUFFIXES.putIfAbsent("PAKWAY", "PKWY");
    }

    private static void read(Path file, Map<String, String> into) throws IOException {
        for (String line : Files.readAllLines(file)) {
            String[] cells = line.trim().split(",");
            into.put(cells[0], cells[1]);
            into.putIfAbsent(cells[1], cells[1]);
        }
    }
}
