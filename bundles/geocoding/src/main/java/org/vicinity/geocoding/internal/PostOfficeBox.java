package org.vicinity.geocoding.internal;

import java.util.List;
import java.util.Set;

/**
 * A box in a post office or along a carrier's route: a place for mail, never for a circle on the map.
 *
 * @param from index of its first word
 * @param to index behind its last
 */
record PostOfficeBox(int from, int to) {
    private static final Set<String> ROUTES =
            Set.of("RR", "RFD", "RD", "HC", "HCR", "ROUTE", "RTE", "RT", "STAR", "RURAL", "SOUTH", "NORTH");
    private static final Set<String> LOCKED = Set.of("LOCKBOX", "LBX", "DRAWER", "CALLER");

    /** The first box in the words, or null. */
    static PostOfficeBox find(List<Token> tokens, boolean numbered) {
        for (int i = 0; i < tokens.size(); i++) {
            int box = boxWord(tokens, i);
            if (box > 0) {
                return new PostOfficeBox(i, behindIdentifier(tokens, box, true));
            }
            String key = tokens.get(i).key();
            if (LOCKED.contains(key) && i + 1 < tokens.size() && digitsSoon(tokens, i + 1)) {
                return new PostOfficeBox(i, behindIdentifier(tokens, i + 1, true));
            }
            boolean routeFirst = !numbered && ROUTES.contains(key)
                    || key.equals("RR")
                    || key.equals("HC")
                    || key.equals("HCR")
                    || key.equals("HIGHWAY") && next(tokens, i).equals("CONTRACT")
                    || key.equals("HWY") && next(tokens, i).equals("CONTRACT");
            if (routeFirst) {
                for (int b = i + 1; b < Math.min(i + 6, tokens.size()); b++) {
                    if (tokens.get(b).key().equals("BOX")) {
                        return new PostOfficeBox(i, behindIdentifier(tokens, b + 1, true));
                    }
                }
            }
            if (key.equals("BOX") || key.equals("BX")) {
                int end = behindIdentifier(tokens, i + 1, false);
                if (end > i + 1) {
                    return new PostOfficeBox(i, end);
                }
            }
        }
        return null;
    }

    /** The index behind "PO Box" in any spelling, or 0. */
    private static int boxWord(List<Token> tokens, int i) {
        String key = tokens.get(i).key();
        String next = next(tokens, i);
        switch (key) {
            case "POBOX", "POB" -> {
                return i + 1;
            }
            case "PO" -> {
                if (next.equals("BOX") || next.equals("BX")) {
                    return i + 2;
                }
                return !next.isEmpty() && Token.isDigit(next.charAt(0)) ? i + 1 : 0;
            }
            case "P" -> {
                if (next.equals("O")
                        && (next(tokens, i + 1).equals("BOX")
                                || next(tokens, i + 1).equals("BX"))) {
                    return i + 3;
                }
                return 0;
            }
            case "POST" -> {
                if (!next.equals("OFFICE")) {
                    return 0;
                }
                String third = next(tokens, i + 1);
                return third.equals("BOX") ? i + 3 : third.isEmpty() || !Token.isDigit(third.charAt(0)) ? 0 : i + 2;
            }
            default -> {
                return 0;
            }
        }
    }

    private static String next(List<Token> tokens, int i) {
        return i + 1 < tokens.size() ? tokens.get(i + 1).key() : "";
    }

    private static boolean digitsSoon(List<Token> tokens, int i) {
        Token token = tokens.get(i);
        return token.hasDigit() || token.key().equals("#");
    }

    private static int behindIdentifier(List<Token> tokens, int i, boolean letterToo) {
        int at = i;
        if (at < tokens.size() && tokens.get(at).key().equals("#")) {
            at++;
        }
        if (at >= tokens.size() || tokens.get(at).afterBreak()) {
            return at;
        }
        Token token = tokens.get(at);
        if (!token.hasDigit() && !(letterToo && token.isLetter())) {
            return i;
        }
        at++;
        if (at < tokens.size()
                && tokens.get(at).isLetter()
                && !tokens.get(at).afterBreak()
                && at + 1 == tokens.size()) {
            at++;
        }
        return at;
    }
}
