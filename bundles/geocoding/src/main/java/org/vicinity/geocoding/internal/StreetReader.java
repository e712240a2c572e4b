package org.vicinity.geocoding.internal;

import java.util.List;
import java.util.Set;

/** Reads a street, and the unit behind it, from a stretch of an address's words. */
final class StreetReader {
    /** Suffixes before which a lone directional is the street's name: South Blvd, North St. */
    private static final Set<String> AFTER_A_NAME =
            Set.of("St", "Ave", "Blvd", "Rd", "Dr", "Way", "Ln", "Ct", "Pl", "Pkwy", "Fwy", "Cir", "Ter", "Loop", "Sq");

    private final Tables tables;
    private final List<Token> tokens;
    private final UnitReader units;
    private final RouteReader routes;

    StreetReader(Tables tables, List<Token> tokens) {
        this.tables = tables;
        this.tokens = tokens;
        this.units = new UnitReader(tables, tokens);
        this.routes = new RouteReader(tables, tokens);
    }

    /** Two letters, or empty: "Vermont 30" depends on it. */
    void setAddressState(String state) {
        routes.setAddressState(state);
    }

    Street read(int begin, int to) {
        int from = begin;
        String before = "";
        if (from < to && tokens.get(from).key().equals("#")) {
            from = units.read(from, Math.min(from + 2, to));
            before = units.text();
        }
        if (from >= to) {
            return Street.NONE;
        }
        int unitStart = to;
        String unit = before;
        for (int i = Math.max(from + 1, routeEnd(from, to)); i < to; i++) {
            Tables.Unit designator = tables.unit(tokens.get(i).key());
            if (designator != null
                    && !designator.needsIdentifier()
                    && !tokens.get(i).afterBreak()
                    && !isCompletelyBehind(from, i)) {
                continue;
            }
            int end = units.read(i, to);
            if (end == to) {
                unitStart = i;
                unit = before.isEmpty() ? units.text() : before + " " + units.text();
                break;
            }
        }
        Street street = core(from, unitStart);
        if (unit.isEmpty() || street == Street.NONE) {
            return street;
        }
        String all = street.unit().isEmpty() ? unit : street.unit() + " " + unit;
        return new Street(
                street.predirectional(),
                street.kind(),
                street.name(),
                street.suffix(),
                street.postdirectional(),
                all,
                Math.max(street.score(), 2) + 0.5);
    }

    /** Behind a suffix, a directional or a word that tells which floor. */
    private boolean isCompletelyBehind(int from, int i) {
        Token before = tokens.get(i - 1);
        return i > from + 1 && (tables.suffix(before.key()) != null || tables.directional(before.key()) != null)
                || i + 1 < tokens.size() && UnitReader.isFloor(tokens.get(i + 1).key())
                || tables.unit(tokens.get(i).key()).abbreviation().equals("Ph");
    }

    /** Whether a numbered or lettered road's words begin here. */
    boolean isRoute(int i, int to) {
        return routes.at(i, to) != null;
    }

    private int routeEnd(int from, int to) {
        RouteReader.Route route = routes.at(from, to);
        if (route == null && from + 1 < to && directionalAt(from) != null) {
            route = routes.at(from + 1, to);
        }
        return route == null ? 0 : route.end();
    }

    private String directionalAt(int i) {
        return tables.directional(tokens.get(i).key());
    }

    private Street core(int from, int to) {
        int i = from;
        String predirectional = "";
        if (to - i > 1 && directionalAt(i) != null && !isNameBeforeSuffix(i, to) && routes.at(i, to) == null) {
            predirectional = directionalAt(i);
            i++;
            if (to - i > 1
                    && isSecondHalf(predirectional, i, i - 1)
                    && !isNameBeforeSuffix(i, to)
                    && !(to - i == 2 && tables.suffix(tokens.get(i + 1).key()) != null)) {
                predirectional += tokens.get(i).key();
                i++;
            }
        }
        RouteReader.Route route = routes.at(i, to);
        if (route != null) {
            Street street = routeStreet(predirectional, route, to);
            if (street != null) {
                return street;
            }
        }
        return named(predirectional, i, to);
    }

    /** "S E" is SE. */
    private boolean isSecondHalf(String first, int second, int firstIndex) {
        Token token = tokens.get(second);
        return tokens.get(firstIndex).isLetter()
                && (first.equals("N") || first.equals("S"))
                && (token.key().equals("E") || token.key().equals("W"));
    }

    private boolean isNameBeforeSuffix(int i, int to) {
        if (to - i < 2) {
            return true;
        }
        String suffix = tables.suffix(tokens.get(i + 1).key());
        if (isOpposite(i, to)) {
            return true;
        }
        if (suffix == null || !AFTER_A_NAME.contains(suffix)) {
            return false;
        }
        // "South Blvd", also "South Blvd E" and "South Blvd 3B"
        return to - i == 2
                || to - i == 3
                        && (directionalAt(i + 2) != null || tokens.get(i + 2).hasDigit())
                        && !routeLike(i + 1, to);
    }

    /** "East West Hwy" leads from the one to the other. */
    private boolean isOpposite(int i, int to) {
        String second = directionalAt(i + 1);
        return second != null
                && List.of("NS", "SN", "EW", "WE").contains(directionalAt(i) + second)
                && i + 2 < to
                && tables.suffix(tokens.get(i + 2).key()) != null;
    }

