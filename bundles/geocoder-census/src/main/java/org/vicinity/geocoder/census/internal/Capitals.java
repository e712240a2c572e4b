package org.vicinity.geocoder.census.internal;

import java.util.Locale;
import java.util.Set;

/** Readable capitals. */
final class Capitals {
    private static final Set<String> DIRECTIONALS = Set.of("N", "S", "E", "W", "NE", "NW", "SE", "SW");
    private static final Set<String> ROADS = Set.of("US", "FM");

    private Capitals() {}

    static boolean isDirectional(String word) {
        return DIRECTIONALS.contains(word);
    }

    static String title(String capitals) {
        var text = new StringBuilder();
        for (String word : capitals.strip().split("\\s+")) {
            text.append(text.isEmpty() ? "" : " ");
            if (isDirectional(word) || ROADS.contains(word) || word.length() < 2) {
                text.append(word);
            } else if (Character.isDigit(word.charAt(0))) {
                text.append(word.toLowerCase(Locale.ROOT));
            } else {
                text.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
            }
        }
        return text.toString();
    }
}
