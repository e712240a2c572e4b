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

    /** Street types that end names as well: {@code Carr Lane Ave}. */
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("AVENUE", "AVE"),
            Map.entry("BLUFF", "BLF"),
            Map.entry("BOULEVARD", "BLVD"),
            Map.entry("BRIDGE", "BRG"),
            Map.entry("CENTER", "CTR"),
            Map.entry("CIRCLE", "CIR"),
            Map.entry("COURT", "CT"),
            Map.entry("CREEK", "CRK"),
            Map.entry("CROSSING", "XING"),
            Map.entry("DRIVE", "DR"),
            Map.entry("ESTATES", "ESTS"),
            Map.entry("FOREST", "FRST"),
            Map.entry("GARDEN", "GDN"),
            Map.entry("GARDENS", "GDNS"),
            Map.entry("GROVE", "GRV"),
            Map.entry("HEIGHTS", "HTS"),
            Map.entry("HILL", "HL"),
            Map.entry("HILLS", "HLS"),
            Map.entry("LAKE", "LK"),
            Map.entry("LANE", "LN"),
            Map.entry("MEADOW", "MDW"),
            Map.entry("MEADOWS", "MDWS"),
            Map.entry("MOUNTAIN", "MTN"),
            Map.entry("PARKWAY", "PKWY"),
            Map.entry("PLACE", "PL"),
            Map.entry("PLAZA", "PLZ"),
            Map.entry("POINT", "PT"),
            Map.entry("RIDGE", "RDG"),
            Map.entry("RIVER", "RIV"),
            Map.entry("ROAD", "RD"),
            Map.entry("SPRING", "SPG"),
            Map.entry("SPRINGS", "SPGS"),
            Map.entry("SQUARE", "SQ"),
            Map.entry("STATION", "STA"),
            Map.entry("STREET", "ST"),
            Map.entry("TERRACE", "TER"),
            Map.entry("TRAIL", "TRL"),
            Map.entry("VALLEY", "VLY"),
            Map.entry("VIEW", "VW"),
            Map.entry("VILLAGE", "VLG"));

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
                key.append(withoutOrdinalEnding(mapped));
            }
        }
        flush(key, tens);
        return key.toString();
    }

    /** As {@link #of}, and a street type at the name's end is abbreviated, lest it matters what it was taken for. */
    static String ofStreet(String name) {
        String trimmed = name.trim();
        int space = trimmed.lastIndexOf(' ');
        String type = space < 0 ? null : TYPES.get(trimmed.substring(space + 1).toUpperCase(Locale.ROOT));
        return type == null ? of(trimmed) : of(trimmed.substring(0, space)) + type;
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
