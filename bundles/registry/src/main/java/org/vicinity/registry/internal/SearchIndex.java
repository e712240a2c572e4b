package org.vicinity.registry.internal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.vicinity.registry.AddressType;
import org.vicinity.registry.OffenderQuery;

/**
 * What the public search looks through, all of it each time: a pass over everybody in memory is quicker than any index of
 * the database. Immutable.
 */
final class SearchIndex {
    static final SearchIndex EMPTY = new SearchIndex(new Listing[0], List.of());

    private static final Comparator<Listing> ORDER =
            Comparator.comparing(Listing::last).thenComparing(Listing::first).thenComparing(Listing::id);

    private static final long NONE = -1;

    /** In {@link #ORDER}. */
    private final Listing[] listings;

    /** By their numbers in the listings. */
    private final List<NameWord> words;

    /**
     * An offender. Equal texts should be one object each: there are a million offenders with some thousand names.
     *
     * @param words numbers of all words of the name and the aliases
     */
    record Listing(String id, String last, String first, int[] words, List<Place> places) {}

    /** An address; NaN where it is not on the map. */
    record Place(AddressType type, Area area, double latitude, double longitude) {}

    /** Texts as they are compared. */
    record Area(String city, String county, String zip) {
        static Area of(String city, String county, String zip) {
            return new Area(Texts.abbreviated(city), Texts.abbreviated(Texts.countyKey(county)), Texts.zipKey(zip));
        }
    }

    /** A page of ids. */
    record Found(List<String> ids, String nextCursor, long total) {}

    private SearchIndex(Listing[] listings, List<NameWord> words) {
        this.listings = listings;
        this.words = words;
    }

    /**
     * This index with other listings in the place of some.
     *
     * @param changed by id; empty for an offender who is not published any more
     */
    SearchIndex with(Map<String, Optional<Listing>> changed, List<NameWord> allWords) {
        Stream<Listing> kept = Arrays.stream(listings).filter(listing -> !changed.containsKey(listing.id()));
        Stream<Listing> entered =
                changed.values().stream().flatMap(Optional::stream).sorted(ORDER);
        // Two sorted runs, which the sort only has to merge.
        return new SearchIndex(Stream.concat(kept, entered).sorted(ORDER).toArray(Listing[]::new), allWords);
    }

    Found search(OffenderQuery query) {
        byte[][] fits = Texts.words(query.name()).stream()
                .map(NameWord::of)
                .map(this::fits)
                .toArray(byte[][]::new);
        Predicate<Place> place = place(query);
        long[] hits = IntStream.range(0, listings.length)
                .mapToLong(at -> hit(at, fits, place))
                .filter(hit -> hit != NONE)
                .sorted()
                .toArray();
        int begin = query.cursor().isEmpty() ? 0 : firstFrom(hits, after(query.cursor()));
        int end = Math.min(hits.length, begin + query.limit());
        List<String> ids = LongStream.of(hits)
                .skip(begin)
                .limit(end - begin)
                .mapToObj(hit -> listing(hit).id())
                .toList();
        return new Found(ids, end < hits.length ? cursor(hits[end - 1]) : "", hits.length);
    }

    private byte[] fits(NameWord asked) {
        byte[] fits = new byte[words.size()];
        for (int i = 0; i < fits.length; i++) {
            fits[i] = (byte) words.get(i).fits(asked);
        }
        return fits;
    }

    private static Predicate<Place> place(OffenderQuery query) {
        Area area = Area.of(query.city(), query.county(), query.zip());
        Circle circle = query.near() == null ? null : new Circle(query.near(), query.radiusFeet());
        if (area.equals(new Area("", "", "")) && query.type() == null && circle == null) {
            return null;
        }
        return place -> (query.type() == null || query.type() == place.type())
                && (area.city().isEmpty() || area.city().equals(place.area().city()))
                && (area.county().isEmpty() || area.county().equals(place.area().county()))
                && (area.zip().isEmpty() || area.zip().equals(place.area().zip()))
                && (circle == null || circle.contains(place.latitude(), place.longitude()));
    }

    /** Sorts by how well the name fits, then by name: the sum of the misfits before the position. */
    private long hit(int at, byte[][] fits, Predicate<Place> place) {
        Listing listing = listings[at];
        long misfit = 0;
        for (byte[] asked : fits) {
            int best = NameWord.OTHER;
            for (int word : listing.words()) {
                best = Math.min(best, asked[word]);
            }
            if (best == NameWord.OTHER) {
                return NONE;
            }
            misfit += best;
        }
        return place == null || listing.places().stream().anyMatch(place) ? misfit << Integer.SIZE | at : NONE;
    }

    private Listing listing(long hit) {
        return listings[(int) hit];
    }

    private static int firstFrom(long[] hits, long least) {
        int at = Arrays.binarySearch(hits, least);
        return at < 0 ? -at - 1 : at;
    }

    private String cursor(long hit) {
        Listing last = listing(hit);
        String text = String.join("\n", String.valueOf(hit >> Integer.SIZE), last.last(), last.first(), last.id());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The least hit that may come after a cursor; its offender may be gone since. */
    private long after(String cursor) {
        String[] parts = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8).split("\n", -1);
        if (parts.length != 4) {
            throw new IllegalArgumentException("not a cursor of this search");
        }
        Listing last = new Listing(parts[3], parts[1], parts[2], new int[0], List.of());
        int at = Arrays.binarySearch(listings, last, ORDER);
        return Long.parseLong(parts[0]) << Integer.SIZE | (at < 0 ? -at - 1 : at + 1);
    }
}
