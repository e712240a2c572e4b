package org.vicinity.geocoding.internal;

import java.util.HashMap;
import java.util.Map;

/** Names of cities and towns, to tell where a street ends and its city begins. Immutable after construction. */
final class Places {
    /** So many ZIP codes make a city that is known without its state. */
    private static final int WELL_KNOWN = 8;

    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("ST", "SAINT"),
            Map.entry("STE", "SAINTE"),
            Map.entry("FT", "FORT"),
            Map.entry("MT", "MOUNT"),
            Map.entry("N", "NORTH"),
            Map.entry("NO", "NORTH"),
            Map.entry("S", "SOUTH"),
            Map.entry("SO", "SOUTH"),
            Map.entry("E", "EAST"),
            Map.entry("W", "WEST"),
            Map.entry("BCH", "BEACH"),
            Map.entry("BH", "BEACH"),
            Map.entry("BR", "BRANCH"),
            Map.entry("CTR", "CENTER"),
            Map.entry("CTY", "CITY"),
            Map.entry("CY", "CITY"),
            Map.entry("DL", "DEL"),
            Map.entry("FLS", "FALLS"),
            Map.entry("GDNS", "GARDENS"),
            Map.entry("GRV", "GROVE"),
            Map.entry("HBR", "HARBOR"),
            Map.entry("HGTS", "HEIGHTS"),
            Map.entry("HTS", "HEIGHTS"),
            Map.entry("HL", "HILL"),
            Map.entry("HLS", "HILLS"),
            Map.entry("IS", "ISLAND"),
            Map.entry("JCT", "JUNCTION"),
            Map.entry("LK", "LAKE"),
            Map.entry("PK", "PARK"),
            Map.entry("PT", "POINT"),
            Map.entry("SPGS", "SPRINGS"),
            Map.entry("SPG", "SPRING"),
            Map.entry("STA", "STATION"),
            Map.entry("TW", "TOWNSHIP"),
            Map.entry("TWP", "TOWNSHIP"),
            Map.entry("VLG", "VILLAGE"),
            Map.entry("VLY", "VALLEY"),
            Map.entry("VY", "VALLEY"),
            Map.entry("WD", "WOODS"));

    private final Map<String, Map<String, Integer>> byState = new HashMap<>();
    private final Map<String, Integer> everywhere = new HashMap<>(40_000);
    private final Map<String, String> stateOfPrefix = new HashMap<>(2000);

    Places() {
        Tables.forEachRow("cities.tsv", row -> add(row[0], row[1], Integer.parseInt(row[2])));
        Tables.forEachRow("places-mo.txt", row -> add("MO", row[0], 1));
        Tables.forEachRow("zip3.csv", row -> stateOfPrefix.put(row[0], row[1]));
    }

    private void add(String state, String city, int zips) {
        var name = new StringBuilder();
        for (Token token : Tokenizer.tokens(city)) {
            name.append(name.isEmpty() ? "" : " ").append(word(token.key()));
        }
        String key = name.toString();
        byState.computeIfAbsent(state, any -> new HashMap<>()).merge(key, zips, Integer::sum);
        everywhere.merge(key, zips, Integer::max);
    }

    /** A city name's word in full: {@code SAINT} for {@code ST}. */
    static String word(String key) {
        return WORDS.getOrDefault(key, key);
    }

    /** @param state two letters, or empty to look everywhere */
    boolean isCity(String state, String name) {
        if (state.isEmpty()) {
            return everywhere.containsKey(name);
        }
        var cities = byState.get(state);
        return cities != null && cities.containsKey(name);
    }

    boolean isWellKnown(String name) {
        return everywhere.getOrDefault(name, 0) >= WELL_KNOWN;
    }

    /** The state a ZIP code lies in, or empty. */
    String stateOf(String zip) {
        return zip.length() < 5 ? "" : stateOfPrefix.getOrDefault(zip.substring(0, 3), "");
    }
}
