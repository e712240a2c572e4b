package org.vicinity.geocoding.internal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What USPS Publication 28 says, and what people write instead. Immutable after construction. */
final class Tables {
    /** Suffixes that hardly ever are a name of their own; others ({@code Grove}, {@code Hill}) often end a name. */
    private static final Set<String> STRONG = Set.of(
            "Aly",
            "Ave",
            "Blvd",
            "Cir",
            "Cres",
            "Cswy",
            "Ct",
            "Cts",
            "Cv",
            "Dr",
            "Expy",
            "Fwy",
            "Hwy",
            "Ln",
            "Loop",
            "Pkwy",
            "Pike",
            "Pl",
            "Plz",
            "Rd",
            "Row",
            "Run",
            "Sq",
            "St",
            "Ter",
            "Tpke",
            "Trce",
            "Trl",
            "Walk",
            "Way",
            "Xing",
            "Path",
            "Mall",
            "Trfy",
            "Pt",
            "Ctr",
            "Park",
            "Knl",
            "Rdg",
            "Vw",
            "Grade",
            "Esplanade");

    /** Words that are suffixes by the book, but nearly always something else where they end an address. */
    private static final Set<String> NEVER_SUFFIX =
            Set.of("LA", "FT", "FORT", "UN", "CR", "DIV", "CEN", "RAD", "ST LOUIS", "ISLE", "FALL", "LAND");

    /** Suffixes by the book that end a name where nothing follows: "Cottage Grove", "Stony Island". */
    private static final Map<String, String> NAME_ENDINGS = Map.ofEntries(
            Map.entry("Grv", "Grove"),
            Map.entry("Hl", "Hill"),
            Map.entry("Is", "Island"),
            Map.entry("Vly", "Valley"),
            Map.entry("Vlg", "Village"),
            Map.entry("Lk", "Lake"),
            Map.entry("Lks", "Lakes"),
            Map.entry("Spg", "Spring"),
            Map.entry("Spgs", "Springs"),
            Map.entry("Frst", "Forest"),
            Map.entry("Fls", "Falls"),
            Map.entry("Riv", "River"),
            Map.entry("Crk", "Creek"),
            Map.entry("Brk", "Brook"),
            Map.entry("Bch", "Beach"),
            Map.entry("Hbr", "Harbor"),
            Map.entry("Ml", "Mill"),
            Map.entry("Mls", "Mills"),
            Map.entry("Brg", "Bridge"),
            Map.entry("Frd", "Ford"),
            Map.entry("Pne", "Pine"),
            Map.entry("Pnes", "Pines"),
            Map.entry("Prt", "Port"),
            Map.entry("Mtn", "Mountain"),
            Map.entry("Sta", "Station"),
            Map.entry("Wl", "Well"),
            Map.entry("Wls", "Wells"),
            Map.entry("Grn", "Green"));

    private static final String[] MISSPELT_SUFFIXES = {
        "AVENUE", "STREET", "BOULEVARD", "PARKWAY", "HIGHWAY", "TERRACE", "CIRCLE", "EXPRESSWAY", "TURNPIKE", "FREEWAY"
    };

    private static final Map<String, String> MORE_DIRECTIONALS = Map.ofEntries(
            Map.entry("NO", "N"),
            Map.entry("SO", "S"),
            Map.entry("NROTH", "N"),
            Map.entry("NOTRH", "N"),
            Map.entry("NORHT", "N"),
            Map.entry("NRTH", "N"),
            Map.entry("SOTUH", "S"),
            Map.entry("SOUHT", "S"),
            Map.entry("SUOTH", "S"),
            Map.entry("EATS", "E"),
            Map.entry("ESAT", "E"),
            Map.entry("WSET", "W"),
            Map.entry("WETS", "W"));

    private static final Map<String, String> MORE_STATES = Map.ofEntries(
            Map.entry("CALIF", "CA"),
            Map.entry("COLO", "CO"),
            Map.entry("CONN", "CT"),
            Map.entry("FLA", "FL"),
            Map.entry("ILL", "IL"),
            Map.entry("ILLS", "IL"),
            Map.entry("IND", "IN"),
            Map.entry("KANS", "KS"),
            Map.entry("MASS", "MA"),
            Map.entry("MICH", "MI"),
            Map.entry("MINN", "MN"),
            Map.entry("MISO", "MO"),
            Map.entry("MIZZOURI", "MO"),
            Map.entry("NEBR", "NE"),
            Map.entry("OKLA", "OK"),
            Map.entry("OREG", "OR"),
            Map.entry("PENN", "PA"),
            Map.entry("PENNA", "PA"),
            Map.entry("TENN", "TN"),
            Map.entry("TEX", "TX"),
            Map.entry("WASH", "WA"),
            Map.entry("WISC", "WI"),
            Map.entry("WYO", "WY"));

