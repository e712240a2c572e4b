package org.vicinity.geocoder.local.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.util.automaton.Automata;
import org.apache.lucene.util.automaton.Automaton;
import org.apache.lucene.util.automaton.LevenshteinAutomata;
import org.apache.lucene.util.automaton.Operations;
import org.vicinity.geocoder.local.internal.IndexView.IndexedPlace;
import org.vicinity.geocoding.AddressComponents;
import org.vicinity.geocoding.AddressParser;
import org.vicinity.geocoding.Candidate;
import org.vicinity.geocoding.Location;
import org.vicinity.geocoding.Precision;

/**
 * Offers addresses while one is typed. Streets are found by the beginning of their name, first as written, then with a
 * typing error or two; each is then asked as an address, so that what is offered is what a look-up would find.
 */
final class Completion {
    /** Streets looked at for a beginning that very many share. */
    private static final int MOST_STREETS = 400;

    /** Streets asked as an address at most, for each suggestion wanted. */
    private static final int ASKED_EACH = 4;

    private static final int ONE_ERROR_FROM = 4;
    private static final int TWO_ERRORS_FROM = 8;
    private static final Automaton REST = Operations.repeat(Operations.minus(
            Automata.makeAnyChar(), Automata.makeChar('/'), Operations.DEFAULT_DETERMINIZE_WORK_LIMIT));

    private final IndexView view;
    private final AddressParser parser;
    private final String provider;
    private final String defaultCity;
    private final TypedText typed;
    private final String text;
    private final int limit;
    private final Map<String, Candidate> found = new LinkedHashMap<>();

    Completion(IndexView view, AddressParser parser, String provider, String defaultCity, String text, int limit) {
        this.view = view;
        this.parser = parser;
        this.provider = provider;
        this.defaultCity = defaultCity;
        this.typed = TypedText.of(text);
        this.text = text;
        this.limit = limit;
    }

    List<Candidate> suggestions() throws IOException {
        if (typed.words().isEmpty()) {
            return List.of();
        }
        offer(streets(false));
        if (typed.number().isEmpty()) {
            offerPlaces();
        } else if (found.isEmpty()) {
            keep(search(parser.parse(text)).answer().candidates());
        }
        if (found.isEmpty()) {
            offer(streets(true));
        }
        return found.values().stream().limit(limit).toList();
    }

    private AddressSearch search(AddressComponents parts) {
        return new AddressSearch(view, parser, provider, defaultCity, parts, limit);
    }

    /** Suggestions are told apart by their text: units of one house come once. */
    private void keep(List<Candidate> candidates) {
        for (Candidate candidate : candidates) {
            boolean worth = typed.number().isEmpty() || candidate.precision().compareTo(Precision.INTERPOLATED) <= 0;
            if (worth && found.size() < limit) {
                found.putIfAbsent(candidate.address(), candidate);
            }
        }
    }

    /** Asks each street for the number, or for itself where no number was typed. */
    private void offer(Set<IndexedStreet> streets) throws IOException {
        int asked = 0;
        for (IndexedStreet street : streets) {
            if (found.size() >= limit || asked++ >= limit * ASKED_EACH) {
                return;
            }
            String line = street.address(typed.number().isEmpty() ? null : HouseNumber.of(typed.number()), "", "");
            keep(search(parser.parse(line)).answer().candidates());
        }
    }

    /** The more of the words belong to the street, the better; what is left over is the town. */
    private Set<IndexedStreet> streets(boolean misspelt) throws IOException {
        Set<IndexedStreet> streets = new LinkedHashSet<>();
        for (int count = typed.words().size(); count > 0 && streets.isEmpty(); count--) {
            boolean whole = typed.finished() || count < typed.words().size();
            for (Street street : readings(typed.first(count), whole)) {
                streets.addAll(streets(street, whole, typed.townBehind(count), misspelt));
            }
        }
        return streets;
    }

