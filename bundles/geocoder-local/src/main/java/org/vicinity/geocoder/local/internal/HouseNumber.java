package org.vicinity.geocoder.local.internal;

import java.util.Locale;

/**
 * A house number: {@code 4570R} is 4570 and R, a grid number like {@code N6W23001} has no value.
 *
 * @param value the digits it starts with, or {@link #NONE}
 * @param rest what follows, or the whole of a number without value
 */
record HouseNumber(int value, String rest) implements Comparable<HouseNumber> {
    static final int NONE = Integer.MAX_VALUE;

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
        if (rest.length() > 1 && rest.charAt(0) == '-' && Character.isLetter(rest.charAt(1))) {
            rest = rest.substring(1);
        }
        return new HouseNumber(Integer.parseInt(trimmed.substring(0, digits)), rest);
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
