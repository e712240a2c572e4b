package org.vicinity.geocoding.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.vicinity.geocoding.AddressComponents;

/** The area served by the names that addresses have for it: states and ZIP codes. */
final class ServedPlaces {
    private record Prefixes(int first, int last) {
        boolean hold(String zip) {
            int prefix = Integer.parseInt(zip, 0, 3, 10);
            return prefix >= first && prefix <= last;
        }
    }

    private final Set<String> states = new TreeSet<>();
    private final List<Prefixes> prefixes = new ArrayList<>();

    /**
     * @param states two letters each; none means that every state may be served
     * @param zipPrefixes three digits each, or a range as {@code 630-658}; none as above
     * @throws IllegalArgumentException where one is neither
     */
    ServedPlaces(String[] states, String[] zipPrefixes) {
        for (String state : states) {
            if (!state.isBlank()) {
                this.states.add(state.strip().toUpperCase(Locale.ROOT));
            }
        }
        for (String range : zipPrefixes) {
            if (!range.isBlank()) {
                prefixes.add(prefixes(range.strip()));
            }
        }
    }

    private static Prefixes prefixes(String range) {
        if (!range.matches("\\d{3}(-\\d{3})?")) {
            throw new IllegalArgumentException("not three digits of ZIP codes, or a range of them: " + range);
        }
        return new Prefixes(
                Integer.parseInt(range, 0, 3, 10), Integer.parseInt(range, range.length() - 3, range.length(), 10));
    }

    /** Whether an address says itself that it lies in none of them; the state counts before the ZIP code. */
    boolean areElsewhere(AddressComponents parts) {
        if (!parts.state().isEmpty()) {
            return !states.isEmpty() && !states.contains(parts.state());
        }
        return parts.zip().matches("\\d{5}.*")
                && !prefixes.isEmpty()
                && prefixes.stream().noneMatch(range -> range.hold(parts.zip()));
    }
}