    /** The words as a street; where the last is unfinished, also as a street whose type is being typed. */
    private List<Street> readings(String words, boolean whole) {
        List<Street> readings = new ArrayList<>();
        readings.add(street(words));
        int space = words.lastIndexOf(' ');
        if (!whole && space > 0 && readings.get(0).type().isEmpty()) {
            Street named = street(words.substring(0, space));
            if (named.type().isEmpty()) {
                String type = words.substring(space + 1).toUpperCase(Locale.ROOT);
                readings.add(new Street(named.predirectional(), named.name(), type, "", false));
            }
        }
        return readings;
    }

    private Street street(String words) {
        AddressComponents parts = parser.parse("1 " + words + ", Springfield, MO");
        Street street = Street.of(parts);
        return parts.number().equals("1") && !street.name().isEmpty() ? street : new Street("", words, "", "", false);
    }

    private List<IndexedStreet> streets(Street street, boolean whole, String town, boolean misspelt)
            throws IOException {
        String key = whole || !street.type().isEmpty() ? street.nameKey() : NameKey.of(street.name());
        boolean endsInName =
                !whole && street.type().isEmpty() && street.postdirectional().isEmpty();
        if (key.isEmpty()) {
            return List.of();
        }
        Automaton name = misspelt ? misspelt(key) : Automata.makeString(key);
        name = endsInName ? Operations.concatenate(name, REST) : name;
        List<IndexedStreet> streets = new ArrayList<>();
        for (Automaton scope : scopes(town)) {
            Automaton terms = Operations.determinize(
                    Operations.concatenate(name, scope), Operations.DEFAULT_DETERMINIZE_WORK_LIMIT);
            streets.addAll(view.streets(Fields.NAME, terms, MOST_STREETS));
        }
        streets.removeIf(other -> !agrees(street, other.street()));
        streets.sort(Comparator.comparing(
                        (IndexedStreet other) -> !other.street().nameKey().equals(key))
                .thenComparing(other -> !other.cityKey().equals(NameKey.of(defaultCity)))
                .thenComparing(other -> other.street().nameKey().length())
                .thenComparing(other -> other.street().display())
                .thenComparing(IndexedStreet::city));
        return streets;
    }

    private static Automaton misspelt(String key) {
        int errors = key.length() >= TWO_ERRORS_FROM ? 2 : key.length() >= ONE_ERROR_FROM ? 1 : 0;
        return new LevenshteinAutomata(key, true).toAutomaton(errors, key.substring(0, 1));
    }

    private List<Automaton> scopes(String town) {
        if (typed.zip().length() > 0) {
            return List.of(Operations.concatenate(Automata.makeString("/Z" + typed.zip()), REST));
        }
        String cityKey = NameKey.of(town);
        return cityKey.isEmpty()
                ? List.of(Automata.makeString("/"))
                : List.of(Operations.concatenate(Automata.makeString("/C" + cityKey), REST));
    }

    /** Directionals and type only where they were typed; the type may be unfinished. */
    private static boolean agrees(Street typed, Street other) {
        String directionals = typed.directionals();
        boolean sameSide = directionals.isEmpty() || directionals.equals(other.directionals());
        String type = typed.type().toUpperCase(Locale.ROOT);
        String otherType = other.type().toUpperCase(Locale.ROOT);
        return sameSide
                && (otherType.startsWith(type) || NameKey.typeInFull(otherType).startsWith(type));
    }

    private void offerPlaces() throws IOException {
        boolean digits = typed.words().size() == 1 && typed.words().get(0).matches("\\d{2,5}");
        String key = digits
                ? 'Z' + typed.words().get(0)
                : 'C' + NameKey.of(typed.first(typed.words().size()));
        List<IndexedPlace> places = key.length() < 2 ? List.of() : view.placesBeginning(key, MOST_STREETS);
        places.stream()
                .sorted(Comparator.comparing(
                                (IndexedPlace place) -> place.city().length())
                        .thenComparing(IndexedPlace::city)
                        .thenComparing(IndexedPlace::zip))
                .limit(limit)
                .forEach(place -> found.putIfAbsent(
                        place.display(),
                        new Candidate(
                                place.display(),
                                new Location(place.latitude(), place.longitude()),
                                Precision.PLACE,
                                provider)));
    }
}
