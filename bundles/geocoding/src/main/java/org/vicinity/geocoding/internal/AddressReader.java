package org.vicinity.geocoding.internal;

import java.util.List;
import java.util.Set;
import org.vicinity.geocoding.AddressComponents;

/** Reads one address; used once. */
final class AddressReader {
    /** Two letters that are more often something else than a state where they end a street. */
    private static final Set<String> AMBIGUOUS_STATES = Set.of("CT", "NE", "PR");

    private static final Set<String> STATES_NAMED_LIKE_CITIES = Set.of("NEW YORK", "WASHINGTON");
    private static final Set<String> LOST_ZERO_STATES = Set.of("CT", "MA", "ME", "NH", "NJ", "RI", "VT", "PR");
    private static final Set<String> ROAD_WORDS = Set.of("ROAD", "RD", "HWY", "HIGHWAY", "ROUTE", "RTE", "RT");
    private static final Set<String> NO_CITY_WORDS = Set.of(
            "APT",
            "APARTMENT",
            "STE",
            "SUITE",
            "UNIT",
            "BLDG",
            "FLOOR",
            "FLR",
            "RM",
            "ROOM",
            "#",
            "&",
            "@",
            "PMB",
            "LEVEL");
    private static final int LONGEST_CITY = 5;
    /** Words of a person's or a building's name in front of an address. */
    private static final int LONGEST_NAME = 5;
    /** The score of a street with a suffix or a directional. */
    private static final double LIKELY_STREET = 2;

    private static final double IMPOSSIBLE = -1000;
    private static final double MOST_STREET_SCORE = 3.5;

    private final Tables tables;
    private final Places places;
    private final List<Token> tokens;
    private final StreetReader streets;
    private int to;
    private String zip = "";
    private String state = "";
    private String city = "";

    AddressReader(Tables tables, Places places, List<Token> tokens) {
        this.tables = tables;
        this.places = places;
        this.tokens = tokens;
        this.streets = new StreetReader(tables, tokens);
        this.to = tokens.size();
    }

    AddressComponents read() {
        boolean numbered = HouseNumber.at(tokens, 0, to, tables) != null;
        boolean pseudo = PseudoAddress.matches(tokens, numbered, tables);
        if (tokens.isEmpty()) {
            return components("", Street.NONE, "", "pseudo");
        }
        AddressComponents components = boxOrRest(numbered);
        if (!pseudo && !PseudoAddress.isDummyZip(components.zip())) {
            return components;
        }
        return new AddressComponents(
                components.number(),
                components.predirectional(),
                components.name(),
                components.suffix(),
                components.postdirectional(),
                components.unit(),
                components.city(),
                components.state(),
                components.zip(),
                components.crossStreet(),
                "pseudo");
    }

    private AddressComponents boxOrRest(boolean numbered) {
        PostOfficeBox box = PostOfficeBox.find(tokens, numbered);
        if (box == null) {
            return rest();
        }
        boolean streetBefore = box.from() > 1 && HouseNumber.at(tokens, 0, box.from(), tables) != null;
        if (streetBefore) {
            cut(box.from(), box.to());
            return rest();
        }
        String unit = readUnits(0, box.from());
        for (PostOfficeBox next = box; next != null; next = PostOfficeBox.find(tokens, false)) {
            cut(0, next.to());
        }
        takeEnd();
        int i = 0;
        var units = new UnitReader(tables, tokens);
        if (i < to) {
            int end = units.read(0, to);
            unit = unit.isEmpty() ? units.text() : unit;
            i = end;
        }
        city = Words.join(tokens, i, Math.max(i, to));
        return new AddressComponents("", "", "", "", "", unit, city, state, zip, "", "po-box");
    }

    private String readUnits(int from, int end) {
        var units = new UnitReader(tables, tokens);
        units.read(from, end);
        return units.text();
    }

    private void cut(int from, int end) {
        tokens.subList(from, end).clear();
        if (from < tokens.size()) {
            Token next = tokens.get(from);
            tokens.set(from, new Token(next.text(), next.key(), from > 0));
        }
        to = tokens.size();
    }

