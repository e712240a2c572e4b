package org.vicinity.geocoder.local.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.locationtech.jts.geom.Coordinate;
import org.vicinity.geocoder.local.internal.IndexView.IndexedPlace;
import org.vicinity.geocoder.local.internal.IndexView.IndexedPoint;
import org.vicinity.geocoding.AddressComponents;
import org.vicinity.geocoding.AddressParser;
import org.vicinity.geocoding.Candidate;
import org.vicinity.geocoding.GeocodeAnswer;
import org.vicinity.geocoding.GeocodeAnswer.Reason;
import org.vicinity.geocoding.Location;
import org.vicinity.geocoding.Precision;

/**
 * Answers one look-up: the street as written, then with what was left out or written wrongly, and on it the point, the
 * place between points, or the place on the range. Whatever fits two places equally well is no match.
 */
final class AddressSearch {
    /** Points of one address that lie closer are the same place. */
    private static final double SAME_PLACE_METRES = 150;

    /** Units of one address that lie wider apart are several buildings. */
    private static final double ONE_BUILDING_METRES = 75;

    /** A wrong ZIP code is most often a neighbour's. */
    private static final double NEIGHBOUR_ZIP_METRES = 6_000;

    /** Towns share ZIP codes with their neighbours, not with towns farther away. */
    private static final double OTHER_CITY_METRES = 20_000;

    /** Between two known numbers that lie farther apart, or differ by more, the place of a third is a guess. */
    private static final double BETWEEN_METRES = 150;

    private static final int BETWEEN_NUMBERS = 40;
    private static final int HIGHEST_NUMBER = 999_999;
    private static final int LONGEST_STREET = 4;
    private static final int SUGGESTIONS = 5;
    private static final int NEAREST_NUMBERS = 3;

    private static final int MISSING = 1;
    private static final int EXTRA = 3;
    private static final int WRONG = 6;
    private static final int MISSPELT = 20;

    /** Not enough for a match, but worth a question. */
    private static final int ALIKE = 40;

    private static final int CONTRADICTS = 100;

    private final IndexView view;
    private final AddressParser parser;
    private final String provider;
    private final String defaultCity;
    private final Street street;
    private final HouseNumber number;
    private final boolean hasNumber;
    private final AddressComponents parts;
    private final String state;
    private final String zip;
    private final int limit;
    private String cityKey;
    private List<IndexedPlace> zipPlaces = List.of();
    private List<IndexedPlace> cityPlaces = List.of();

    /** A street that may be meant. */
    private record Alternative(IndexedStreet street, int penalty) {}

    /** A place found for the address. */
    private record Found(
            IndexedStreet street,
            HouseNumber number,
            Coordinate at,
            Precision precision,
            String zip,
            String unit,
            int penalty,
            int misfit) {
        /** Whether it is a point of the data, not computed. */
        boolean known() {
            return precision.compareTo(Precision.INTERPOLATED) < 0;
        }
    }

    AddressSearch(
            IndexView view,
            AddressParser parser,
            String provider,
            String defaultCity,
            AddressComponents parts,
            int limit) {
        this.view = view;
        this.parser = parser;
        this.provider = provider;
        this.defaultCity = defaultCity;
        this.parts = parts;
        this.street = Street.of(parts);
        this.number = HouseNumber.of(parts.number());
        this.hasNumber = !parts.number().isBlank();
        this.state = parts.state();
        this.zip = ZipCodes.fiveDigits(parts.zip());
        this.cityKey = NameKey.of(parts.city().isEmpty() && zip.isEmpty() ? defaultCity : parts.city());
        this.limit = Math.max(limit, 1);
    }

    GeocodeAnswer answer() throws IOException {
        switch (parts.kind()) {
            case "po-box":
                return GeocodeAnswer.none(Reason.PO_BOX, List.of());
            case "pseudo":
                return GeocodeAnswer.none(Reason.PSEUDO_ADDRESS, List.of());
            default:
        }
        findPlaces();
        if (street.nameKey().isEmpty()) {
            return place();
        }
        if (!parts.crossStreet().isBlank()) {
            return crossing();
        }
        Optional<GeocodeAnswer> otherwise = readOtherwise();
        return otherwise.isPresent() ? otherwise.get() : address();
    }

