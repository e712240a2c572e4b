package org.vicinity.registry.internal;

import org.apache.commons.codec.language.DoubleMetaphone;

/**
 * A word of a name, and how it may be heard.
 *
 * @param sound empty where it has no letters
 * @param otherSound how else it may be spoken; mostly the same
 */
record NameWord(String text, String sound, String otherSound) {
    /** As it is written, or the beginning of it. */
    static final int WRITTEN = 0;

    static final int HEARD = 1;
    static final int MISSPELT = 2;
    static final int OTHER = 3;

    /** Shorter ones sound like too many. */
    private static final int SHORTEST_HEARD = 3;

    private static final int SHORTEST_MISSPELT = 4;
    private static final int LONG = 8;

    private static final DoubleMetaphone SOUND = new DoubleMetaphone();

    static {
        SOUND.setMaxCodeLen(12);
    }

    static NameWord of(String text) {
        String sound = SOUND.doubleMetaphone(text);
        return sound == null
                ? new NameWord(text, "", "")
                : new NameWord(text, sound, SOUND.doubleMetaphone(text, true));
    }

    /** How this word fits one that somebody searches. */
    int fits(NameWord asked) {
        if (text.startsWith(asked.text)) {
            return WRITTEN;
        }
        if (asked.text.length() >= SHORTEST_HEARD && soundsLike(asked)) {
            return HEARD;
        }
        return asked.text.length() >= SHORTEST_MISSPELT && misspelt(asked) ? MISSPELT : OTHER;
    }

    /** By how else they may be spoken, only those that begin alike: any J may be a Spanish one, which is mute there. */
    private boolean soundsLike(NameWord asked) {
        return !sound.isEmpty()
                && (sound.equals(asked.sound)
                        || text.charAt(0) == asked.text.charAt(0)
                                && (sound.equals(asked.otherSound) || otherSound.equals(asked.sound)));
    }

    private boolean misspelt(NameWord asked) {
        int slips = asked.text.length() < LONG ? 1 : 2;
        return Math.abs(text.length() - asked.text.length()) <= slips && slips(text, asked.text) <= slips;
    }

    /** How many letters are too many, missing, wrong, or swapped with their neighbour. */
    static int slips(String one, String other) {
        int[] before = new int[other.length() + 1];
        int[] above = new int[other.length() + 1];
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            above[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int wrong = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j - 1], above[j]) + 1, above[j - 1] + wrong);
                if (i > 1
                        && j > 1
                        && one.charAt(i - 1) == other.charAt(j - 2)
                        && one.charAt(i - 2) == other.charAt(j - 1)) {
                    row[j] = Math.min(row[j], before[j - 2] + 1);
                }
            }
            int[] free = before;
            before = above;
            above = row;
            row = free;
        }
        return above[other.length()];
    }
}
