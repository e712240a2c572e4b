package org.vicinity.geocoder.local.internal;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The form in which names are compared: no case, marks, spaces or spelled-out ordinals. */
final class NameKey {
    private static final Map<String, Integer> TENS = Map.of(
            "TWENTY", 20, "THIRTY", 30, "FORTY", 40, "FIFTY", 50, "SIXTY", 60, "SEVENTY", 70, "EIGHTY", 80, "NINETY",
            90);
    private static final String[] ORDINALS = {
        "FIRST",
        "SECOND",
        "THIRD",
        "FOURTH",
        "FIFTH",
        "SIXTH",
        "SEVENTH",
        "EIGHTH",
        "NINTH",
        "TENTH",
        "ELEVENTH",
        "TWELFTH",
        "THIRTEENTH",
        "FOURTEENTH",
        "FIFTEENTH",
        "SIXTEENTH",
        "SEVENTEENTH",
        "EIGHTEENTH",
        "NINETEENTH",
        "TWENTIETH"
    };

    private static final Map<String, String> WORDS = words();

    /** Street types that end names as well, by their abbreviations: {@code Carr Ln Ave} is Carr Lane Avenue. */
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("AVE", "AVENUE"),
            Map.entry("BLF", "BLUFF"),
            Map.entry("BLVD", "BOULEVARD"),
            Map.entry("BRG", "BRIDGE"),
            Map.entry("CTR", "CENTER"),
            Map.entry("CIR", "CIRCLE"),
            Map.entry("CT", "COURT"),
            Map.entry("CRK", "CREEK"),
            Map.entry("XING", "CROSSING"),
            Map.entry("DR", "DRIVE"),
            Map.entry("ESTS", "ESTATES"),
            Map.entry("FRST", "FOREST"),
            Map.entry("GDN", "GARDEN"),
            Map.entry("GDNS", "GARDENS"),
            Map.entry("GRV", "GROVE"),
            Map.entry("HTS", "HEIGHTS"),
            Map.entry("HL", "HILL"),
            Map.entry("HLS", "HILLS"),
            Map.entry("LK", "LAKE"),
            Map.entry("LN", "LANE"),
            Map.entry("MDW", "MEADOW"),
            Map.entry("MDWS", "MEADOWS"),
            Map.entry("MTN", "MOUNTAIN"),
            Map.entry("PKWY", "PARKWAY"),
            Map.entry("PL", "PLACE"),
            Map.entry("PLZ", "PLAZA"),
            Map.entry("PT", "POINT"),
            Map.entry("RDG", "RIDGE"),
            Map.entry("RIV", "RIVER"),
            Map.entry("RD", "ROAD"),
            Map.entry("SPG", "SPRING"),
            Map.entry("SPGS", "SPRINGS"),
            Map.entry("SQ", "SQUARE"),
            Map.entry("STA", "STATION"),
            Map.entry("ST", "STREET"),
            Map.entry("TER", "TERRACE"),
            Map.entry("TRL", "TRAIL"),
            Map.entry("VLY", "VALLEY"),
            Map.entry("VW", "VIEW"),
            Map.entry("VLG", "VILLAGE"));

    private NameKey() {}

    /** {@code "Saint Louis"} and {@code "St. Louis"} are STLOUIS, {@code "Twenty-First"} and {@code "21st"} are 21. */
    static String of(String name) {
        var key = new StringBuilder(name.length());
        var word = new StringBuilder();
        int tens = 0;
        String text = plain(name);
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? Character.toUpperCase(text.charAt(i)) : ' ';
            if (c >= 'A' && c <= 'Z' || c >= '0' && c <= '9') {
                word.append(c);
            } else if (c == '&') {
                key.append("AND");
            } else if (c != '\'' && c != '.' && c != '’' && word.length() > 0) {
                String token = word.toString();
                word.setLength(0);
                Integer ten = TENS.get(token);
                if (ten != null) {
                    flush(key, tens);
                    tens = ten;
                    continue;
                }
                String mapped = WORDS.getOrDefault(token, token);
                if (tens > 0 && mapped.length() == 1 && mapped != token && Character.isDigit(mapped.charAt(0))) {
                    mapped = Integer.toString(tens + mapped.charAt(0) - '0');
                } else {
                    flush(key, tens);
                }
                tens = 0;
                key.append(withoutLeadingZeros(withoutOrdinalEnding(mapped)));
            }
        }
        flush(key, tens);
        return key.toString();
    }

    /** As {@link #of}, and a street type at the name's end is spelled out, lest it matters what it was taken for. */
    static String ofStreet(String name) {
        String trimmed = name.trim();
        int space = trimmed.lastIndexOf(' ');
        String type = space < 0 ? null : TYPES.get(trimmed.substring(space + 1).toUpperCase(Locale.ROOT));
        return type == null ? of(trimmed) : of(trimmed.substring(0, space)) + type;
    }

    /** {@code AVENUE} for {@code AVE}; a type without a longer form as it is. */
    static String typeInFull(String abbreviation) {
        return TYPES.getOrDefault(abbreviation, abbreviation);
    }

    private static void flush(StringBuilder key, int tens) {
        if (tens > 0) {
            TENS.forEach((word, value) -> {
                if (value == tens) {
                    key.append(word);
                }
            });
        }
    }

    private static String plain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 127) {
                return Normalizer.normalize(text, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
            }
        }
        return text;
    }

    private static String withoutOrdinalEnding(String word) {
        int length = word.length();
        if (length < 3 || !Character.isDigit(word.charAt(0)) || !Character.isDigit(word.charAt(length - 3))) {
            return word;
        }
        return switch (word.substring(length - 2)) {
            case "ST", "ND", "RD", "TH" -> word.substring(0, length - 2);
            default -> word;
        };
    }

    /** {@code 02nd St} is 2nd St. */
    private static String withoutLeadingZeros(String word) {
        int zeros = 0;
        while (zeros < word.length() - 1 && word.charAt(zeros) == '0' && Character.isDigit(word.charAt(zeros + 1))) {
            zeros++;
        }
        return word.substring(zeros);
    }

    private static Map<String, String> words() {
        Map<String, String> words = new HashMap<>();
        for (int i = 0; i < ORDINALS.length; i++) {
            words.put(ORDINALS[i], Integer.toString(i + 1));
        }
        words.putAll(Map.of(
                "SAINT", "ST", "SAINTE", "STE", "MOUNT", "MT", "FORT", "FT", "NORTH", "N", "SOUTH", "S", "EAST", "E",
                "WEST", "W"));
        words.putAll(Map.of(
                "NORTHEAST",
                "NE",
                "NORTHWEST",
                "NW",
                "SOUTHEAST",
                "SE",
                "SOUTHWEST",
                "SW",
                "DOCTOR",
                "DR",
                "JUNIOR",
                "JR"));
        return Map.copyOf(words);
    }

    /** {@code "QUEEN CITY"} as {@code "Queen City"}; a name in mixed case stays as it is. */
    static String display(String name) {
        if (!name.equals(name.toUpperCase(Locale.ROOT)) && !name.equals(name.toLowerCase(Locale.ROOT))) {
            return name;
        }
        var shown = new StringBuilder(name.length());
        boolean start = true;
        boolean digits = false;
        boolean oneWordOfConsonants = name.length() <= 2;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean upper = (start || oneWordOfConsonants) && !digits;
            shown.append(upper ? Character.toUpperCase(c) : Character.toLowerCase(c));
            digits = Character.isDigit(c) || digits && Character.isLetter(c);
            start = !Character.isLetterOrDigit(c) && c != '\'';
        }
        return shown.toString();
    }
}