    /** The answer of another reading, where its street is in the data, or where just that house is. */
    private Optional<GeocodeAnswer> readOtherwise() throws IOException {
        AddressComponents longer = Readings.longerStreet(parts);
        if (longer != null) {
            AddressSearch search = reading(longer);
            if (search.knowsStreet()) {
                return Optional.of(search.address());
            }
        }
        for (AddressComponents other : Readings.otherNumbers(parts)) {
            AddressSearch search = reading(other);
            List<Found> found = search.known();
            if (!found.isEmpty() && known().isEmpty()) {
                return Optional.of(search.chosen(found));
            }
            if (search.knowsStreet() && !knowsStreet()) {
                return Optional.of(search.address());
            }
        }
        return Optional.empty();
    }

    private AddressSearch reading(AddressComponents other) throws IOException {
        var search = new AddressSearch(view, parser, provider, defaultCity, other, limit);
        search.findPlaces();
        return search;
    }

    private boolean knowsStreet() throws IOException {
        return !inScope(Fields.FULL, street.fullKey()).isEmpty()
                || street.prefixed()
                        && inScope(Fields.NAME, street.nameKey()).stream()
                                .anyMatch(other -> other.street().prefixed());
    }

    /** Points of exactly this number on exactly this street. */
    private List<Found> known() throws IOException {
        List<Found> known = new ArrayList<>();
        for (IndexedStreet on : inScope(Fields.FULL, street.fullKey())) {
            for (IndexedPoint point : distinct(view.points(on.id(), number))) {
                keep(
                        new Alternative(on, 0),
                        number,
                        point.at(),
                        point.precision(),
                        point.zip(),
                        point.unit(),
                        known,
                        new ArrayList<>());
            }
        }
        return known;
    }

    private void findPlaces() throws IOException {
        if (!zip.isEmpty()) {
            zipPlaces = view.places(Fields.PLACE, 'Z' + zip);
        }
        if (!cityKey.isEmpty()) {
            cityPlaces = inState(view.places(Fields.PLACE, 'C' + cityKey));
            if (cityPlaces.isEmpty() && zipPlaces.isEmpty() && cityKey.length() >= Spelling.SHORTEST) {
                Set<IndexedPlace> similar = new LinkedHashSet<>();
                for (String deletion : Spelling.deletions(cityKey)) {
                    similar.addAll(inState(view.places(Fields.MISSPELT_CITY, deletion)));
                }
                similar.removeIf(place -> !Spelling.oneErrorApart(cityKey, NameKey.of(place.city())));
                if (similar.size() == 1) {
                    cityPlaces = List.copyOf(similar);
                    cityKey = NameKey.of(cityPlaces.get(0).city());
                }
            }
        }
    }

    private List<IndexedPlace> inState(List<IndexedPlace> places) {
        return places.stream()
                .filter(place -> state.isEmpty()
                        || place.state().isEmpty()
                        || place.state().equals(state))
                .toList();
    }

    private GeocodeAnswer place() {
        if (cityKey.isEmpty() && zip.isEmpty() || !parts.kind().equals("place")) {
            return GeocodeAnswer.none(Reason.NOT_AN_ADDRESS, List.of());
        }
        List<IndexedPlace> places = zipPlaces.isEmpty() ? cityPlaces : zipPlaces;
        return places.isEmpty() ? GeocodeAnswer.none(Reason.UNKNOWN_PLACE, List.of()) : centres(places);
    }

    private GeocodeAnswer centres(List<IndexedPlace> places) {
        List<Candidate> candidates = places.stream()
                .limit(limit)
                .map(place -> new Candidate(place.display(), location(place.at()), Precision.PLACE, provider))
                .toList();
        return new GeocodeAnswer(candidates, Reason.NOT_PRECISE, List.of());
    }

    private GeocodeAnswer address() throws IOException {
        if (hasNumber && !possible(number)) {
            return GeocodeAnswer.none(Reason.NUMBER_OUT_OF_RANGE, List.of());
        }
        List<Alternative> exact = new ArrayList<>();
        for (IndexedStreet found : inScope(Fields.FULL, street.fullKey())) {
            exact.add(new Alternative(found, 0));
        }
        List<Found> contradicting = new ArrayList<>();
        if (hasNumber && !exact.isEmpty()) {
            List<Found> found = find(exact, contradicting);
            if (!found.isEmpty()) {
                return chosen(found);
            }
        }
        List<Alternative> similar = similar(street, street.nameKey(), 0);
        if (!street.type().isEmpty() && upTo(similar, CONTRADICTS - 1).isEmpty()) {
            Street named = street.typeAsName();
            similar.addAll(similar(named, named.nameKey(), 0));
        }
        similar.removeIf(alternative -> exact.stream().anyMatch(one -> one.street.equals(alternative.street)));
        List<Alternative> leftOut = upTo(similar, 2 * MISSING);
        if (hasNumber) {
            List<List<Alternative>> groups =
                    exact.isEmpty() ? List.of(leftOut, upTo(similar, CONTRADICTS - 1)) : List.of(leftOut);
            for (List<Alternative> group : groups) {
                List<Found> found = find(group, contradicting);
                if (!found.isEmpty()) {
                    return chosen(found);
                }
            }
            List<Found> otherType = exact.isEmpty() ? List.of() : otherType(similar, contradicting);
            if (otherType.size() == 1) {
                return chosen(otherType);
            }
        }
        List<Alternative> known = new ArrayList<>(exact);
        known.addAll(exact.isEmpty() ? upTo(similar, CONTRADICTS - 1) : leftOut);
        List<Alternative> misspelt = known.isEmpty() || hasNumber ? misspelt() : List.of();
        if (known.isEmpty()) {
            List<Found> found = hasNumber ? find(upTo(misspelt, MISSPELT + WRONG - 1), contradicting) : List.of();
            if (!found.isEmpty()) {
                return chosen(found);
            }
        }
        return unmatched(known, similar, misspelt, contradicting);
    }

