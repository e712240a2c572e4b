package org.vicinity.geocoding.internal;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Apartments, suites, floors and the like, wherever they stand. */
final class UnitReader {
    /** Designators that are hardly ever part of a street's name. */
    private static final Set<String> PLAIN = Set.of("Apt", "Ste", "Unit", "Bldg", "Rm", "Trlr", "Pmb", "Spc");

    private static final Set<String> PLACES_IN_HOUSE =
            Set.of("UPPER", "LOWER", "REAR", "FRONT", "UP", "DOWN", "UPSTAIRS", "DOWNSTAIRS", "BASEMENT", "GROUND");
    private static final Set<String> KINDS_OF_UNIT = Set.of("INTERIM", "CONFERENCE");
    private static final Set<String> FLOORS = Set.of("FLOOR", "FL", "FLR", "FLOR", "LEVEL");
    private static final Set<String> ORDINALS = Set.of(
            "FIRST", "SECOND", "THIRD", "FOURTH", "FIFTH", "SIXTH", "SEVENTH", "EIGHTH", "NINTH", "TENTH", "GROUND",
            "TOP", "MAIN", "LOWER", "UPPER");

    private final Tables tables;
    private final List<Token> tokens;
    private final StringBuilder text = new StringBuilder();
    private boolean single;

    UnitReader(Tables tables, List<Token> tokens) {
        this.tables = tables;
        this.tokens = tokens;
    }

    String text() {
        return text.toString();
    }

    /** Reads units as long as there are any; what was read is in {@link #text()}. */
    int read(int from, int to) {
        text.setLength(0);
        int i = from;
        while (i < to) {
            int next = one(i, to);
            if (next == i) {
                break;
            }
            i = next;
        }
        return i;
    }

    /** {@code Fourth}. */
    static boolean isFloorWord(String key) {
        return ORDINALS.contains(key);
    }

    static boolean isFloor(String key) {
        return FLOORS.contains(key);
    }

    /** The first unit alone, with one identifier: what may stand before a house number. */
    int readOne(int from, int to) {
        text.setLength(0);
        single = true;
        int end = one(from, to);
        single = false;
        return end;
    }

    /** Whether a unit begins here: an index greater than {@code i} behind it, or {@code i}. */
    private int one(int i, int to) {
        if (i >= to) {
            return i;
        }
        Token token = tokens.get(i);
        String key = token.key();
        if (key.equals("#")) {
            if (i + 1 >= to) {
                return i;
            }
            // "# APT 3" is "APT # 3" is "Apt 3"
            int behind = tables.unit(tokens.get(i + 1).key()) == null ? i + 1 : one(i + 1, to);
            return behind > i + 1 ? behind : identifiers("#", i + 1, to);
        }
        if (isFloorAt(i, to)) {
            append(tokens.get(i + 1).key().equals("LEVEL") ? "Lvl" : "Fl", token.text());
            return i + 2;
        }
        Tables.Unit unit = tables.unit(key);
        if (unit == null) {
            return other(i, to);
        }
        if (unit.needsIdentifier() && isFloorAt(i + 1, to)) {
            append(unit.abbreviation(), "");
            return i + 1;
        }
        if (i + 1 < to && isIdentifier(unit, i + 1, to)) {
            return identifiers(unit.abbreviation(), i + 1, to);
        }
        if (!unit.needsIdentifier() && isEndOrUnit(i + 1, to)) {
            append(unit.abbreviation(), "");
            return i + 1;
        }
        return i;
    }

