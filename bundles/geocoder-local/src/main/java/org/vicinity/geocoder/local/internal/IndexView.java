package org.vicinity.geocoder.local.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;
import org.apache.lucene.util.automaton.Automaton;
import org.apache.lucene.util.automaton.CompiledAutomaton;
import org.locationtech.jts.geom.Coordinate;
import org.vicinity.geocoding.Precision;

/**
 * Reads the index for one look-up, on one thread. Terms are looked up one by one: no query is parsed and nothing is
 * scored, which is what makes thousands of look-ups a second out of one core.
 */
final class IndexView {
    /** A name that more streets have says too little without a place. */
    private static final int MOST_STREETS = 300;

    private final LeafReader leaf;
    private final Map<String, Values<NumericDocValues>> numbers = new LinkedHashMap<>();
    private final Map<String, Values<BinaryDocValues>> texts = new LinkedHashMap<>();
    private final Map<String, TermsEnum> terms = new LinkedHashMap<>();

    /** Doc values go forward only; one is fetched anew where an earlier document is asked. */
    private static final class Values<T> {
        T values;
        int last = Integer.MAX_VALUE;
    }

    record IndexedPoint(double longitude, double latitude, Precision precision, String zip, String unit) {
        Coordinate at() {
            return new Coordinate(longitude, latitude);
        }
    }

    record IndexedPlace(String city, String state, String zip, double longitude, double latitude) {
        Coordinate at() {
            return new Coordinate(longitude, latitude);
        }

        /** {@code Pevely, MO}, or {@code Pevely, MO 63070} for a ZIP code. */
        String display() {
            String line = city.isEmpty() ? state : state.isEmpty() ? city : city + ", " + state;
            return (line + ' ' + zip).strip();
        }
    }

    /** @param reader an index that was merged into one segment, or an empty one */
    IndexView(DirectoryReader reader) {
        this.leaf = reader.leaves().isEmpty() ? null : reader.leaves().get(0).reader();
    }

    List<IndexedStreet> streets(String field, String term) throws IOException {
        List<IndexedStreet> streets = new ArrayList<>();
        PostingsEnum docs = docs(field, new BytesRef(term));
        for (int doc = next(docs); doc >= 0 && streets.size() < MOST_STREETS; doc = next(docs)) {
            streets.add(IndexedStreet.fromText(text(Fields.TEXT, doc)));
        }
        return streets;
    }

    /** Streets whose term in a field, which begins with a name's key, is one of an automaton's. */
    List<IndexedStreet> streets(String field, Automaton terms, int most) throws IOException {
        List<IndexedStreet> streets = new ArrayList<>();
        Terms all = leaf == null ? null : leaf.terms(field);
        if (all == null) {
            return streets;
        }
        TermsEnum matching = new CompiledAutomaton(terms, false, true).getTermsEnum(all);
        while (matching.next() != null && streets.size() < most) {
            PostingsEnum docs = matching.postings(null, PostingsEnum.NONE);
            for (int doc = next(docs); doc >= 0 && streets.size() < most; doc = next(docs)) {
                streets.add(IndexedStreet.fromText(text(Fields.TEXT, doc)));
            }
        }
        return streets;
    }

    List<String> names(String misspelt) throws IOException {
        List<String> names = new ArrayList<>();
        PostingsEnum docs = docs(Fields.MISSPELT, new BytesRef(misspelt));
        for (int doc = next(docs); doc >= 0; doc = next(docs)) {
            names.add(text(Fields.TEXT, doc));
        }
        return names;
    }

    List<IndexedPlace> places(String field, String term) throws IOException {
        return places(docs(field, new BytesRef(term)));
    }

    private List<IndexedPlace> places(PostingsEnum docs) throws IOException {
        List<IndexedPlace> places = new ArrayList<>();
        for (int doc = next(docs); doc >= 0; doc = next(docs)) {
            String[] text = text(Fields.TEXT, doc).split("\t", -1);
            long at = number(Fields.AT, doc);
            places.add(new IndexedPlace(text[0], text[1], text[2], Fields.longitude(at), Fields.latitude(at)));
        }
        return places;
    }