    private static boolean possible(HouseNumber number) {
        return number.numbered() ? number.value() > 0 && number.value() <= HIGHEST_NUMBER : !number.allDigits();
    }

    /**
     * "2739 Washington Ave 63103" where the avenue has no such number, but Washington Blvd has that very one in that
     * very ZIP code.
     */
    private List<Found> otherType(List<Alternative> similar, List<Found> contradicting) throws IOException {
        return find(upTo(similar, WRONG), contradicting).stream()
                .filter(found -> found.penalty == WRONG
                        && found.precision.compareTo(Precision.INTERPOLATED) < 0
                        && found.zip.equals(zip))
                .toList();
    }

    private GeocodeAnswer unmatched(
            List<Alternative> known, List<Alternative> similar, List<Alternative> misspelt, List<Found> contradicting)
            throws IOException {
        List<Alternative> inPlace = new ArrayList<>();
        for (Alternative alternative : known) {
            if (fits(alternative.street)) {
                inPlace.add(alternative);
            }
        }
        Map<String, Candidate> suggestions = new LinkedHashMap<>();
        if (hasNumber) {
            for (Alternative alternative : inPlace) {
                nearestNumbers(alternative.street, suggestions);
            }
            List<Alternative> others = new ArrayList<>(similar);
            others.addAll(misspelt);
            suggest(find(others, contradicting), suggestions);
            suggest(contradicting, suggestions);
            if (suggestions.size() < SUGGESTIONS) {
                suggest(elsewhere(), suggestions);
            }
            for (Alternative alternative : suggestions.isEmpty() ? misspelt : List.<Alternative>of()) {
                nearestNumbers(alternative.street, suggestions);
            }
            if (suggestions.isEmpty()) {
                suggestNear(known, suggestions);
            }
            if (suggestions.isEmpty()) {
                suggestNear(otherSides(similar), suggestions);
            }
            if (suggestions.isEmpty()) {
                suggestNear(namedWithin(parts.name()), suggestions);
            }
            if (suggestions.isEmpty()) {
                suggestNear(twoErrorsApart(), suggestions);
            }
        }
        List<Candidate> suggested =
                suggestions.values().stream().limit(SUGGESTIONS).toList();
        if (inPlace.isEmpty()) {
            // a town that the parser did not know for one
            List<IndexedPlace> town =
                    hasNumber ? List.of() : inState(view.places(Fields.PLACE, 'C' + NameKey.of(parts.name())));
            if (!town.isEmpty()) {
                return centres(town);
            }
            boolean placeKnown = zip.isEmpty() ? cityKey.isEmpty() || !cityPlaces.isEmpty() : !zipPlaces.isEmpty();
            return GeocodeAnswer.none(placeKnown ? Reason.UNKNOWN_STREET : Reason.UNKNOWN_PLACE, suggested);
        }
        List<Candidate> streets = new ArrayList<>();
        for (Alternative alternative : inPlace) {
            Optional<Coordinate> somewhere = somewhere(alternative.street);
            if (somewhere.isPresent() && streets.size() < limit) {
                streets.add(new Candidate(
                        alternative.street.address(null, "", ""),
                        location(somewhere.get()),
                        Precision.STREET,
                        provider));
            }
        }
        return new GeocodeAnswer(streets, hasNumber ? Reason.NUMBER_OUT_OF_RANGE : Reason.NUMBER_MISSING, suggested);
    }