    private AddressComponents rest() {
        takeEnd();
        streets.setAddressState(state);
        if (to == 0) {
            return components("", Street.NONE, "", "place");
        }
        HouseNumber number = HouseNumber.at(tokens, 0, to, tables);
        int from = 0;
        String unitBefore = "";
        if (number == null
                || number.end() < to && unitWord(number.end()) && !number.text().contains(" ")) {
            int start = behindRecipient();
            var units = new UnitReader(tables, tokens);
            int end = leadingUnits(units, start);
            HouseNumber behind = HouseNumber.at(tokens, end, to, tables);
            if (behind != null && (end > start || start > 0)) {
                unitBefore = join(readUnits(0, start), leadingUnit);
                number = behind;
            }
        }
        if (number == null) {
            number = behindName();
        }
        if (number == null
                && isCity(0, to)
                && (!state.isEmpty() || !zip.isEmpty() || places.isWellKnown(cityName(0, to)))) {
            city = Words.join(tokens, 0, to);
            return components("", Street.NONE, "", "place");
        }
        AddressComponents corner = number == null ? corner() : numberedCorner(number);
        if (corner != null) {
            return corner;
        }
        if (number == null) {
            number = numberBehindStreet();
        } else {
            from = number.end();
        }
        Street street = split(from);
        String unit = unitBefore.isEmpty() ? street.unit() : join(unitBefore, street.unit());
        String text = number == null ? "" : number.text();
        return components(text, street, unit, kind(number != null, street));
    }

    private String leadingUnit = "";

    /** "Suite 200 Bldg 17 7000 Peachtree Rd": as many units as come before the number. */
    private int leadingUnits(UnitReader units, int start) {
        int i = start;
        leadingUnit = "";
        for (int next = units.readOne(i, to); next > i; next = units.readOne(i, to)) {
            leadingUnit = leadingUnit.isEmpty() ? units.text() : leadingUnit + " " + units.text();
            i = next;
            if (HouseNumber.at(tokens, i, to, tables) != null) {
                break;
            }
        }
        return i;
    }

    private boolean unitWord(int i) {
        String key = tokens.get(i).key();
        return key.equals("FLOOR") || key.equals("FL") || key.equals("FLR");
    }

    private static String join(String first, String second) {
        return second.isEmpty() ? first : first.isEmpty() ? second : first + " " + second;
    }

    private String kind(boolean numbered, Street street) {
        if (street.name().isEmpty()) {
            return city.isEmpty() && state.isEmpty() && zip.isEmpty() ? "unknown" : "place";
        }
        if (!street.kind().isEmpty()) {
            return street.kind();
        }
        if (numbered) {
            return "address";
        }
        boolean bare = street.suffix().isEmpty()
                && street.predirectional().isEmpty()
                && street.postdirectional().isEmpty()
                && city.isEmpty()
                && state.isEmpty()
                && zip.isEmpty();
        return bare ? "unknown" : "street";
    }

    private AddressComponents components(String number, Street street, String unit, String kind) {
        return new AddressComponents(
                number,
                street.predirectional(),
                street.name(),
                street.suffix(),
                street.postdirectional(),
                unit,
                city,
                state,
                zip,
                "",
                kind);
    }

    // ---- the end: country, ZIP, state

    private void takeEnd() {
        takeWhatFollowsZip();
        takeCountry();
        takeZip();
        takeState();
        takeCounty();
        if (zip.isEmpty()) {
            takeZipBeforeCity();
        }
        if (state.isEmpty() && !zip.isEmpty()) {
            takeStateBeforeCity();
        }
    }

    /** "…, MO 63101, Saint Louis County": nothing of an address comes behind its state and ZIP code. */
    private void takeWhatFollowsZip() {
        for (int i = to - 1; i > 2 && !tokens.get(i).hasDigit(); i--) {
            Token zipCode = tokens.get(i - 1);
            if (tokens.get(i).afterBreak() && zipCode.startsWithDigit()) {
                int length = zipCode.key().length();
                boolean behindState = zipCode.isDigits() && length >= 3 && length <= 5 && isStateBefore(i - 1);
                to = behindState ? i : to;
                return;
            }
        }
    }

    private boolean isStateBefore(int i) {
        String before = key(i - 1);
        return tables.state(before) != null && tables.directional(before) == null && i > 2;
    }

    private void takeCountry() {
        if (to < 2) {
            return;
        }
        String last = key(to - 1);
        if (last.equals("USA")) {
            to--;
        } else if (last.equals("STATES") && to > 2 && key(to - 2).equals("UNITED")) {
            to -= 2;
        } else if (last.equals("AMERICA") && to > 4 && key(to - 3).equals("STATES")) {
            to -= 4;
        } else if (last.equals("US") && (zipAt(to - 2) != null || tables.state(key(to - 2)) != null)) {
            to--;
        }
    }