    /** Places whose term begins so. */
    List<IndexedPlace> placesBeginning(String term, int most) throws IOException {
        List<IndexedPlace> places = new ArrayList<>();
        BytesRef prefix = new BytesRef(term);
        TermsEnum all = terms(Fields.PLACE);
        if (all == null || all.seekCeil(prefix) == TermsEnum.SeekStatus.END) {
            return places;
        }
        for (BytesRef at = all.term(); at != null && StringHelper.startsWith(at, prefix); at = all.next()) {
            places.addAll(places(all.postings(null, PostingsEnum.NONE)));
            if (places.size() >= most) {
                break;
            }
        }
        return places;
    }

    List<IndexedPoint> points(int street, HouseNumber number) throws IOException {
        return points(docs(Fields.ADDRESS, Fields.address(street, number)));
    }

    private List<IndexedPoint> points(PostingsEnum docs) throws IOException {
        List<IndexedPoint> points = new ArrayList<>(1);
        for (int doc = next(docs); doc >= 0; doc = next(docs)) {
            long at = number(Fields.AT, doc);
            long info = number(Fields.INFO, doc);
            points.add(new IndexedPoint(
                    Fields.longitude(at),
                    Fields.latitude(at),
                    Fields.precision(info),
                    Fields.zip(info),
                    text(Fields.UNIT, doc)));
        }
        return points;
    }

    /** The numbers of a street that have a point, from {@code from} to {@code to}, ascending. */
    List<HouseNumber> numbers(int street, int from, int to) throws IOException {
        List<HouseNumber> found = new ArrayList<>();
        TermsEnum all = terms(Fields.ADDRESS);
        if (all == null
                || all.seekCeil(Fields.address(street, new HouseNumber(Math.max(from, 0), "")))
                        == TermsEnum.SeekStatus.END) {
            return found;
        }
        for (BytesRef term = all.term(); term != null && Fields.streetOf(term) == street; term = all.next()) {
            HouseNumber number = Fields.numberOf(term);
            if (number.value() > to) {
                break;
            }
            found.add(number);
        }
        return found;
    }

    /** The sides of a street's segments whose numbers reach over the given one, or all. */
    List<SegmentSide> sides(int street, int number, boolean all) throws IOException {
        List<SegmentSide> sides = new ArrayList<>();
        PostingsEnum docs = docs(Fields.SIDE, Fields.street(street));
        for (int doc = next(docs); doc >= 0; doc = next(docs)) {
            if (all || number >= number(Fields.LOW, doc) && number <= number(Fields.HIGH, doc)) {
                sides.add(SegmentSide.fromBytes(bytes(Fields.LINE, doc)));
            }
        }
        return sides;
    }

    private TermsEnum terms(String field) throws IOException {
        TermsEnum known = terms.get(field);
        if (known == null && leaf != null) {
            Terms all = leaf.terms(field);
            if (all != null) {
                known = all.iterator();
                terms.put(field, known);
            }
        }
        return known;
    }

    private PostingsEnum docs(String field, BytesRef term) throws IOException {
        TermsEnum all = terms(field);
        return all != null && all.seekExact(term) ? all.postings(null, PostingsEnum.NONE) : null;
    }

    private static int next(PostingsEnum docs) throws IOException {
        if (docs == null) {
            return -1;
        }
        int doc = docs.nextDoc();
        return doc == DocIdSetIterator.NO_MORE_DOCS ? -1 : doc;
    }

    private long number(String field, int doc) throws IOException {
        Values<NumericDocValues> values = numbers.computeIfAbsent(field, name -> new Values<>());
        if (doc < values.last) {
            values.values = leaf.getNumericDocValues(field);
        }
        values.last = doc;
        return values.values != null && values.values.advanceExact(doc) ? values.values.longValue() : 0;
    }

    private BytesRef bytes(String field, int doc) throws IOException {
        Values<BinaryDocValues> values = texts.computeIfAbsent(field, name -> new Values<>());
        if (doc < values.last) {
            values.values = leaf.getBinaryDocValues(field);
        }
        values.last = doc;
        return values.values != null && values.values.advanceExact(doc) ? values.values.binaryValue() : null;
    }

    private String text(String field, int doc) throws IOException {
        BytesRef bytes = bytes(field, doc);
        return bytes == null ? "" : bytes.utf8ToString();
    }
}