    private final Map<String, String> suffixes = new HashMap<>(1400);
    private final Map<String, String> directionals = new HashMap<>(64);
    private final Map<String, Unit> units = new HashMap<>(128);
    private final Map<String, String> states = new HashMap<>(256);
    private final Set<String> lastWordsOfStates = new java.util.HashSet<>();

    /**
     * A secondary unit designator.
     *
     * @param abbreviation {@code Apt}
     * @param needsIdentifier whether it means nothing alone
     */
    record Unit(String abbreviation, boolean needsIdentifier) {}

    Tables() {
        for (String file : List.of("suffixes.csv", "suffixes-common.csv")) {
            forEachRow(file, row -> {
                suffixes.put(row[0], title(row[1]));
                suffixes.putIfAbsent(row[1], title(row[1]));
            });
        }
        suffixes.keySet().removeAll(NEVER_SUFFIX);
        forEachRow("directionals.csv", row -> directionals.put(row[0], row[1]));
        directionals.putAll(MORE_DIRECTIONALS);
        for (String file : List.of("units.csv", "units-common.csv")) {
            forEachRow(file, row -> {
                var unit = new Unit(title(row[1]), row[2].equals("1"));
                units.put(row[0], unit);
                units.putIfAbsent(row[1], unit);
            });
        }
        forEachRow("states.csv", row -> {
            states.put(row[0], row[1]);
            states.put(row[1], row[1]);
        });
        states.putAll(MORE_STATES);
        for (String name : states.keySet()) {
            lastWordsOfStates.add(name.substring(name.lastIndexOf(' ') + 1));
        }
    }

    /** The abbreviation in title case, or null where the word is no street suffix. */
    String suffix(String key) {
        return suffixes.get(key);
    }

    /** As {@link #suffix}, also for a long suffix with one letter wrong, missing, doubled or swapped. */
    String suffixOrMisspelt(String key) {
        String exact = suffixes.get(key);
        if (exact != null || key.length() < 5) {
            return exact;
        }
        for (String right : MISSPELT_SUFFIXES) {
            if (Spelling.isOneEditApart(key, right)) {
                return suffixes.get(right);
            }
        }
        return null;
    }

    boolean isStrong(String suffix) {
        return STRONG.contains(suffix);
    }

    boolean isNameEnding(String suffix) {
        return NAME_ENDINGS.containsKey(suffix);
    }

    /** The word of a {@linkplain #isNameEnding name ending}. */
    String inFull(String suffix) {
        return NAME_ENDINGS.get(suffix);
    }

    /** {@code N}, {@code SW}, …, or null. */
    String directional(String key) {
        return directionals.get(key);
    }

    Unit unit(String key) {
        return units.get(key);
    }

    /** Two letters, or null. Names of several words are joined by a space. */
    String state(String key) {
        return states.get(key);
    }

    /** Whether a state's name may end with the word: saves building names of several words. */
    boolean isLastOfState(String key) {
        return lastWordsOfStates.contains(key);
    }

    String misspeltState(String key) {
        if (key.length() < 6) {
            return null;
        }
        for (var entry : states.entrySet()) {
            if (entry.getKey().length() >= 6 && Spelling.isOneEditApart(key, entry.getKey())) {
                return entry.getValue();
            }
        }
        return null;
    }

    static String title(String word) {
        if (word.length() < 2) {
            return word;
        }
        return word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT);
    }

    /** Calls for each line but a CSV file's first, which names the columns. */
    static void forEachRow(String file, java.util.function.Consumer<String[]> consumer) {
        String separator = file.endsWith(".csv") ? "," : "\t";
        try (var reader = new BufferedReader(
                new InputStreamReader(Tables.class.getResourceAsStream(file), StandardCharsets.UTF_8))) {
            String line = file.endsWith(".csv") ? reader.readLine() : "";
            while (line != null && (line = reader.readLine()) != null) {
                consumer.accept(line.split(separator));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