    private void takeZip() {
        if (to == 0) {
            return;
        }
        Token last = tokens.get(to - 1);
        if (to > 2
                && last.isDigits()
                && last.key().length() == 4
                && zipAt(to - 2) != null
                && tokens.get(to - 2).key().length() == 5) {
            zip = zipAt(to - 2);
            to -= 2;
            return;
        }
        String found = zipAt(to - 1);
        if (found != null && (to == 1 || !isUnitBefore(to - 1))) {
            zip = found;
            to--;
            return;
        }
        boolean behindState =
                to > 2 && tables.state(key(to - 2)) != null && key(to - 2).length() == 2;
        if (behindState
                && last.isDigits()
                && last.key().length() >= 3
                && last.key().length() <= 6
                && !routeBehind()) {
            String digits = last.key();
            if (digits.length() == 4 && LOST_ZERO_STATES.contains(key(to - 2))) {
                digits = "0" + digits;
            }
            zip = digits.length() > 5 ? digits.substring(0, 5) : digits;
            to--;
        }
    }

    /** "1111 MD 760" is a road, not a short ZIP code: nothing but a house number is before it. */
    private boolean routeBehind() {
        return to <= 3;
    }

    private boolean isUnitBefore(int i) {
        String before = key(i - 1);
        return before.equals("#") || tables.unit(before) != null && NO_CITY_WORDS.contains(before);
    }

    /** The five digits, or null where the word is no ZIP code. */
    private String zipAt(int i) {
        String key = key(i);
        int length = key.length();
        boolean form = length == 5 || length == 9 || length == 10 && key.charAt(5) == '-';
        if (!form) {
            return null;
        }
        for (int c = 0; c < length; c++) {
            if (!Token.isDigit(key.charAt(c)) && !(c == 5 && length == 10)) {
                return null;
            }
        }
        return key.substring(0, 5);
    }

    private void takeState() {
        for (int words = Math.min(4, to); words >= 1; words--) {
            int start = to - words;
            if (hasBreakInside(start)) {
                continue;
            }
            if (words > 1 && !tables.isLastOfState(key(to - 1))) {
                continue;
            }
            String name = keys(start, to);
            String found = tables.state(name);
            if (found == null
                    && words == 1
                    && (!zip.isEmpty() || tokens.get(start).afterBreak())) {
                found = tables.misspeltState(name);
                if (found != null && isCity(start, to)) {
                    found = null;
                }
            }
            if (found != null && isState(start, name, found)) {
                state = found;
                to = start;
                dropSameStateBefore();
                return;
            }
        }
    }

    /** "St. Louis, MO MO 63106". */
    private void dropSameStateBefore() {
        while (to > 3
                && state.equals(tables.state(key(to - 1)))
                && !STATES_NAMED_LIKE_CITIES.contains(key(to - 1))
                && tables.directional(key(to - 1)) == null
                && cityEndsAt(to - 1, state) > 0) {
            to--;
        }
    }

    private boolean hasBreakBefore(int end) {
        for (int i = 1; i < end; i++) {
            if (tokens.get(i).afterBreak()) {
                return true;
            }
        }
        return false;
    }

    private boolean hasBreakInside(int start) {
        for (int i = start + 1; i < to; i++) {
            if (tokens.get(i).afterBreak()) {
                return true;
            }
        }
        return false;
    }

    private boolean isState(int start, String name, String found) {
        if (start == 0) {
            return to == 1 || !zip.isEmpty() || name.equals("MISSOURI");
        }
        boolean afterCity = cityEndsAt(start, found) > 0;
        if (STATES_NAMED_LIKE_CITIES.contains(name)) {
            return afterCity || tokens.get(start).afterBreak() && hasBreakBefore(start);
        }
        if (name.length() > 2) {
            boolean abbreviated = !name.contains(" ") && name.length() < 6;
            return afterCity
                    || tokens.get(start).afterBreak()
                    || abbreviated && start > 1
                    || hasStreetAndMoreBefore(start)
                    || !zip.isEmpty() && found.equals(places.stateOf(zip));
        }
        if (name.equals("FL") && !tokens.get(start).afterBreak() && isFloorNumber(start - 1)) {
            return false;
        }
        if (!AMBIGUOUS_STATES.contains(name)) {
            String before = key(start - 1);
            boolean roadName = ROAD_WORDS.contains(before)
                    && zip.isEmpty()
                    && !tokens.get(start).afterBreak()
                    && (start < 3 || RouteReader.isOwner(key(start - 2)));
            return !roadName && (start > 1 || tokens.get(start).afterBreak() || afterCity || !zip.isEmpty());
        }
        if (!zip.isEmpty()) {
            return tokens.get(start).afterBreak() || found.equals(places.stateOf(zip)) || afterCity && start > 2;
        }
        if (tokens.get(start).afterBreak()) {
            return start > 1 && !(found.equals("NE") && !afterCity);
        }
        int cityStart = cityEndsAt(start, found);
        return cityStart > 1 && (tokens.get(cityStart).afterBreak() || hasSuffix(1, cityStart));
    }