    /** The asked number on these streets, or the nearest ones. */
    private void suggestNear(List<Alternative> streets, Map<String, Candidate> suggestions) throws IOException {
        List<Found> contradicting = new ArrayList<>();
        suggest(find(streets, contradicting), suggestions);
        suggest(contradicting, suggestions);
        for (Alternative street : suggestions.isEmpty() ? streets : List.<Alternative>of()) {
            nearestNumbers(street.street, suggestions);
        }
    }

    private List<Alternative> twoErrorsApart() throws IOException {
        String key = street.nameKey();
        if (key.length() < Spelling.SHORTEST) {
            return List.of();
        }
        String ending = !cityKey.isEmpty() ? Fields.inCity("", cityKey) : Fields.inZip("", zip);
        return view.streets(Fields.NAME, Spelling.twoErrors(key, ending), SUGGESTIONS).stream()
                .filter(on -> Spelling.sameDigits(key, on.street().nameKey()))
                .map(on -> new Alternative(on, WRONG))
                .toList();
    }

    /** Streets of that name on another side of the town. */
    private static List<Alternative> otherSides(List<Alternative> similar) {
        return similar.stream()
                .filter(alternative -> alternative.penalty >= CONTRADICTS)
                .map(alternative -> new Alternative(alternative.street, WRONG))
                .toList();
    }

    /** Streets whose name is a part of the text, the longest part first: around it may be a building's or a person's. */
    private List<Alternative> namedWithin(String text) throws IOException {
        String[] words = text.split(" ");
        for (int length = Math.min(words.length - 1, LONGEST_STREET); length > 0; length--) {
            List<Alternative> found = new ArrayList<>();
            for (int from = 0; from + length <= words.length; from++) {
                String name = String.join(" ", Arrays.asList(words).subList(from, from + length));
                for (IndexedStreet on : inScope(Fields.NAME, NameKey.ofStreet(name))) {
                    found.add(new Alternative(on, WRONG));
                }
            }
            if (!found.isEmpty()) {
                return found;
            }
        }
        return List.of();
    }

    // --- streets

    private List<IndexedStreet> inScope(String field, String key) throws IOException {
        Map<Integer, IndexedStreet> streets = new LinkedHashMap<>();
        List<String> scopes = new ArrayList<>(3);
        if (!zip.isEmpty()) {
            scopes.add(Fields.inZip(key, zip));
        }
        if (!cityKey.isEmpty()) {
            scopes.add(Fields.inCity(key, cityKey));
            if (cityPlaces.isEmpty() && zip.isEmpty()) {
                scopes.add(Fields.inCity(key, ""));
            }
        }
        if (scopes.isEmpty()) {
            scopes.add(Fields.anywhere(key));
        }
        for (String scope : scopes) {
            for (IndexedStreet found : view.streets(field, scope)) {
                if (state.isEmpty()
                        || found.state().isEmpty()
                        || found.state().equals(state)
                        || !zip.isEmpty() && found.cityKey().equals(cityKey)) {
                    streets.put(found.id(), found);
                }
            }
        }
        return List.copyOf(streets.values());
    }

    /** Streets of that name in the place asked for, the most alike first; without the one as written. */
    private List<Alternative> similar(Street asked, String nameKey, int penalty) throws IOException {
        List<Alternative> similar = new ArrayList<>();
        for (IndexedStreet found : inScope(Fields.NAME, nameKey)) {
            int difference = difference(asked, found.street());
            if (difference < CONTRADICTS) {
                similar.add(new Alternative(found, penalty + difference));
            } else {
                similar.add(new Alternative(found, CONTRADICTS));
            }
        }
        similar.sort(Comparator.comparingInt(Alternative::penalty));
        return similar;
    }

    private List<Alternative> misspelt() throws IOException {
        String key = street.nameKey();
        if (key.length() < Spelling.SHORTEST) {
            return List.of();
        }
        Set<String> names = new LinkedHashSet<>();
        for (String deletion : Spelling.deletions(key)) {
            names.addAll(view.names(deletion));
        }
        List<Alternative> misspelt = new ArrayList<>();
        for (String name : names) {
            if (Spelling.oneErrorApart(key, name)) {
                misspelt.addAll(similar(street, name, MISSPELT));
            } else if (Spelling.alike(key, name)) {
                misspelt.addAll(similar(street, name, ALIKE));
            }
        }
        misspelt.sort(Comparator.comparingInt(Alternative::penalty));
        return misspelt;
    }

    private static List<Alternative> upTo(List<Alternative> alternatives, int penalty) {
        return alternatives.stream()
                .filter(alternative -> alternative.penalty <= penalty)
                .toList();
    }

