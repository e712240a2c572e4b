package org.vicinity.geocoder.local.internal;

import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.lucene.util.automaton.Automata;
import org.apache.lucene.util.automaton.Automaton;
import org.apache.lucene.util.automaton.LevenshteinAutomata;
import org.apache.lucene.util.automaton.Operations;

/** Names that differ by one typing error: a letter missing, doubled, wrong, or two letters swapped. */
final class Spelling {
    /** Shorter names are each other's typing errors too often. */
    static final int SHORTEST = 4;

    private static final int SHORTEST_ALIKE = 6;

    private Spelling() {}

    /** The name and all it becomes when one character is left out: two names one error apart share one of these. */
    static Set<String> deletions(String name) {
        Set<String> deletions = new LinkedHashSet<>();
        deletions.add(name);
        for (int i = 0; i < name.length(); i++) {
            deletions.add(name.substring(0, i) + name.substring(i + 1));
        }
        return deletions;
    }

    /** Whether one typing error makes one of the other; digits are never taken for errors. */
    static boolean oneErrorApart(String a, String b) {
        if (a.equals(b) || Math.abs(a.length() - b.length()) > 1) {
            return false;
        }
        int start = 0;
        int shorter = Math.min(a.length(), b.length());
        while (start < shorter && a.charAt(start) == b.charAt(start)) {
            start++;
        }
        int endA = a.length();
        int endB = b.length();
        while (endA > start && endB > start && a.charAt(endA - 1) == b.charAt(endB - 1)) {
            endA--;
            endB--;
        }
        int differsA = endA - start;
        int differsB = endB - start;
        for (int i = start; i < endA; i++) {
            if (Character.isDigit(a.charAt(i))) {
                return false;
            }
        }
        for (int i = start; i < endB; i++) {
            if (Character.isDigit(b.charAt(i))) {
                return false;
            }
        }
        if (differsA <= 1 && differsB <= 1) {
            return true;
        }
        return differsA == 2
                && differsB == 2
                && a.charAt(start) == b.charAt(start + 1)
                && a.charAt(start + 1) == b.charAt(start);
    }

    /** All that two typing errors at most make of a name, followed by an ending as it stands. */
    static Automaton twoErrors(String name, String ending) {
        return Operations.determinize(
                Operations.concatenate(new LevenshteinAutomata(name, true).toAutomaton(2), Automata.makeString(ending)),
                Operations.DEFAULT_DETERMINIZE_WORK_LIMIT);
    }

    static boolean sameDigits(String a, String b) {
        return a.replaceAll("\\D", "").equals(b.replaceAll("\\D", ""));
    }

    /** Of two names that share a deletion and so differ by two errors at most: whether one reminds of the other. */
    static boolean alike(String a, String b) {
        return Math.min(a.length(), b.length()) >= SHORTEST_ALIKE
                && !a.equals(b)
                && (a + b).chars().noneMatch(Character::isDigit);
    }
}