    /** "404 Elm St Thistlebrook Missouri", "404 Elm, Thistlebrook Missouri": a town that isn't in the tables. */
    private boolean hasStreetAndMoreBefore(int start) {
        return start > 2 && (hasBreakBefore(start) && !tokens.get(start - 1).hasDigit() || hasSuffix(1, start - 1));
    }

    private boolean isFloorNumber(int i) {
        Token token = tokens.get(i);
        return token.hasDigit() && zip.isEmpty()
                || token.isOrdinal()
                || tables.suffix(token.key()) == null && UnitReader.isFloorWord(token.key()) && zip.isEmpty();
    }

    private boolean hasSuffix(int from, int end) {
        for (int i = from + 1; i < end; i++) {
            if (tables.suffix(key(i)) != null) {
                return true;
            }
        }
        return false;
    }

    /** Where the state's known city that ends before the index begins, or 0 where there is none. */
    private int cityEndsAt(int end, String inState) {
        String name = "";
        for (int i = end - 1; i >= Math.max(0, end - LONGEST_CITY); i--) {
            name = name.isEmpty() ? Places.word(key(i)) : Places.word(key(i)) + " " + name;
            if (places.isCity(inState, name)) {
                return Math.max(i, 1);
            }
        }
        return 0;
    }

    /** "Seattle, King County, WA". */
    private void takeCounty() {
        if (to < 3 || !key(to - 1).equals("COUNTY")) {
            return;
        }
        for (int i = to - 2; i > 0 && i > to - 5; i--) {
            if (tokens.get(i).afterBreak()) {
                to = i;
                return;
            }
        }
    }

    /** "St. Louis 63101 MO", "63101 St. Louis". */
    private void takeZipBeforeCity() {
        if (!state.isEmpty() && to > 1 && zipAt(to - 1) != null && !isUnitBefore(to - 1)) {
            zip = zipAt(to - 1);
            to--;
            return;
        }
        for (int i = to - 2; i > 0 && i >= to - LONGEST_CITY; i--) {
            if (zipAt(i) != null && !isUnitBefore(i) && i > 1 && isCity(i + 1, to)) {
                zip = zipAt(i);
                cutInside(i);
                return;
            }
        }
    }

    /** "… ca long beach 90807". */
    private void takeStateBeforeCity() {
        String expected = places.stateOf(zip);
        for (int i = to - 2; i > 1 && i >= to - LONGEST_CITY; i--) {
            if (key(i).length() == 2
                    && expected.equals(tables.state(key(i)))
                    && (isCityIn(expected, i + 1, to) || key(i + 1).equals("S"))) {
                state = expected;
                cutInside(i);
                return;
            }
        }
    }

    private void cutInside(int i) {
        int length = to;
        tokens.remove(i);
        to = length - 1;
        if (i < to) {
            Token next = tokens.get(i);
            tokens.set(i, new Token(next.text(), next.key(), true));
        }
    }

    // ---- corners

    private AddressComponents corner() {
        int from = key(0).equals("CORNER") && to > 3 && key(1).equals("OF") ? 2 : 0;
        for (int i = from + 1; i < to - 1; i++) {
            if (isCornerWord(key(i))) {
                return crossing(from, i);
            }
        }
        return null;
    }

    /** With a house number "A & B" is a corner only where the first is a whole street: "12 C and N Mill Rd" is none. */
    private AddressComponents numberedCorner(HouseNumber number) {
        for (int i = number.end() + 1; i < to - 1; i++) {
            if (isCornerWord(key(i))
                    && !joinsUnits(i)
                    && streets.read(number.end(), i).score() >= 3) {
                return crossing(number.end(), i);
            }
        }
        return null;
    }

