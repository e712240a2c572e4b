package org.vicinity.geocoding.internal;

import java.util.List;
import java.util.Map;

/**
 * The house number that begins an address.
 *
 * @param text as written; a number in words in digits
 * @param end the index of the word behind it
 */
record HouseNumber(String text, int end) {
    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("ONE", "1"),
            Map.entry("TWO", "2"),
            Map.entry("THREE", "3"),
            Map.entry("FOUR", "4"),
            Map.entry("FIVE", "5"),
            Map.entry("SIX", "6"),
            Map.entry("SEVEN", "7"),
            Map.entry("EIGHT", "8"),
            Map.entry("NINE", "9"),
            Map.entry("TEN", "10"),
            Map.entry("ELEVEN", "11"),
            Map.entry("TWELVE", "12"));

    /** The number at the index, or null. */
    static HouseNumber at(List<Token> tokens, int i, int to, Tables tables) {
        if (i >= to) {
            return null;
        }
        Token token = tokens.get(i);
        String key = token.key();
        if (token.startsWithDigit()) {
            return isPlain(token) ? withWhatFollows(tokens, i, to, tables) : null;
        }
        if (WORDS.containsKey(key)) {
            return i + 1 < to ? new HouseNumber(WORDS.get(key), i + 1) : null;
        }
        if (isGridHalf(key)) {
            if (i + 2 < to && isGridHalf(tokens.get(i + 1).key())) {
                return new HouseNumber(token.text() + " " + tokens.get(i + 1).text(), i + 2);
            }
            return key.length() >= 4 ? new HouseNumber(token.text(), i + 1) : null;
        }
        return isWholeGrid(key) ? new HouseNumber(token.text(), i + 1) : null;
    }

    private static HouseNumber withWhatFollows(List<Token> tokens, int i, int to, Tables tables) {
        Token token = tokens.get(i);
        if (i + 1 < to) {
            Token next = tokens.get(i + 1);
            if (isFraction(next.key())) {
                return new HouseNumber(token.text() + " " + next.text(), i + 2);
            }
            if (isRange(token, next) && i + 2 < to && !isRoad(tokens, i + 2, to, tables)) {
                return new HouseNumber(token.text() + "-" + next.text(), i + 2);
            }
            if (i + 2 < to && token.isDigits() && isNumberLetter(next, tokens.get(i + 2), tables)) {
                return new HouseNumber(token.text() + " " + next.text(), i + 2);
            }
        }
        return new HouseNumber(token.text(), i + 1);
    }

    /** The B of "2458 B Wesley Chapel Rd", but not of "12 B St", "13 T I Blvd" or "290 C and N Mill Rd". */
    private static boolean isNumberLetter(Token letter, Token next, Tables tables) {
        return letter.isLetter()
                && (letter.key().charAt(0) <= 'H' || letter.key().equals("R"))
                && tables.directional(letter.key()) == null
                && !next.isLetter()
                && !next.afterBreak()
                && !next.key().equals("AND")
                && !next.key().equals("&")
                && tables.suffix(next.key()) == null;
    }

    /** "12 71 Business Hwy", "318 400 S": the second is a road's number. */
    private static boolean isRoad(List<Token> tokens, int i, int to, Tables tables) {
        String key = tokens.get(i).key();
        boolean lastOfLine = i + 1 == to || tokens.get(i + 1).afterBreak();
        return RouteReader.VARIANTS.contains(key) || tables.directional(key) != null && lastOfLine;
    }

    private static boolean isPlain(Token token) {
        String key = token.key();
        if (token.isOrdinal() || isFraction(key)) {
            return false;
        }
        int letters = 0;
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                letters++;
            } else if (!Token.isDigit(c) && c != '-' && c != '/' && c != '.') {
                return false;
            }
        }
        return letters <= 2;
    }

    private static boolean isFraction(String key) {
        return key.length() == 3
                && key.charAt(1) == '/'
                && Token.isDigit(key.charAt(0))
                && Token.isDigit(key.charAt(2));
    }

    private static boolean isRange(Token first, Token second) {
        if (!first.isDigits()
                || !second.isDigits()
                || first.key().length() != second.key().length()) {
            return false;
        }
        if (first.key().length() > 6 || first.key().length() < 2) {
            return false;
        }
        int difference = Integer.parseInt(second.key()) - Integer.parseInt(first.key());
        return difference > 0 && difference < 100;
    }

    /** {@code N170}, {@code T703}: a letter and digits. */
    private static boolean isGridHalf(String key) {
        if (key.length() < 3 || key.charAt(0) < 'A' || key.charAt(0) > 'Z') {
            return false;
        }
        for (int i = 1; i < key.length(); i++) {
            boolean lastLetter = i == key.length() - 1 && i > 3 && Character.isLetter(key.charAt(i));
            if (!Token.isDigit(key.charAt(i)) && !lastLetter) {
                return false;
            }
        }
        return true;
    }

    /** {@code N6W23001}. */
    private static boolean isWholeGrid(String key) {
        int second = 1;
        while (second < key.length() && Token.isDigit(key.charAt(second))) {
            second++;
        }
        if (second == 1 || second >= key.length() - 1 || "NSEW".indexOf(key.charAt(0)) < 0) {
            return false;
        }
        if ("NSEW".indexOf(key.charAt(second)) < 0) {
            return false;
        }
        for (int i = second + 1; i < key.length(); i++) {
            if (!Token.isDigit(key.charAt(i))) {
                return false;
            }
        }
        return true;
    }
}
