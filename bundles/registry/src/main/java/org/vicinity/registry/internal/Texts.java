package org.vicinity.registry.internal;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.vicinity.registry.OffenderRecord;

/** The forms in which texts are compared: case, spaces, punctuation and usual abbreviations make no difference. */
final class Texts {
    private static final Map<String, String> SHORT = Map.ofEntries(
            Map.entry("STREET", "ST"),
            Map.entry("STR", "ST"),
            Map.entry("AVENUE", "AVE"),
            Map.entry("AV", "AVE"),
            Map.entry("ROAD", "RD"),
            Map.entry("DRIVE", "DR"),
            Map.entry("LANE", "LN"),
            Map.entry("COURT", "CT"),
            Map.entry("CIRCLE", "CIR"),
            Map.entry("BOULEVARD", "BLVD"),
            Map.entry("PLACE", "PL"),
            Map.entry("TERRACE", "TER"),
            Map.entry("TRAIL", "TRL"),
            Map.entry("PARKWAY", "PKWY"),
            Map.entry("HIGHWAY", "HWY"),
            Map.entry("SQUARE", "SQ"),
            Map.entry("NORTH", "N"),
            Map.entry("SOUTH", "S"),
            Map.entry("EAST", "E"),
            Map.entry("WEST", "W"),
            Map.entry("NORTHEAST", "NE"),
            Map.entry("NORTHWEST", "NW"),
            Map.entry("SOUTHEAST", "SE"),
            Map.entry("SOUTHWEST", "SW"),
            Map.entry("APARTMENT", "APT"),
            Map.entry("SUITE", "STE"),
            Map.entry("BUILDING", "BLDG"),
            Map.entry("SAINT", "ST"),
            Map.entry("COUNTY", "CO"),
            Map.entry("ROUTE", "RT"),
            Map.entry("RTE", "RT"));

    private static final String COUNTY = " COUNTY";

    private Texts() {}

    /** Upper case without accents; letters and digits in words with one space between. */
    static String key(String text) {
        String upper = Normalizer.normalize(text, Normalizer.Form.NFD).toUpperCase(Locale.ROOT);
        StringBuilder key = new StringBuilder(upper.length());
        boolean between = false;
        for (int i = 0; i < upper.length(); i += Character.charCount(upper.codePointAt(i))) {
            int character = upper.codePointAt(i);
            if (isInWords(character)) {
                if (between && !key.isEmpty()) {
                    key.append(' ');
                }
                key.appendCodePoint(character);
                between = false;
            } else if (!isLeftOut(character)) {
                between = true;
            }
        }
        return key.toString();
    }

    private static boolean isInWords(int character) {
        return switch (Character.getType(character)) {
            case Character.LETTER_NUMBER, Character.OTHER_NUMBER -> true;
            default -> Character.isLetterOrDigit(character);
        };
    }

    /** Apostrophes, points and accents stand within words. */
    private static boolean isLeftOut(int character) {
        return switch (Character.getType(character)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK -> true;
            default -> character == '\'' || character == '’' || character == '.';
        };
    }

    static String addressKey(OffenderRecord.Address address) {
        return abbreviated(address.street())
                + "|" + abbreviated(address.city())
                + "|" + key(address.state())
                + "|" + zipKey(address.zip());
    }

    /** The five digits; a ZIP+4 names the same place more closely. */
    static String zipKey(String zip) {
        String key = zip.trim();
        return key.length() > 5 ? key.substring(0, 5) : key;
    }

    /** "Cole County" and "Cole" are the same. */
    static String countyKey(String county) {
        String key = key(county);
        return key.endsWith(COUNTY) ? key.substring(0, key.length() - COUNTY.length()) : key;
    }

    /** {@link #key} with the usual abbreviations: "Saint Louis" and "St. Louis" are the same. */
    static String abbreviated(String text) {
        return Arrays.stream(key(text).split(" "))
                .map(word -> SHORT.getOrDefault(word, word))
                .collect(Collectors.joining(" "));
    }

    static List<String> words(String name) {
        return Arrays.stream(key(name).split(" "))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