    private static int difference(Street asked, Street other) {
        int type = 0;
        if (!asked.type().equalsIgnoreCase(other.type())) {
            boolean roadsByNumber = asked.prefixed() && other.prefixed();
            type = asked.type().isEmpty() || other.type().isEmpty() || roadsByNumber ? MISSING : WRONG;
        }
        String askedSide = asked.directionals();
        String otherSide = other.directionals();
        if (askedSide.equalsIgnoreCase(otherSide)) {
            return type;
        }
        if (askedSide.isEmpty()) {
            return type + MISSING;
        }
        return otherSide.isEmpty() ? type + EXTRA : CONTRADICTS;
    }

    // --- places on streets

    /** Addresses on these streets that don't contradict the query's place; those that do go to the second list. */
    private List<Found> find(Collection<Alternative> alternatives, List<Found> contradicting) throws IOException {
        List<Found> found = new ArrayList<>();
        for (Alternative alternative : alternatives) {
            if (alternative.penalty < CONTRADICTS) {
                find(alternative, found, contradicting);
            }
        }
        return found;
    }

    private void find(Alternative alternative, List<Found> found, List<Found> contradicting) throws IOException {
        IndexedStreet on = alternative.street;
        HouseNumber shown = number;
        List<IndexedPoint> points = view.points(on.id(), number);
        boolean wholeLot = points.isEmpty() && number.hasWholeLot();
        if (wholeLot) {
            points = view.points(on.id(), number.base());
        }
        if (!points.isEmpty()) {
            for (IndexedPoint point : distinct(points)) {
                Precision precision =
                        wholeLot && point.precision() == Precision.ROOFTOP ? Precision.PARCEL : point.precision();
                keep(alternative, shown, point.at(), precision, point.zip(), point.unit(), found, contradicting);
            }
            return;
        }
        if (!number.plain() && !number.hasWholeLot()) {
            return;
        }
        between(alternative, found, contradicting);
    }

    private void keep(
            Alternative alternative,
            HouseNumber shown,
            Coordinate at,
            Precision precision,
            String foundZip,
            String unit,
            List<Found> found,
            List<Found> contradicting) {
        int misfit = misfit(alternative.street, foundZip, at);
        var place = new Found(alternative.street, shown, at, precision, foundZip, unit, alternative.penalty, misfit);
        (misfit < CONTRADICTS ? found : contradicting).add(place);
    }

    /**
     * One point for each place that has this number: of several points in one ZIP code the asked unit's, else the one
     * without a unit, else the most precise, else the first source's.
     */
    private List<IndexedPoint> distinct(List<IndexedPoint> points) {
        if (points.size() == 1) {
            return points;
        }
        Map<String, List<IndexedPoint>> byZip = new LinkedHashMap<>();
        for (IndexedPoint point : points) {
            byZip.computeIfAbsent(point.zip(), unused -> new ArrayList<>()).add(point);
        }
        List<IndexedPoint> distinct = new ArrayList<>();
        for (List<IndexedPoint> same : byZip.values()) {
            IndexedPoint best = best(same);
            boolean known = distinct.stream()
                    .anyMatch(other -> metres(other.at(), best.at()) < SAME_PLACE_METRES
                            && other.precision().compareTo(best.precision()) <= 0);
            if (!known) {
                distinct.add(best);
            }
        }
        return distinct;
    }

    private IndexedPoint best(List<IndexedPoint> points) {
        Comparator<IndexedPoint> byPrecision = Comparator.comparing(IndexedPoint::precision);
        String asked = unitKey(parts.unit());
        if (!asked.isEmpty()) {
            Optional<IndexedPoint> unit = points.stream()
                    .filter(point -> unitKey(point.unit()).equals(asked))
                    .min(byPrecision);
            if (unit.isPresent()) {
                return unit.get();
            }
        }
        Optional<IndexedPoint> whole =
                points.stream().filter(point -> point.unit().isEmpty()).min(byPrecision);
        if (whole.isPresent()) {
            return whole.get();
        }
        double longitude =
                points.stream().mapToDouble(IndexedPoint::longitude).average().orElseThrow();
        double latitude =
                points.stream().mapToDouble(IndexedPoint::latitude).average().orElseThrow();
        var centre = new Coordinate(longitude, latitude);
        IndexedPoint middle = points.stream()
                .min(Comparator.comparingDouble(point -> metres(point.at(), centre)))
                .orElseThrow();
        boolean severalBuildings = points.stream().anyMatch(point -> metres(point.at(), centre) > ONE_BUILDING_METRES);
        Precision precision =
                severalBuildings && middle.precision() == Precision.ROOFTOP ? Precision.PARCEL : middle.precision();
        return new IndexedPoint(middle.longitude(), middle.latitude(), precision, middle.zip(), "");
    }