    /** What isn't in the table: {@code No 2202}, {@code client code 28502}, {@code St 310} for Ste, {@code C-5}. */
    private int other(int i, int to) {
        Token token = tokens.get(i);
        if (i + 1 < to && tokens.get(i + 1).hasDigit()) {
            if (token.key().equals("NO") && !tokens.get(i + 1).isOrdinal()) {
                return identifiers("No", i + 1, to);
            }
            if (token.key().equals("ST")
                    && token.afterBreak()
                    && tokens.get(i + 1).isDigits()) {
                return identifiers("Ste", i + 1, to);
            }
        }
        Tables.Unit kindOf = i + 1 < to && KINDS_OF_UNIT.contains(token.key())
                ? tables.unit(tokens.get(i + 1).key())
                : null;
        if (kindOf != null) {
            append(Tables.title(token.key()), "");
            int end = one(i + 1, to);
            if (end == i + 1) {
                append(kindOf.abbreviation(), "");
            }
            return Math.max(end, i + 2);
        }
        if (i + 2 < to
                && tokens.get(i + 1).key().equals("CODE")
                && tokens.get(i + 2).hasDigit()) {
            append(Tables.title(token.key()) + " Code", tokens.get(i + 2).text());
            return i + 3;
        }
        if (token.afterBreak() && token.hasDigit() && !token.isOrdinal() && isEndOrUnit(i + 1, to)) {
            append("", token.text());
            return i + 1;
        }
        return i;
    }

    private int identifiers(String designator, int i, int to) {
        int at = i;
        if (tokens.get(at).key().equals("#") && at + 1 < to) {
            at++;
        }
        append(designator, tokens.get(at).text());
        at++;
        while (!single && at < to && !tokens.get(at).afterBreak() && (isMore(at, to) || isAnd(at, to))) {
            text.append(' ').append(tokens.get(at).text().toUpperCase(Locale.ROOT));
            at++;
        }
        return at;
    }

    /** "Apt A & B". */
    private boolean isAnd(int at, int to) {
        return tokens.get(at).key().equals("&") && at + 1 < to && isMore(at + 1, to);
    }

    private boolean isMore(int at, int to) {
        Token token = tokens.get(at);
        if (token.isOrdinal()) {
            return false;
        }
        if (at + 1 < to && FLOORS.contains(tokens.get(at + 1).key())) {
            return false;
        }
        return token.hasDigit() || token.isLetter() && (at + 1 == to || tables.directional(token.key()) == null);
    }

    private boolean isFloorAt(int i, int to) {
        return i + 1 < to && FLOORS.contains(tokens.get(i + 1).key()) && isFloorNumber(tokens.get(i));
    }

    private boolean isFloorNumber(Token token) {
        return token.isOrdinal()
                || ORDINALS.contains(token.key())
                || token.isDigits() && token.key().length() <= 2;
    }

    private boolean isIdentifier(Tables.Unit unit, int i, int to) {
        Token token = tokens.get(i);
        if (token.key().equals("#")) {
            return i + 1 < to;
        }
        if (token.hasDigit()) {
            return !token.isOrdinal() || unit.abbreviation().equals("Fl") || PLAIN.contains(unit.abbreviation());
        }
        if (!unit.needsIdentifier() && !unit.abbreviation().equals("Ph") || token.afterBreak()) {
            return false;
        }
        boolean end = isEndOrUnit(i + 1, to);
        if (PLAIN.contains(unit.abbreviation())) {
            return token.isLetter()
                    || isRangeOfLetters(token.key())
                    || end && (token.key().length() <= 2 || PLACES_IN_HOUSE.contains(token.key()));
        }
        return token.isLetter() && end;
    }

    /** {@code C-D}. */
    private static boolean isRangeOfLetters(String key) {
        return key.length() == 3 && key.charAt(1) == '-';
    }

    private boolean isEndOrUnit(int i, int to) {
        return i >= to
                || tokens.get(i).afterBreak()
                || tokens.get(i).key().equals("#")
                || tables.unit(tokens.get(i).key()) != null;
    }

    private void append(String designator, String identifier) {
        if (!text.isEmpty()) {
            text.append(' ');
        }
        text.append(designator);
        if (!designator.isEmpty() && !identifier.isEmpty()) {
            text.append(' ');
        }
        text.append(isFloorText(identifier) ? identifier : identifier.toUpperCase(Locale.ROOT));
    }

    private static boolean isFloorText(String identifier) {
        return identifier.length() > 2
                && Token.isDigit(identifier.charAt(0))
                && Character.isLetter(identifier.charAt(identifier.length() - 1))
                && Character.isLetter(identifier.charAt(identifier.length() - 2));
    }
}