    private boolean routeLike(int i, int to) {
        return routes.at(i, to) != null;
    }

    private Street routeStreet(String given, RouteReader.Route route, int to) {
        int i = route.end();
        String predirectional = given.isEmpty() ? route.predirectional() : given;
        String postdirectional = "";
        String unit = "";
        if (i < to && directionalAt(i) != null) {
            postdirectional = directionalAt(i);
            i++;
        }
        if (i == to - 1 && tokens.get(i).hasDigit() && !tokens.get(i).isOrdinal()) {
            unit = tokens.get(i).text();
            i++;
        }
        if (i < to) {
            return null;
        }
        return new Street(predirectional, route.kind(), route.name(), "", postdirectional, unit, 3);
    }

    private Street named(String predirectional, int from, int to) {
        int j = to - 1;
        String unit = "";
        String suffix = "";
        String postdirectional = "";
        if (j > from && isBareUnit(from, j)) {
            unit = tokens.get(j).text();
            j--;
        } else if (j > from + 1
                && tokens.get(j).isLetter()
                && tokens.get(j - 1).isDigits()
                && tokens.get(j - 1).key().length() <= 2
                && isWord(j - 2)) {
            unit = tokens.get(j - 1).text() + " " + tokens.get(j).text();
            j -= 2;
        }
        if (j > from && directionalAt(j) != null) {
            postdirectional = directionalAt(j);
            j--;
            if (j > from
                    && tokens.get(j).isLetter()
                    && tokens.get(j + 1).isLetter()
                    && isSecondHalf(tokens.get(j).key(), j + 1, j)) {
                postdirectional = tokens.get(j).key() + postdirectional;
                j--;
            }
        }
        if (j > from) {
            String found = tables.suffixOrMisspelt(tokens.get(j).key());
            boolean sideOfPark = "Park".equals(found) && !postdirectional.isEmpty();
            if (found != null && !sideOfPark && !(unit.isEmpty() && postdirectional.isEmpty() && isNameLike(from, j))) {
                suffix = found;
                j--;
            }
        }
        if (!suffix.isEmpty()
                && postdirectional.isEmpty()
                && j > from
                && !(j == from + 1 && isOpposite(from, j + 2))
                && directionalAt(j) != null
                && !tokens.get(j - 1).startsWithDigit()) {
            postdirectional = directionalAt(j);
            j--;
        }
        String name = Words.join(tokens, from, j + 1);
        double score = 0;
        if (!suffix.isEmpty() && tables.isNameEnding(suffix)) {
            name = name + " " + tables.inFull(suffix);
            suffix = "";
            score = 1.5;
        } else if (!suffix.isEmpty()) {
            score = tables.isStrong(suffix) ? 3 : 2;
        } else if (!postdirectional.isEmpty()) {
            score = tokens.get(from).startsWithDigit() ? 3 : 1.5;
        } else if (j == from && predirectional.isEmpty() && directionalAt(from) != null) {
            score = -8;
        } else if (tokens.get(from).isOrdinal() || name.equalsIgnoreCase("Broadway")) {
            score = 2;
        }
        if (hasSuffixInside(from, j)) {
            score -= 0.75;
        }
        for (int i = from + 1; i <= j; i++) {
            score -= tokens.get(i).afterBreak() ? 3 : 0;
        }
        score -= 0.1 * Math.max(0, j - from - 1);
        return new Street(predirectional, "", name, suffix, postdirectional, unit, score);
    }

    /** "St", "Mc", "The" and the like need what follows: it is no suffix then. */
    private boolean isNameLike(int from, int j) {
        String before = tokens.get(j - 1).key();
        return j - 1 == from && (before.equals("THE") || before.equals("LE") || before.equals("LA"));
    }

    private boolean hasSuffixInside(int from, int last) {
        for (int i = from + 1; i <= last; i++) {
            if (isStrongSuffix(tokens.get(i)) && !tokens.get(i).key().equals("ST")) {
                return true;
            }
        }
        return false;
    }

    private boolean isStrongSuffix(Token token) {
        String suffix = tables.suffix(token.key());
        return suffix != null && tables.isStrong(suffix);
    }

    /** "Wacker 512", "Farwell 1A", "10th Ave SW A": behind a name, and no directional of its own. */
    private boolean isBareUnit(int from, int j) {
        Token token = tokens.get(j);
        boolean behindStreet = tables.suffix(tokens.get(j - 1).key()) != null && j - 1 > from
                || directionalAt(j - 1) != null
                        && j - 2 > from
                        && tables.suffix(tokens.get(j - 2).key()) != null;
        if (token.hasDigit() && !token.isOrdinal()) {
            return behindStreet || isWord(j - 1);
        }
        return behindStreet
                && (token.isLetter()
                        || token.key().length() == 2
                                && token.key().charAt(0) == token.key().charAt(1))
                && directionalAt(j) == null
                && !(j - 1 == from + 1 && tokens.get(from).key().equals("AVENUE"));
    }

    private boolean isWord(int i) {
        Token token = tokens.get(i);
        return !token.hasDigit()
                && directionalAt(i) == null
                && token.key().length() > 1
                && !token.key().equals("NO");
    }
}
