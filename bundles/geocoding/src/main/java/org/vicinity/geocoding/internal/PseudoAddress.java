package org.vicinity.geocoding.internal;

import java.util.List;
import java.util.Set;

/** What registries write where a person has no address, or none that is told. */
final class PseudoAddress {
    /** Enough wherever they stand, unless a house number begins the text. */
    private static final Set<String> TELLING = Set.of(
            "ABSCONDED",
            "CUSTODY",
            "DECEASED",
            "DEPORTED",
            "DETENTION",
            "HOMELESS",
            "IMMIGRATION",
            "INCARC",
            "INCARCERATED",
            "INCARCERATION",
            "INMATE",
            "TRANSIENT",
            "UNDERPASS",
            "UNHOUSED",
            "UNK",
            "UNKNOWN",
            "VICINITY",
            "WHEREABOUTS",
            "BLK");

    /** Enough where no house number follows either: a jail may well have an address. */
    private static final Set<String> TELLING_ALONE = Set.of("JAIL", "PRISON", "BETWEEN", "MOVED", "PENITENTIARY");

    private static final Set<String> WHOLE = Set.of(
            "NONE", "NA", "N/A", "TBD", "NULL", "NIL", "TEST", "NO ADDRESS", "NO LONGER", "NOT AVAILABLE", "DOC");
    private static final Set<String> PHRASES = Set.of(
            "OUT OF STATE",
            "OUT OF COUNTRY",
            "FAILURE TO REGISTER",
            "NO LONGER",
            "NO FIXED",
            "NO ADDRESS",
            "NO PERMANENT",
            "NO KNOWN",
            "ADDRESS UNKNOWN",
            "UNDER BRIDGE",
            "UNDER THE",
            "DEPT OF CORRECTIONS",
            "DEPARTMENT OF CORRECTIONS",
            "NOT REPORTED",
            "NOT KNOWN",
            "GENERAL DELIVERY");
    private static final Set<String> DUMMY_ZIPS = Set.of("00000", "11111", "99999");

    private PseudoAddress() {}

    static boolean isDummyZip(String zip) {
        return DUMMY_ZIPS.contains(zip);
    }

    /** @param numbered whether a house number begins the text */
    static boolean matches(List<Token> tokens, boolean numbered, Tables tables) {
        if (tokens.isEmpty()) {
            return true;
        }
        for (int i = 0; i < tokens.size(); i++) {
            if (isBlockOf(tokens, i) || isFiller(tokens.get(i), i)) {
                return true;
            }
        }
        if (numbered) {
            return false;
        }
        boolean numberLater = tokens.stream().anyMatch(token -> token.isDigits() && token.afterBreak());
        var text = new StringBuilder();
        for (int i = 0; i < tokens.size(); i++) {
            String key = tokens.get(i).key();
            text.append(i == 0 ? "" : " ").append(key);
            boolean streetName = i + 1 < tokens.size()
                    && !tokens.get(i + 1).afterBreak()
                    && tables.suffix(tokens.get(i + 1).key()) != null;
            if (!streetName
                    && (TELLING.contains(key) || isMisspelt(key) || TELLING_ALONE.contains(key) && !numberLater)) {
                return true;
            }
        }
        String whole = text.toString();
        if (WHOLE.contains(whole)) {
            return true;
        }
        for (String phrase : PHRASES) {
            if (whole.contains(phrase)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isMisspelt(String key) {
        return key.length() >= 6 && key.startsWith("HO") && Spelling.isOneEditApart(key, "HOMELESS")
                || key.length() >= 11 && Spelling.isOneEditApart(key, "INCARCERATED")
                || key.length() >= 8 && Spelling.isOneEditApart(key, "TRANSIENT")
                || key.equals("UNKOWN")
                || key.equals("HOMLES");
    }

    /** "1200 block of Main St", "1200 BLK MAIN ST"; but not "12 Block St". */
    private static boolean isBlockOf(List<Token> tokens, int i) {
        String key = tokens.get(i).key();
        if (key.equals("BLK")) {
            return i <= 2;
        }
        return key.equals("BLOCK")
                && i <= 2
                && i + 1 < tokens.size()
                && tokens.get(i + 1).key().equals("OF");
    }

    private static boolean isFiller(Token token, int i) {
        String key = token.key();
        if (key.length() < 3 || i > 1) {
            return false;
        }
        char first = key.charAt(0);
        if (first != 'X' && first != '?' && first != '*' && first != '.') {
            return false;
        }
        for (int c = 1; c < key.length(); c++) {
            if (key.charAt(c) != first) {
                return false;
            }
        }
        return true;
    }
}
