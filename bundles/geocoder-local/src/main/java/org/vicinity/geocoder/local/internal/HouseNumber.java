package org.vicinity.geocoder.local.internal;

import java.util.Locale;
import java.util.Map;

/**
 * A house number: {@code 4570R} is 4570 and R, a grid number like {@code N6W23001} has no value.
 *
 * @param value the digits it starts with, or {@link #NONE}
 * @param rest what follows, or the whole of a number without value
 */
record HouseNumber(int value, String rest) implements Comparable<HouseNumber> {
    static final int NONE = Integer.MAX_VALUE;

    /** The second number of a lot's range is no more than this above the first. */
    private static final int LONGEST_RANGE = 100;

    private static final Map<String, String> DECIMALS = Map.of(".25", "1/4", ".5", "1/2", ".50", "1/2", ".75", "3/4");

    static HouseNumber of(String text) {
        String trimmed = text.trim();
        int digits = 0;
        while (digits < trimmed.length() && trimmed.charAt(digits) >= '0' && trimmed.charAt(digits) <= '9') {
            digits++;
        }
        if (digits == 0 || digits > 9) {
            return new HouseNumber(NONE, compact(trimmed));
        }
        String rest = digits == trimmed.length() ? "" : compact(trimmed.substring(digits));
        boolean hyphenSaysNothing = rest.length() > 1
                && rest.charAt(0) == '-'
                && (Character.isLetter(rest.charAt(1)) || rest.indexOf('/') > 0);
        return new HouseNumber(
                Integer.parseInt(trimmed.substring(0, digits)),
                hyphenSaysNothing ? rest.substring(1) : DECIMALS.getOrDefault(rest, rest));
    }

    /**
     * Whether this is a part of the lot that the first number names: {@code 12B}, {@code 12 1/2}, or a range like
     * {@code 1302-04}. Of other compounds, as {@code 37-12} in Queens or {@code 4-1302} for unit 4, the first digits name
     * another place.
     */
    boolean hasWholeLot() {
        if (value == NONE || rest.isEmpty()) {
            return false;
        }
        if (rest.charAt(0) != '-') {
            return true;
        }
        String second = rest.substring(1);
        if (second.isEmpty() || second.length() > 6 || !second.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return false;
        }
        String first = Integer.toString(value);
        int shared = first.length() - second.length();
        if (shared < 0) {
            return false;
        }
        int difference = Integer.parseInt(first.substring(0, shared) + second) - value;
        return difference > 0 && difference < LONGEST_RANGE && (shared == 0 || second.length() > 1);
    }

    /** The number of the house where a unit's stands before it: 1302 of {@code 4-1302}; else the value. */
    int likelyValue() {
        String second = rest.startsWith("-") ? rest.substring(1) : "";
        boolean unitFirst = !hasWholeLot()
                && second.length() > Integer.toString(value).length()
                && second.length() <= 6
                && second.chars().allMatch(c -> c >= '0' && c <= '9');
        return unitFirst ? Integer.parseInt(second) : value;
    }

    private static String compact(String text) {
        return text.replace(" ", "").toUpperCase(Locale.ROOT);
    }

    boolean plain() {
        return value != NONE && rest.isEmpty();
    }

    boolean numbered() {
        return value != NONE;
    }

    boolean allDigits() {
        return rest.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** Without its letter, fraction or second number. */
    HouseNumber base() {
        return new HouseNumber(value, "");
    }

    String display() {
        if (value == NONE) {
            return rest;
        }
        return value + (rest.contains("/") ? " " : "") + rest;
    }

    @Override
    public int compareTo(HouseNumber other) {
        int byValue = Integer.compare(value, other.value);
        return byValue != 0 ? byValue : rest.compareTo(other.rest);
    }
}
