package org.vicinity.geocoding.internal;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Numbered and lettered roads, by any of the names they go by: "State Highway DD", "US 61", "Co Rd 123", "I-70". */
final class RouteReader {
    private static final Map<String, String> HIGHWAY = Map.ofEntries(
            Map.entry("HWY", "Hwy"),
            Map.entry("HIGHWAY", "Hwy"),
            Map.entry("HGWY", "Hwy"),
            Map.entry("HWAY", "Hwy"),
            Map.entry("HIWAY", "Hwy"),
            Map.entry("HWYS", "Hwy"),
            Map.entry("HIGHWAYS", "Hwy"),
            Map.entry("RTE", "Rte"),
            Map.entry("ROUTE", "Rte"),
            Map.entry("RT", "Rte"),
            Map.entry("RTS", "Rte"),
            Map.entry("RTES", "Rte"),
            Map.entry("ROUTES", "Rte"));
    private static final Map<String, String> ROAD =
            Map.of("RD", "Rd", "ROAD", "Rd", "LN", "Ln", "LANE", "Ln", "TRUNK", "Hwy");
    private static final Map<String, String> OWNER = Map.ofEntries(
            Map.entry("STATE", "State"),
            Map.entry("COUNTY", "Co"),
            Map.entry("COUNTRY", "Co"),
            Map.entry("CNTY", "Co"),
            Map.entry("CTY", "Co"),
            Map.entry("CO", "Co"),
            Map.entry("TOWNSHIP", "Twp"),
            Map.entry("TWP", "Twp"),
            Map.entry("FARM", "Farm"),
            Map.entry("LAKE", "Lake"),
            Map.entry("PRIVATE", "Pvt"),
            Map.entry("PVT", "Pvt"),
            Map.entry("FOREST", "Forest"),
            Map.entry("CITY", "City"),
            Map.entry("SCENIC", "Scenic"));
    private static final Map<String, String> ALONE = Map.ofEntries(
            Map.entry("INTERSTATE", "Interstate"),
            Map.entry("I", "Interstate"),
            Map.entry("IH", "Interstate"),
            Map.entry("ROAD", "Rd"),
            Map.entry("CR", "Co Rd"),
            Map.entry("CRD", "Co Rd"),
            Map.entry("PCR", "Pvt Co Rd"),
            Map.entry("SR", "State Rte"),
            Map.entry("SH", "State Hwy"),
            Map.entry("FM", "FM"),
            Map.entry("LOOP", "Loop"),
            Map.entry("SPUR", "Spur"),
            Map.entry("BUSINESS", "Bus"),
            Map.entry("BUS", "Bus"));
    /** Two letters that are no route's. */
    private static final Set<String> SUFFIXES = Set.of(
            "ST", "AVE", "AV", "RD", "DR", "LN", "CT", "PL", "HWY", "CIR", "WAY", "OF", "THE", "AND", "TER", "RUN");

    static final Set<String> VARIANTS =
            Set.of("BUSINESS", "BUS", "BSNSS", "BYPASS", "BYP", "ALTERNATE", "ALT", "SPUR", "LOOP", "SCENIC", "TRUCK");

    private final Tables tables;
    private final List<Token> tokens;
    private String addressState = "";

    RouteReader(Tables tables, List<Token> tokens) {
        this.tables = tables;
        this.tokens = tokens;
    }

    void setAddressState(String state) {
        addressState = state;
    }

    static boolean isOwner(String key) {
        return OWNER.containsKey(key);
    }

    /**
     * @param predirectional a directional among its first words ("Old West State Route 21"), else empty
     * @param kind {@code Co Rd}
     * @param name {@code DD}, {@code 71 Business}
     * @param end the index behind it
     */
    record Route(String predirectional, String kind, String name, int end) {
        Route withKind(String other) {
            return new Route(predirectional, other, name, end);
        }
    }

    /** The route whose words begin at the index, or null. */
    Route at(int from, int to) {
        Route route = plain(from, to);
        if (route == null && from + 2 < to && key(from + 1).equals("COUNTY") && tables.directional(key(from)) == null) {
            // "Anderson County Rd 312"
            Route ofCounty = type(from + 1, to);
            return ofCounty == null ? null : ofCounty.withKind(tokens.get(from).text() + " " + ofCounty.kind());
        }
        return route;
    }

    private Route plain(int from, int to) {
        int i = from;
        boolean old = i + 1 < to && key(i).equals("OLD");
        if (old) {
            i++;
        }
        String direction = old && i + 1 < to ? tables.directional(key(i)) : null;
        if (direction != null) {
            i++;
        }
        Route route = type(i, to);
        if (route == null || !old) {
            return route;
        }
        return new Route(direction == null ? "" : direction, "Old " + route.kind(), route.name(), route.end());
    }

