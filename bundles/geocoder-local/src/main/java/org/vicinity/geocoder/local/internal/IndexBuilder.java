package org.vicinity.geocoder.local.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.BytesRef;
import org.vicinity.geocoding.AddressComponents;
import org.vicinity.geocoding.AddressParser;

/** Writes the search index from sources' rows. Points have to come before ranges, which learn their cities from them. */
final class IndexBuilder implements Rows, AutoCloseable {
    private static final int BUFFER_MEGABYTES = 48;
    /** Where a source doesn't say where: any will do, but without one the street's last words might be taken for it. */
    private static final String ANY_CITY = "Springfield";

    private static final String ANY_STATE = "MO";
    private static final int LONGEST_NAME = 120;
    private static final long TELL_EVERY = 50_000;

    private final IndexWriter writer;
    private final AddressParser parser;
    private final ZipCodes zipCodes;
    private final String defaultState;
    private final LongConsumer progress;
    private final Map<StreetText, Entry> entryOfText = new HashMap<>();
    private final Map<String, Entry> entries = new HashMap<>();
    private final Map<String, Map<City, Integer>> citiesOfZip = new HashMap<>();
    private final Map<String, City> cityOfZip = new HashMap<>();
    private final Map<String, Place> places = new HashMap<>();
    private long points;
    private long sides;
    private long skipped;

    /** A street as a source writes it. */
    private record StreetText(String street, String city, String state) {}

    private record City(String name, String state) {}

    private record Entry(IndexedStreet street, Set<String> zips) {}

    private static final class Place {
        final String city;
        final String state;
        final String zip;
        double longitudes;
        double latitudes;
        long count;

        Place(String city, String state, String zip) {
            this.city = city;
            this.state = state;
            this.zip = zip;
        }

        void add(double longitude, double latitude) {
            longitudes += longitude;
            latitudes += latitude;
            count++;
        }
    }

    IndexBuilder(
            Directory directory, AddressParser parser, ZipCodes zipCodes, String defaultState, LongConsumer progress)
            throws IOException {
        var config = new IndexWriterConfig();
        config.setOpenMode(IndexWriterConfig.OpenMode.CREATE);
        config.setRAMBufferSizeMB(BUFFER_MEGABYTES);
        config.setCommitOnClose(false);
        this.writer = new IndexWriter(directory, config);
        this.parser = parser;
        this.zipCodes = zipCodes;
        this.defaultState = defaultState;
        this.progress = progress;
    }

    long points() {
        return points;
    }

    long sides() {
        return sides;
    }

    long skipped() {
        return skipped;
    }

    @Override
    public void point(Point point) throws IOException {
        if (point.street().length() > LONGEST_NAME || point.city().length() > LONGEST_NAME) {
            skip();
            return;
        }
        String state = point.state().length() == 2 ? point.state().toUpperCase(java.util.Locale.ROOT) : "";
        if (state.isEmpty()) {
            state = zipCodes.state(point.zip());
        }
        if (state.isEmpty()) {
            state = defaultState;
        }
        String city = point.city().isEmpty() ? zipCodes.city(point.zip()) : point.city();
        Entry entry = entry(new StreetText(point.street(), city, state));
        if (!point.zip().isEmpty()) {
            entry.zips.add(point.zip());
            if (!city.isEmpty()) {
                citiesOfZip
                        .computeIfAbsent(point.zip(), zip -> new HashMap<>())
                        .merge(new City(entry.street.city(), state), 1, Integer::sum);
            }
        }
        BytesRef key = Fields.address(entry.street.id(), HouseNumber.of(point.number()));
        if (key.length > LONGEST_NAME) {
            skip();
            return;
        }
        var document = new Document();
        document.add(new StringField(Fields.ADDRESS, key, Field.Store.NO));
        document.add(new NumericDocValuesField(Fields.AT, Fields.at(point.longitude(), point.latitude())));
        document.add(new NumericDocValuesField(Fields.INFO, Fields.info(point.precision(), point.zip())));
        if (!point.unit().isEmpty()) {
            document.add(new BinaryDocValuesField(Fields.UNIT, new BytesRef(point.unit())));
        }
        writer.addDocument(document);
        addToPlaces(entry, point.zip(), point.longitude(), point.latitude());
        points++;
        tell();
    }

    @Override
    public void side(Side side) throws IOException {
        var segment = new SegmentSide(side.from(), side.to(), side.parity(), side.left(), side.zip(), side.line());
        if (!segment.plausible()) {
            skip();
            return;
        }
        City city = cityOf(side.zip(), side.state());
        Entry entry = entry(new StreetText(side.street(), city.name, city.state));
        if (!side.zip().isEmpty()) {
            entry.zips.add(side.zip());
        }
        var document = new Document();
        document.add(new StringField(Fields.SIDE, Fields.street(entry.street.id()), Field.Store.NO));
        document.add(new NumericDocValuesField(Fields.LOW, segment.low()));
        document.add(new NumericDocValuesField(Fields.HIGH, segment.high()));
        document.add(new BinaryDocValuesField(Fields.LINE, segment.toBytes()));
        writer.addDocument(document);
        addToPlaces(entry, side.zip(), side.line()[0].x, side.line()[0].y);
        sides++;
        tell();
    }

