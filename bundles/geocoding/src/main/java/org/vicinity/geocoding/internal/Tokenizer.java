package org.vicinity.geocoding.internal;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Splits address text into words, mending what is run together ({@code Suite100}, {@code St.Louis}, {@code Rd#2}). */
final class Tokenizer {
    private static final int MOST_TOKENS = 60;
    private static final Set<String> GLUED =
            Set.of("APT", "APARTMENT", "STE", "SUITE", "UNIT", "BLDG", "BLD", "RM", "ROOM", "LOT", "BOX", "POBOX");
    private static final Set<String> SLASHED = Set.of("C/O", "M/C", "N/A", "A/K/A", "B/W");

    /** Marks of direction, soft hyphens, joiners and the like, as they come along with copied text. */
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cf}\\p{Mn}&&[^\\u0300-\\u036f]]|[\\p{Cc}&&[^\\s]]");

    private static final Pattern REMARK = Pattern.compile(
            "[(\\[](?! *(?:apt|apartment|unit|ste|suite|bldg|lot|rm|room|fl|floor|trlr|#|\\d))[^)\\]\\d]*[)\\]]",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern STATE_AND_ZIP = Pattern.compile("[A-Za-z]{2}\\d{5}(-\\d{4})?");

    private static final boolean[] WORD = new boolean[128];

    static {
        for (char c = '!'; c < 127; c++) {
            WORD[c] = ",;#&@()[]{}\"<>|=*!?_:\\".indexOf(c) < 0;
        }
    }

    private final List<Token> tokens = new ArrayList<>(16);
    private final String text;
    private boolean afterBreak;

    private Tokenizer(String text) {
        this.text = text;
    }

    static List<Token> tokens(String text) {
        var tokenizer = new Tokenizer(withoutRemarks(plain(text)));
        tokenizer.run();
        return tokenizer.tokens;
    }

    /** "1302 N 10th St (homeless)": what stands in brackets behind a house number is a remark, unless it is a unit. */
    private static String withoutRemarks(String text) {
        if (text.indexOf('(') < 0 && text.indexOf('[') < 0) {
            return text;
        }
        String without = REMARK.matcher(text).replaceAll(" ").strip();
        return !without.isEmpty() && Token.isDigit(without.charAt(0)) ? without : text;
    }

    private static String plain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 126) {
                return Normalizer.normalize(
                                INVISIBLE.matcher(text).replaceAll("").replaceAll("(?<=\\d)(?=[½¼¾])", " "),
                                Normalizer.Form.NFKC)
                        .replace('\u2044', '/')
                        .replace('\u2019', '\'')
                        .replaceAll("[\u2010-\u2015]", "-");
            }
        }
        return text;
    }

    private void run() {
        int start = -1;
        for (int i = 0; i <= text.length() && tokens.size() < MOST_TOKENS; i++) {
            char c = i < text.length() ? text.charAt(i) : ' ';
            if (isWordCharacter(c) && !splitsHere(i, start)) {
                start = start < 0 ? i : start;
                continue;
            }
            if (start >= 0) {
                word(text.substring(start, i));
                start = -1;
            }
            switch (c) {
                case ',', ';', '\n', '\r' -> afterBreak = true;
                case '#', '&', '@' -> add(String.valueOf(c));
                default -> {
                    if (isWordCharacter(c) && c != '.') {
                        start = i;
                    }
                }
            }
        }
    }

    private static boolean isWordCharacter(char c) {
        return c < 128 ? WORD[c] : Character.isLetterOrDigit(c) || Character.getType(c) == Character.NON_SPACING_MARK;
    }

    /** A period between two words that each have two letters ({@code St.Louis}) is a space. */
    private boolean splitsHere(int i, int start) {
        if (start < 0 || text.charAt(i) != '.' || i + 1 >= text.length()) {
            return false;
        }
        if (i - start == 1) {
            // "N.10th"
            return "NSEWnsew".indexOf(text.charAt(start)) >= 0 && Token.isDigit(text.charAt(i + 1));
        }
        return Character.isLetterOrDigit(text.charAt(i + 1))
                && Character.isLetter(text.charAt(i - 1))
                && Character.isLetter(text.charAt(i - 2));
    }

    private void word(String word) {
        int slash = word.indexOf('/');
        if (slash > 0
                && slash < word.length() - 1
                && !Token.isDigit(word.charAt(slash - 1))
                && !SLASHED.contains(word.toUpperCase(Locale.ROOT))) {
            word(word.substring(0, slash));
            add("&");
            word(word.substring(slash + 1));
            return;
        }
        int digit = 0;
        while (digit < word.length() && Character.isLetter(word.charAt(digit))) {
            digit++;
        }
        if (digit > 1
                && digit < word.length()
                && (Token.isDigit(word.charAt(digit)) || word.charAt(digit) == '-')
                && GLUED.contains(word.substring(0, digit).toUpperCase(Locale.ROOT))) {
            add(word.substring(0, digit));
            add(word.substring(word.charAt(digit) == '-' ? digit + 1 : digit));
            return;
        }
        if (digit == 2 && STATE_AND_ZIP.matcher(word).matches()) {
            add(word.substring(0, 2));
            add(word.substring(2));
            return;
        }
        add(word);
    }

    private void add(String word) {
        int from = 0;
        int to = word.length();
        while (to > from && "-'`.".indexOf(word.charAt(to - 1)) >= 0) {
            to--;
        }
        while (from < to && "-'`".indexOf(word.charAt(from)) >= 0) {
            from++;
        }
        if (from == to) {
            return;
        }
        String shown = word.substring(from, to);
        tokens.add(new Token(shown, key(shown), afterBreak && !tokens.isEmpty()));
        afterBreak = false;
    }

    private static String key(String word) {
        var key = new StringBuilder(word.length());
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c != '.' && c != '\'' && c != '`') {
                key.append(Character.toUpperCase(c));
            }
        }
        return key.isEmpty() ? word : key.toString();
    }
}
