package org.vicinity.geocoding.internal;

/**
 * A word of an address.
 *
 * @param text as written, without surrounding punctuation
 * @param key upper case, without periods and apostrophes: what tables are asked for
 * @param afterBreak whether a comma or a line's end stood before it
 */
record Token(String text, String key, boolean afterBreak) {
    boolean hasDigit() {
        for (int i = 0; i < key.length(); i++) {
            if (isDigit(key.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    boolean isDigits() {
        for (int i = 0; i < key.length(); i++) {
            if (!isDigit(key.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    boolean startsWithDigit() {
        return isDigit(key.charAt(0));
    }

    boolean isLetter() {
        return key.length() == 1 && key.charAt(0) >= 'A' && key.charAt(0) <= 'Z';
    }

    /** {@code 1ST}, {@code 22nd}. */
    boolean isOrdinal() {
        int length = key.length();
        if (length < 3 || !isDigit(key.charAt(length - 3))) {
            return false;
        }
        return key.endsWith("TH") || key.endsWith("ST") || key.endsWith("ND") || key.endsWith("RD");
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