    /** "Apt A & B". */
    private boolean joinsUnits(int i) {
        return i > 2
                && tables.unit(key(i - 2)) != null
                && (tokens.get(i + 1).isLetter() || tokens.get(i + 1).hasDigit())
                && (i + 2 >= to || tokens.get(i + 2).afterBreak());
    }

    private static boolean isCornerWord(String key) {
        return key.equals("&") || key.equals("@") || key.equals("AND") || key.equals("AT");
    }

    private AddressComponents crossing(int from, int middle) {
        Street left = streets.read(from, middle);
        Street right = split(middle + 1);
        if (left.score() < 0 || right.name().isEmpty()) {
            return null;
        }
        String rightLine = right.line();
        String leftSuffix = left.suffix();
        if (right.suffix().endsWith("s") && right.suffix().length() == 3 && leftSuffix.isEmpty()) {
            leftSuffix = right.suffix().substring(0, 2);
            rightLine = rightLine.substring(0, rightLine.length() - 1);
        }
        if (!left.kind().isEmpty()
                && right.kind().isEmpty()
                && right.suffix().isEmpty()
                && Token.isDigit(right.name().charAt(0))) {
            rightLine = left.kind() + " " + rightLine;
        }
        String name = left.kind().isEmpty() ? left.name() : left.kind() + " " + left.name();
        return new AddressComponents(
                "",
                left.predirectional(),
                name,
                leftSuffix,
                left.postdirectional(),
                "",
                city,
                state,
                zip,
                rightLine,
                "intersection");
    }

    // ---- the street, and where its city begins

    /** "Wainwright Building, 709 Chestnut St": the index of the number. */
    private int behindRecipient() {
        for (int i = 0; i < to - 1; i++) {
            if (tokens.get(i).hasDigit() && i == 0) {
                return 0;
            }
            if (i > 0 && tokens.get(i).afterBreak()) {
                boolean number = HouseNumber.at(tokens, i, to, tables) != null
                        && !tokens.get(i + 1).afterBreak();
                return number && tables.unit(key(i + 1)) == null ? i : 0;
            }
        }
        return 0;
    }

    /** "Pat Example 1302 N 10th St": the number behind words that no street begins with, or null. */
    private HouseNumber behindName() {
        for (int i = 0; i < Math.min(to - 2, LONGEST_NAME); i++) {
            String key = key(i);
            if (tokens.get(i).hasDigit()
                    || i > 0 && tokens.get(i).afterBreak()
                    || tables.suffix(key) != null
                    || tables.directional(key) != null
                    || tables.unit(key) != null
                    || isCornerWord(key)
                    || streets.isRoute(i, to)) {
                return null;
            }
            HouseNumber number = tokens.get(i + 1).isDigits() ? HouseNumber.at(tokens, i + 1, to, tables) : null;
            if (number != null) {
                Street street = number.end() < to ? split(number.end()) : Street.NONE;
                city = "";
                return street.score() >= LIKELY_STREET ? number : null;
            }
        }
        return null;
    }

    /** "Broadway 24, Manhattan". */
    private HouseNumber numberBehindStreet() {
        for (int i = 1; i < to; i++) {
            boolean ends = i + 1 < to ? tokens.get(i + 1).afterBreak() : !state.isEmpty();
            if (ends
                    && tokens.get(i).isDigits()
                    && i <= 4
                    && streets.read(0, i + 1).kind().isEmpty()
                    && tables.unit(key(i - 1)) == null
                    && !key(i - 1).equals("#")) {
                var number = new HouseNumber(tokens.get(i).text(), 0);
                cutInside(i);
                return number;
            }
            if (tokens.get(i).afterBreak()) {
                return null;
            }
        }
        return null;
    }