    /** "Apt 2", "Unit 2" and "# 2" are the same unit. */
    private static String unitKey(String unit) {
        String key = unit.trim().toUpperCase(java.util.Locale.ROOT);
        int space = key.lastIndexOf(' ');
        return key.substring(space + 1).replace("#", "");
    }

    /** The place of a number without a point of its own: between its neighbours, or on the range that holds it. */
    private void between(Alternative alternative, List<Found> found, List<Found> contradicting) throws IOException {
        IndexedStreet on = alternative.street;
        int asked = number.value();
        HouseNumber below = null;
        HouseNumber above = null;
        for (HouseNumber near : view.numbers(on.id(), asked - BETWEEN_NUMBERS, asked + BETWEEN_NUMBERS)) {
            if (near.plain() && (near.value() - asked) % 2 == 0) {
                if (near.value() < asked) {
                    below = near;
                } else if (above == null) {
                    above = near;
                }
            }
        }
        List<SegmentSide> sides = view.sides(on.id(), asked, false).stream()
                .filter(side -> side.holds(asked))
                .toList();
        boolean oneBlock = below != null && above != null && below.value() / 100 == above.value() / 100;
        if (below != null && above != null && (oneBlock || !sides.isEmpty())) {
            IndexedPoint from = best(view.points(on.id(), below));
            IndexedPoint to = best(view.points(on.id(), above));
            if (metres(from.at(), to.at()) <= BETWEEN_METRES) {
                double share = (double) (asked - below.value()) / (above.value() - below.value());
                var at = new Coordinate(
                        from.longitude() + share * (to.longitude() - from.longitude()),
                        from.latitude() + share * (to.latitude() - from.latitude()));
                keep(alternative, number, at, Precision.INTERPOLATED, from.zip(), "", found, contradicting);
                return;
            }
        }
        int narrowest =
                sides.stream().mapToInt(side -> side.high() - side.low()).min().orElse(0);
        for (SegmentSide side : sides) {
            if (side.high() - side.low() > narrowest) {
                continue;
            }
            keep(
                    alternative,
                    number,
                    corrected(on, side, below, above),
                    Precision.INTERPOLATED,
                    side.zip(),
                    "",
                    found,
                    contradicting);
        }
    }

    /** The place on the range, moved by as much as the nearest known number of the same side lies off its own. */
    private Coordinate corrected(IndexedStreet on, SegmentSide side, HouseNumber below, HouseNumber above)
            throws IOException {
        int asked = number.value();
        Coordinate at = side.locate(asked);
        HouseNumber near =
                below == null || above != null && above.value() - asked < asked - below.value() ? above : below;
        if (near == null || !side.holds(near.value())) {
            return at;
        }
        Coordinate known = best(view.points(on.id(), near)).at();
        Coordinate computed = side.locate(near.value());
        if (metres(known, computed) > SegmentSide.SETBACK_METRES * 2) {
            return at;
        }
        return new Coordinate(at.x + known.x - computed.x, at.y + known.y - computed.y);
    }

    // --- does the place fit

    /** How ill a place fits the city, state and ZIP code asked for; {@link #CONTRADICTS} and more where it can't be it. */
    private int misfit(IndexedStreet on, String foundZip, Coordinate at) {
        boolean zipAgrees = !zip.isEmpty() && zip.equals(foundZip);
        boolean zipContradicts = !zip.isEmpty() && !foundZip.isEmpty() && !zip.equals(foundZip);
        boolean cityAgrees = !cityKey.isEmpty() && cityKey.equals(on.cityKey());
        boolean cityContradicts = !cityKey.isEmpty() && !on.cityKey().isEmpty() && !cityAgrees;
        boolean stateContradicts = !state.isEmpty() && !on.state().isEmpty() && !state.equals(on.state());
        if (stateContradicts && !(zipAgrees && cityAgrees)
                || cityContradicts && !zipAgrees
                || zipContradicts && !(cityAgrees && neighbours(at))) {
            return CONTRADICTS;
        }
        return (cityContradicts ? 1 : 0) + (zipContradicts ? 2 : 0) + (stateContradicts ? 2 : 0);
    }

    private boolean neighbours(Coordinate at) {
        return zipPlaces.stream().anyMatch(place -> metres(place.at(), at) < NEIGHBOUR_ZIP_METRES);
    }

    private boolean fits(IndexedStreet on) {
        return (cityKey.isEmpty() || on.cityKey().isEmpty() || cityKey.equals(on.cityKey()) || !zipPlaces.isEmpty())
                && (zip.isEmpty() || !zipPlaces.isEmpty());
    }

    // --- choosing and suggesting