    private Route type(int i, int to) {
        if (i >= to || i == to - 1 && !key(i).startsWith("I") && key(i).indexOf('-') < 0) {
            return null;
        }
        String first = key(i);
        String second = i + 1 < to ? key(i + 1) : "";
        if (first.equals("U") && second.equals("S")) {
            return unitedStates(i + 2, to);
        }
        if (first.equals("UNITED") && second.equals("STATES")) {
            return unitedStates(i + 2, to);
        }
        if (first.equals("US") || first.equals("USA")) {
            return unitedStates(i + 1, to);
        }
        String highway = HIGHWAY.get(second);
        boolean namedByItsState =
                tables.state(first) != null && OWNER.containsKey(second) && second.startsWith("STATE");
        if (namedByItsState && i + 2 < to && HIGHWAY.containsKey(key(i + 2))) {
            return type(i + 1, to);
        }
        String owner = first.equals("ST") && highway != null ? "State" : OWNER.get(first);
        if (owner != null) {
            if (highway != null && !(owner.equals("Lake") || owner.equals("Farm"))) {
                return id(owner + " " + highway, i + 2, to, true);
            }
            String road = ROAD.get(second);
            if (road != null && !owner.equals("Scenic") && !owner.equals("City")) {
                int next = second.equals("TRUNK") ? i + 3 : i + 2;
                return id(owner + " " + road, next, to, owner.equals("Co") || owner.equals("State"));
            }
        }
        if ((first.equals("BUSINESS") || first.equals("BUS")) && (second.equals("LOOP") || highway != null)) {
            return id("Bus " + (highway == null ? "Loop" : highway), i + 2, to, false);
        }
        if (HIGHWAY.containsKey(first)) {
            return id(HIGHWAY.get(first), i + 1, to, true);
        }
        if (first.startsWith("I") && first.length() > 1 && first.length() <= 5) {
            int digits = first.startsWith("I-") ? 2 : first.startsWith("IH") ? 2 : 1;
            if (digits < first.length()
                    && tokens.get(i).key().substring(digits).chars().allMatch(c -> c >= '0' && c <= '9')) {
                return variant("Interstate", first.substring(digits), i + 1, to);
            }
        }
        String alone = ALONE.get(first);
        if (alone != null) {
            return id(alone, i + 1, to, false);
        }
        if ((first.equals("AVENUE") || first.equals("AVE"))
                && i + 2 == to
                && tokens.get(i + 1).isLetter()) {
            return new Route("", "Ave", second, i + 2);
        }
        return ofState(i, to, first, second, highway);
    }

    private Route ofState(int i, int to, String first, String second, String highway) {
        if (tables.state(first) == null || tables.directional(first) != null) {
            return dashed(i, to, first);
        }
        if (highway != null) {
            return id("State " + highway, i + 2, to, true);
        }
        // "Vermont 30" is a highway in Vermont, but an apartment in St. Louis' Vermont Ave
        if (first.length() == 2
                || first.equals("MISSOURI")
                || tables.state(first).equals(addressState)) {
            return id("State Hwy", i + 1, to, false);
        }
        return null;
    }

    /** {@code MO-21}, {@code US-61}. */
    private Route dashed(int i, int to, String first) {
        int dash = first.indexOf('-');
        if (dash != 2
                || dash == first.length() - 1
                || tables.state(first.substring(0, 2)) == null && !first.startsWith("US")) {
            return null;
        }
        return variant(first.startsWith("US") ? "US Hwy" : "State Hwy", first.substring(3), i + 1, to);
    }

    private Route unitedStates(int i, int to) {
        return id("US Hwy", i < to && HIGHWAY.containsKey(key(i)) ? i + 1 : i, to, false);
    }

    private Route id(String kind, int i, int to, boolean lettersToo) {
        int at = i;
        if (at + 1 < to
                && (key(at).equals("#") || key(at).equals("NO"))
                && tokens.get(at + 1).hasDigit()) {
            at++;
        }
        if (at >= to) {
            return null;
        }
        Token token = tokens.get(at);
        boolean number = token.hasDigit() && !token.isOrdinal() && token.key().length() <= 7;
        boolean letters = lettersToo
                && token.key().length() <= 3
                && (token.isLetter() || tables.directional(token.key()) == null && !SUFFIXES.contains(token.key()))
                && tables.unit(token.key()) == null
                && token.key().chars().allMatch(c -> c >= 'A' && c <= 'Z');
        if (kind.endsWith("Hwy")
                && isRouteNumber(at)
                && at + 1 < to
                && isRouteNumber(at + 1)
                && !tokens.get(at + 1).afterBreak()) {
            // "US Highway 61 67": two that share one road
            return new Route("", kind, token.key() + " " + key(at + 1), at + 2);
        }
        return number || letters ? variant(kind, token.key(), at + 1, to) : null;
    }

    private boolean isRouteNumber(int i) {
        return tokens.get(i).isDigits() && key(i).length() <= 3;
    }

    private Route variant(String kind, String name, int i, int to) {
        int end = i;
        if (end < to && HIGHWAY.containsKey(key(end)) && (end + 1 == to || tables.directional(key(end + 1)) != null)) {
            end++;
        }
        if (end < to && VARIANTS.contains(key(end))) {
            String variant = name + " " + Tables.title(key(end));
            end++;
            return new Route("", kind, variant, end < to && HIGHWAY.containsKey(key(end)) ? end + 1 : end);
        }
        return new Route("", kind, name, end);
    }

    private String key(int i) {
        return tokens.get(i).key();
    }
}