    /** The best of all ways to part the words from the index on into a street and a city. */
    private Street split(int from) {
        Street best = Street.NONE;
        double bestScore = -50;
        int bestCity = to;
        int first = Math.max(from + 1, to - LONGEST_CITY);
        var scores = new double[to - first + 1];
        for (int k = to; k >= first; k--) {
            scores[to - k] = cityScore(k);
        }
        while (true) {
            int k = bestOf(scores);
            if (k < 0 || scores[k] + MOST_STREET_SCORE <= bestScore) {
                city = Words.join(tokens, bestCity, to);
                return best;
            }
            double cityScore = scores[k];
            scores[k] = IMPOSSIBLE;
            Street street = streets.read(from, to - k);
            boolean unsure = k > 0
                    && state.isEmpty()
                    && zip.isEmpty()
                    && !tokens.get(to - k).afterBreak();
            if (unsure && street.score() < 2 && !places.isWellKnown(cityName(to - k, to))) {
                continue;
            }
            if (street != Street.NONE && street.score() + cityScore > bestScore) {
                best = street;
                bestScore = street.score() + cityScore;
                bestCity = to - k;
            }
        }
    }

    private static int bestOf(double[] scores) {
        int best = -1;
        for (int i = scores.length - 1; i >= 0; i--) {
            if (scores[i] > IMPOSSIBLE && (best < 0 || scores[i] > scores[best])) {
                best = i;
            }
        }
        return best;
    }

    private double cityScore(int k) {
        if (k == to) {
            return state.isEmpty() && zip.isEmpty() ? 0 : -1;
        }
        int length = to - k;
        boolean onlyDirections = true;
        for (int i = k; i < to; i++) {
            Token token = tokens.get(i);
            if (token.hasDigit()
                    || i > k && token.afterBreak()
                    || NO_CITY_WORDS.contains(token.key()) && !isSainte(i)) {
                return IMPOSSIBLE;
            }
            onlyDirections &= tables.directional(token.key()) != null;
        }
        if (onlyDirections) {
            return IMPOSSIBLE;
        }
        double comma = tokens.get(k).afterBreak() ? 3 : 0;
        String inState = state.isEmpty() ? places.stateOf(zip) : state;
        boolean placeless = state.isEmpty() && zip.isEmpty();
        if (placeless && length == 1 && comma == 0 && isStrongSuffix(key(k))) {
            return IMPOSSIBLE;
        }
        if (isCityIn(inState, k, to)) {
            return comma + 4 + 0.5 * length;
        }
        if (length == 1 && cannotBeCity(key(k))) {
            return IMPOSSIBLE;
        }
        String direction = tables.directional(key(k));
        if (direction != null && length > 1 && isCityIn(inState, k + 1, to)) {
            return (direction.length() > 1 ? 0 : comma) + 3.25 + 0.5 * (length - 1);
        }
        if (comma > 0) {
            return direction != null && direction.length() > 1 && length > 1 ? 0 : comma + 2.5;
        }
        double score = placeless ? -0.5 : 1;
        if (key(k - 1).equals("ST") && places.isCity("", "SAINT " + cityName(k, to))) {
            score -= 3;
        }
        if (isStrongSuffix(key(to - 1))) {
            score -= 2;
        }
        if (isStrongSuffix(key(k)) && !key(k).equals("ST") || RouteReader.VARIANTS.contains(key(k))) {
            score -= 1.5;
        }
        if (direction == null && tokens.get(k).isLetter()) {
            score -= 1.5;
        }
        if (direction != null) {
            score += length > 2 && tables.directional(key(k + 1)) != null ? -0.5 : 0.1;
        }
        return score;
    }

    /** The Ste of "Sault Ste Marie" is no suite. */
    private boolean isSainte(int i) {
        return key(i).equals("STE")
                && i + 1 < to
                && key(i + 1).length() > 2
                && !tokens.get(i + 1).hasDigit();
    }

    private boolean cannotBeCity(String key) {
        return key.length() <= 2 && state.isEmpty() && zip.isEmpty() || isStrongSuffix(key) || tables.unit(key) != null;
    }

    private boolean isStrongSuffix(String key) {
        String suffix = tables.suffix(key);
        return suffix != null && tables.isStrong(suffix);
    }

    private boolean isCity(int from, int end) {
        return isCityIn(state.isEmpty() ? places.stateOf(zip) : state, from, end);
    }

    private boolean isCityIn(String inState, int from, int end) {
        return end > from && places.isCity(inState, cityName(from, end));
    }

    private String cityName(int from, int end) {
        String name = Places.word(key(from));
        for (int i = from + 1; i < end; i++) {
            name = name + " " + Places.word(key(i));
        }
        return name;
    }

    private String keys(int from, int end) {
        String name = key(from);
        for (int i = from + 1; i < end; i++) {
            name = name + " " + key(i);
        }
        return name;
    }

    private String key(int i) {
        return tokens.get(i).key();
    }
}
