package org.vicinity.geocoding;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What is known of an address.
 *
 * @param candidates best first; empty where there is no such address
 * @param reason why there is no candidate good enough for a radius; {@link Reason#NONE} where there is one
 * @param suggestions the nearest mappable alternatives, best first
 */
public record GeocodeAnswer(List<Candidate> candidates, Reason reason, List<Candidate> suggestions) {
    public GeocodeAnswer {
        candidates = List.copyOf(candidates);
        suggestions = List.copyOf(suggestions);
    }

    /** An answer with candidates and nothing more to say. */
    public static GeocodeAnswer of(List<Candidate> candidates) {
        return new GeocodeAnswer(candidates, Reason.NONE, List.of());
    }

    /** "No such address." */
    public static GeocodeAnswer none(Reason reason, List<Candidate> suggestions) {
        return new GeocodeAnswer(List.of(), reason, suggestions);
    }

    /** The best candidate that a radius may be drawn around, or empty. */
    public Optional<Candidate> mappable() {
        return candidates.stream()
                .filter(candidate -> candidate.precision().goodEnoughForRadius())
                .findFirst();
    }

    /** This answer without what lies outside an area; where all of it does, that is the reason. */
    public GeocodeAnswer within(Predicate<Location> area) {
        List<Candidate> inside = within(area, candidates);
        List<Candidate> alternatives = within(area, suggestions);
        boolean mappedOutside =
                mappable().filter(found -> !area.test(found.location())).isPresent();
        boolean mappedInside =
                inside.stream().anyMatch(candidate -> candidate.precision().goodEnoughForRadius());
        return inside.isEmpty() && !candidates.isEmpty() || mappedOutside && !mappedInside
                ? none(Reason.OUTSIDE_SERVICE_AREA, alternatives)
                : new GeocodeAnswer(inside, reason, alternatives);
    }

    private static List<Candidate> within(Predicate<Location> area, List<Candidate> candidates) {
        return candidates.stream()
                .filter(candidate -> area.test(candidate.location()))
                .toList();
    }

    /** Why an address cannot be mapped. */
    public enum Reason {
        NONE,
        NOT_AN_ADDRESS,
        /** "Homeless", "incarcerated", "unknown", … as registries write them. */
        PSEUDO_ADDRESS,
        PO_BOX,
        NUMBER_MISSING,
        UNKNOWN_PLACE,
        UNKNOWN_STREET,
        NUMBER_OUT_OF_RANGE,
        /** Found, but only as a street, a place or a crossing. */
        NOT_PRECISE,
        /** The street and number are known, but not in the ZIP code or town that was asked for. */
        CONTRADICTORY,
        /** Several different places fit equally well. */
        AMBIGUOUS,
        OUTSIDE_SERVICE_AREA;

        /** The name in REST: {@code number-out-of-range}. */
        public String wireName() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }
}