    private GeocodeAnswer chosen(List<Found> all) {
        int leastMisfit = all.stream().mapToInt(Found::misfit).min().orElseThrow();
        List<Found> fitting = all.stream()
                .filter(found -> found.misfit == leastMisfit)
                .sorted(Comparator.comparing(Found::known)
                        .reversed()
                        .thenComparing(Found::penalty)
                        .thenComparing(Found::precision))
                .toList();
        Found best = fitting.get(0);
        if (fitting.stream().anyMatch(found -> rivals(found, best))) {
            Map<String, Candidate> suggestions = new LinkedHashMap<>();
            suggest(fitting, suggestions);
            return GeocodeAnswer.none(
                    Reason.AMBIGUOUS,
                    suggestions.values().stream().limit(SUGGESTIONS).toList());
        }
        if (contradicts(best)) {
            Map<String, Candidate> suggestions = new LinkedHashMap<>();
            suggest(fitting, suggestions);
            return new GeocodeAnswer(
                    List.of(candidate(best).tooRoughForRadius()),
                    Reason.CONTRADICTORY,
                    suggestions.values().stream().limit(SUGGESTIONS).toList());
        }
        return GeocodeAnswer.of(List.of(candidate(best)));
    }

    /** Whether another ZIP code was asked for, or a town that is known to lie elsewhere: one of both is a slip. */
    private boolean contradicts(Found found) {
        boolean otherZip = !zip.isEmpty() && !found.zip.isEmpty() && !zip.equals(found.zip);
        boolean otherCity =
                !cityKey.isEmpty() && !found.street.cityKey().isEmpty() && !cityKey.equals(found.street.cityKey());
        return otherZip
                || otherCity
                        && !cityPlaces.isEmpty()
                        && cityPlaces.stream().allMatch(place -> metres(place.at(), found.at) > OTHER_CITY_METRES);
    }

    /** A place elsewhere that may be meant just as well: as certain, or on a street more like the one asked for. */
    private static boolean rivals(Found found, Found best) {
        if (found == best || metres(found.at, best.at) <= SAME_PLACE_METRES) {
            return false;
        }
        return found.known() == best.known()
                ? found.penalty <= best.penalty + (best.known() ? MISSING : 0)
                : !found.street.equals(best.street) && found.penalty < best.penalty;
    }

    private void suggest(List<Found> found, Map<String, Candidate> suggestions) {
        for (Found place : found) {
            if (place.precision.goodEnoughForRadius()) {
                Candidate candidate = candidate(place);
                suggestions.putIfAbsent(candidate.address(), candidate);
            }
        }
    }

    private Candidate candidate(Found found) {
        return new Candidate(
                found.street.address(found.number, parts.unit(), found.zip),
                location(found.at),
                found.precision,
                provider);
    }

    private void nearestNumbers(IndexedStreet on, Map<String, Candidate> suggestions) throws IOException {
        if (!number.numbered()) {
            return;
        }
        int asked = number.likelyValue();
        List<HouseNumber> nearest = view.numbers(on.id(), 0, HouseNumber.NONE - 1).stream()
                .sorted(Comparator.comparingInt(near -> Math.abs(near.value() - asked)))
                .limit(NEAREST_NUMBERS)
                .toList();
        for (HouseNumber near : nearest) {
            for (IndexedPoint point : distinct(view.points(on.id(), near))) {
                if (point.precision().goodEnoughForRadius()) {
                    String address = on.address(near, "", point.zip());
                    suggestions.putIfAbsent(
                            address, new Candidate(address, location(point.at()), point.precision(), provider));
                }
            }
        }
        if (nearest.isEmpty()) {
            view.sides(on.id(), 0, true).stream()
                    .min(Comparator.comparingInt(side -> Math.abs(nearestOn(side, asked) - asked)))
                    .ifPresent(side -> {
                        int near = nearestOn(side, asked);
                        String address = on.address(new HouseNumber(near, ""), "", side.zip());
                        suggestions.putIfAbsent(
                                address,
                                new Candidate(address, location(side.locate(near)), Precision.INTERPOLATED, provider));
                    });
        }
    }

    private static int nearestOn(SegmentSide side, int asked) {
        return Math.max(side.low(), Math.min(side.high(), asked));
    }

    private Optional<Coordinate> somewhere(IndexedStreet on) throws IOException {
        int asked = number.numbered() ? number.value() : 0;
        Optional<HouseNumber> near = view.numbers(on.id(), 0, HouseNumber.NONE).stream()
                .min(Comparator.comparingInt(other -> Math.abs(other.value() - asked)));
        if (near.isPresent()) {
            return Optional.of(best(view.points(on.id(), near.get())).at());
        }
        return view.sides(on.id(), 0, true).stream()
                .min(Comparator.comparingInt(side -> Math.abs(nearestOn(side, asked) - asked)))
                .map(side -> side.line()[side.line().length / 2]);
    }

