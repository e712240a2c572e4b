package org.vicinity.geocoder.local.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An unfinished address in its parts.
 *
 * @param number the house number, empty where none was typed
 * @param words the words of the street, and of the town where no comma parts them
 * @param town what stands behind the comma, without state and ZIP code; may be unfinished
 * @param zip the digits of a ZIP code at the end; may be unfinished
 * @param finished whether the last of {@code words} is whole: something stands behind it
 */
record TypedText(String number, List<String> words, String town, String zip, boolean finished) {
    private static final int LONGEST = 200;
    private static final Pattern NUMBER = Pattern.compile(
            "((?!\\d+(?:st|nd|rd|th)\\b)[a-z]?\\d[\\w./-]*(?: \\d/\\d)?) +(.*)", Pattern.CASE_INSENSITIVE);
    private static final Pattern ZIP_AT_END = Pattern.compile("(.*?)[ ,]+(\\d{1,5})(?:-\\d{0,4})?");
    private static final Pattern STATE_AT_END = Pattern.compile("(.*?)[ ,]+[A-Za-z]{2}[ ,]*");

    static TypedText of(String typed) {
        String text = typed.replaceAll("[\\p{C}\\s]+", " ").replaceFirst("^[ ,]+", "");
        text = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
        Matcher numbered = NUMBER.matcher(text);
        boolean hasNumber = numbered.matches() && !numbered.group(2).isBlank();
        String rest = hasNumber ? numbered.group(2) : text;
        int comma = rest.indexOf(',');
        String street = comma < 0 ? rest : rest.substring(0, comma);
        String behind = comma < 0 ? "" : rest.substring(comma);
        String zip = "";
        Matcher zipped = ZIP_AT_END.matcher(behind);
        if (zipped.matches()) {
            zip = zipped.group(2);
            behind = zipped.group(1);
        }
        behind = behind.replaceFirst("^[ ,]+", "");
        Matcher state = STATE_AT_END.matcher(behind);
        return new TypedText(
                hasNumber ? numbered.group(1) : "",
                words(street),
                (state.matches() ? state.group(1) : behind).strip(),
                zip,
                comma >= 0 || street.endsWith(" "));
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        for (String word : text.strip().split(" ")) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return words;
    }

    /** The first of the words, as text. */
    String first(int count) {
        return String.join(" ", words.subList(0, count));
    }

    /** The town as it may be meant when the street takes only the first of the words. */
    String townBehind(int count) {
        String inline = String.join(" ", words.subList(count, words.size()));
        return inline.isEmpty() ? town : town.isEmpty() ? inline : inline + ' ' + town;
    }
}