    @Override
    public void skip() {
        skipped++;
    }

    private void tell() {
        if ((points + sides) % TELL_EVERY == 0) {
            progress.accept(points + sides);
        }
    }

    /** Census ranges name no city: the one that most points of the ZIP code have, or the postal one. */
    private City cityOf(String zip, String state) {
        return cityOfZip.computeIfAbsent(zip, code -> citiesOfZip.getOrDefault(code, Map.of()).entrySet().stream()
                .max(Map.Entry.comparingByValue(Comparator.naturalOrder()))
                .map(Map.Entry::getKey)
                .orElseGet(() -> new City(zipCodes.city(code), state.isEmpty() ? defaultState : state)));
    }

    private Entry entry(StreetText text) {
        Entry known = entryOfText.get(text);
        if (known != null) {
            return known;
        }
        Street street = street(text);
        String cityKey = NameKey.of(text.city());
        String key = street.fullKey() + '/' + cityKey + '/' + text.state();
        Entry entry = entries.computeIfAbsent(
                key,
                unused -> new Entry(
                        new IndexedStreet(entries.size(), street, NameKey.display(text.city()), cityKey, text.state()),
                        new HashSet<>()));
        entryOfText.put(text, entry);
        return entry;
    }

    /** Reads the street as it would be read in a query, so that both come to the same key. */
    private Street street(StreetText text) {
        String city = text.city().isEmpty() ? ANY_CITY : text.city();
        String state = text.state().isEmpty() ? ANY_STATE : text.state();
        AddressComponents parts = parser.parse("1 " + text.street() + ", " + city + ", " + state);
        Street whole = whole(parts);
        AddressComponents longer = whole == null ? Readings.longerStreet(parts) : null;
        whole = longer == null ? whole : whole(longer);
        return whole == null ? new Street("", text.street(), "", "", false) : whole;
    }

    /** The street, or null where some of its text was taken for something else. */
    private static Street whole(AddressComponents parts) {
        Street street = Street.of(parts);
        boolean whole = parts.number().equals("1")
                && parts.unit().isEmpty()
                && parts.crossStreet().isEmpty()
                && !street.nameKey().isEmpty();
        return whole ? street : null;
    }

    private void addToPlaces(Entry entry, String zip, double longitude, double latitude) {
        IndexedStreet street = entry.street;
        if (!street.cityKey().isEmpty()) {
            places.computeIfAbsent(
                            'C' + street.cityKey() + '/' + street.state(),
                            key -> new Place(street.city(), street.state(), ""))
                    .add(longitude, latitude);
        }
        if (!zip.isEmpty()) {
            places.computeIfAbsent('Z' + zip, key -> new Place(street.city(), street.state(), zip))
                    .add(longitude, latitude);
        }
    }

    /** Writes streets, names and places, and makes the index whole. */
    void finish(Map<String, String> about) throws IOException {
        Set<String> names = new LinkedHashSet<>();
        for (Entry entry : entries.values()) {
            Street street = entry.street.street();
            String full = street.fullKey();
            String name = street.nameKey();
            names.add(name);
            var document = new Document();
            List<String> zips = new ArrayList<>(entry.zips);
            addScopes(document, Fields.FULL, full, entry.street.cityKey(), zips);
            addScopes(document, Fields.NAME, name, entry.street.cityKey(), zips);
            document.add(new BinaryDocValuesField(Fields.TEXT, new BytesRef(entry.street.toText())));
            writer.addDocument(document);
        }
        for (String name : names) {
            var document = new Document();
            for (String deletion : Spelling.deletions(name)) {
                document.add(new StringField(Fields.MISSPELT, deletion, Field.Store.NO));
            }
            document.add(new BinaryDocValuesField(Fields.TEXT, new BytesRef(name)));
            writer.addDocument(document);
        }
        for (Place place : places.values()) {
            var document = new Document();
            String term = place.zip.isEmpty() ? 'C' + NameKey.of(place.city) : 'Z' + place.zip;
            document.add(new StringField(Fields.PLACE, term, Field.Store.NO));
            if (place.zip.isEmpty()) {
                for (String deletion : Spelling.deletions(NameKey.of(place.city))) {
                    document.add(new StringField(Fields.MISSPELT_CITY, deletion, Field.Store.NO));
                }
            }
            document.add(new NumericDocValuesField(
                    Fields.AT, Fields.at(place.longitudes / place.count, place.latitudes / place.count)));
            document.add(new BinaryDocValuesField(
                    Fields.TEXT, new BytesRef(String.join("\t", place.city, place.state, place.zip))));
            writer.addDocument(document);
        }
        writer.forceMerge(1);
        writer.setLiveCommitData(about.entrySet());
        writer.commit();
    }

    private static void addScopes(Document document, String field, String key, String cityKey, List<String> zips) {
        document.add(new StringField(field, Fields.anywhere(key), Field.Store.NO));
        document.add(new StringField(field, Fields.inCity(key, cityKey), Field.Store.NO));
        for (String zip : zips) {
            document.add(new StringField(field, Fields.inZip(key, zip), Field.Store.NO));
        }
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