    /** The same address in other places of the same state, the nearest first. */
    private List<Found> elsewhere() throws IOException {
        List<IndexedPlace> here = cityPlaces.isEmpty() ? zipPlaces : cityPlaces;
        if (here.isEmpty() && state.isEmpty()) {
            return List.of();
        }
        List<Found> found = new ArrayList<>();
        for (IndexedStreet other : view.streets(Fields.FULL, Fields.anywhere(street.fullKey()))) {
            if (state.isEmpty() || other.state().equals(state)) {
                find(new Alternative(other, 0), found, found);
            }
        }
        if (!here.isEmpty()) {
            found.sort(Comparator.comparingDouble(
                    place -> metres(place.at, here.get(0).at())));
        }
        return found;
    }

    // --- crossings

    private GeocodeAnswer crossing() throws IOException {
        Street cross = Street.of(parser.parse("1 " + parts.crossStreet()));
        List<IndexedStreet> first = namedAs(street);
        List<IndexedStreet> second = namedAs(cross);
        if (first.isEmpty() || second.isEmpty()) {
            return GeocodeAnswer.none(Reason.UNKNOWN_STREET, List.of());
        }
        List<Candidate> candidates = new ArrayList<>();
        List<Coordinate> places = new ArrayList<>();
        for (IndexedStreet one : first) {
            Set<Coordinate> ends = ends(one);
            for (IndexedStreet other : second) {
                for (Coordinate end : ends(other)) {
                    if (ends.contains(end)
                            && places.stream().noneMatch(known -> metres(known, end) < SAME_PLACE_METRES)) {
                        places.add(end);
                        candidates.add(new Candidate(
                                one.street().display() + " & " + other.address(null, "", ""),
                                location(end),
                                Precision.INTERSECTION,
                                provider));
                    }
                }
            }
        }
        Map<String, Candidate> suggestions = new LinkedHashMap<>();
        for (Coordinate place : places) {
            nearestPoints(first, place, suggestions);
            nearestPoints(second, place, suggestions);
        }
        return new GeocodeAnswer(
                candidates.stream().limit(limit).toList(),
                candidates.size() > 1 ? Reason.AMBIGUOUS : Reason.NOT_PRECISE,
                suggestions.values().stream().limit(SUGGESTIONS).toList());
    }

    /** The houses of these streets that are next to a crossing. */
    private void nearestPoints(List<IndexedStreet> streets, Coordinate crossing, Map<String, Candidate> suggestions)
            throws IOException {
        record House(IndexedStreet on, HouseNumber number, IndexedPoint point) {}
        List<House> near = new ArrayList<>();
        for (IndexedStreet on : streets) {
            for (HouseNumber house : view.numbers(on.id(), 0, HouseNumber.NONE - 1)) {
                for (IndexedPoint point : view.points(on.id(), house)) {
                    if (metres(point.at(), crossing) < SAME_PLACE_METRES
                            && point.precision().goodEnoughForRadius()) {
                        near.add(new House(on, house, point));
                    }
                }
            }
        }
        near.sort(Comparator.comparingDouble(house -> metres(house.point.at(), crossing)));
        for (House house : near.subList(0, Math.min(near.size(), 2))) {
            String address = house.on.address(house.number, "", house.point.zip());
            suggestions.putIfAbsent(
                    address, new Candidate(address, location(house.point.at()), house.point.precision(), provider));
        }
    }

    private List<IndexedStreet> namedAs(Street asked) throws IOException {
        List<IndexedStreet> exact = inScope(Fields.FULL, asked.fullKey());
        return exact.isEmpty() ? inScope(Fields.NAME, asked.nameKey()) : exact;
    }

    private Set<Coordinate> ends(IndexedStreet on) throws IOException {
        Set<Coordinate> ends = new LinkedHashSet<>();
        for (SegmentSide side : view.sides(on.id(), 0, true)) {
            ends.add(side.line()[0]);
            ends.add(side.line()[side.line().length - 1]);
        }
        return ends;
    }

    private static Location location(Coordinate at) {
        return new Location(at.y, at.x);
    }

    private static double metres(Coordinate a, Coordinate b) {
        double north = (a.y - b.y) * 111_195;
        double east = (a.x - b.x) * 111_195 * Math.cos(Math.toRadians(a.y));
        return Math.sqrt(north * north + east * east);
    }
}
