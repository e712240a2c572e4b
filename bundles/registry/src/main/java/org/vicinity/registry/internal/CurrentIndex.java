package org.vicinity.registry.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import javax.persistence.EntityManager;
import org.apache.aries.jpa.template.JpaTemplate;
import org.apache.aries.jpa.template.TransactionType;
import org.vicinity.registry.AddressType;
import org.vicinity.registry.OffenderRecord;
import org.vicinity.registry.internal.SearchIndex.Area;
import org.vicinity.registry.internal.SearchIndex.Listing;
import org.vicinity.registry.internal.SearchIndex.Place;

/**
 * The index as it has to be now. Before each answer it takes over what was committed before, on this node or another: the
 * commit number tells whether there is something, and each offender's number who.
 */
final class CurrentIndex {
    private static final int CHUNK = 256;

    private final JpaTemplate jpa;
    private final LongSupplier committed;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Map<Object, Object> shared = new HashMap<>();
    private final List<NameWord> words = new ArrayList<>();
    private volatile State state = new State(-1, SearchIndex.EMPTY);

    private record State(long number, SearchIndex index) {}

    /** @param committed gives the last number that was committed */
    CurrentIndex(JpaTemplate jpa, LongSupplier committed) {
        this.jpa = jpa;
        this.committed = committed;
    }

    SearchIndex get() {
        State known = state;
        long newest = committed.getAsLong();
        return known.number < newest ? caughtUp(newest) : known.index;
    }

    private synchronized SearchIndex caughtUp(long newest) {
        if (state.number < newest) {
            state = jpa.txExpr(TransactionType.Required, manager -> read(manager, newest));
        }
        return state.index;
    }

    /** What is committed while we read is read again. */
    private State read(EntityManager manager, long newest) {
        List<String> ids = manager.createQuery(
                        "SELECT o.id FROM Offender o WHERE o.number > :known ORDER BY o.id", String.class)
                .setParameter("known", state.number)
                .getResultList();
        Map<String, Optional<Listing>> changed = new HashMap<>();
        for (int i = 0; i < ids.size(); i += CHUNK) {
            read(manager, ids.subList(i, Math.min(i + CHUNK, ids.size())), changed);
        }
        return new State(newest, ids.isEmpty() ? state.index : state.index.with(changed, List.copyOf(words)));
    }

    private void read(EntityManager manager, List<String> ids, Map<String, Optional<Listing>> changed) {
        Map<String, List<Place>> places = new HashMap<>();
        manager.createQuery(
                        "SELECT a.offenderId, a.type, a.city, a.county, a.zip, a.latitude, a.longitude"
                                + " FROM RegisteredAddress a WHERE a.offenderId IN :ids",
                        Object[].class)
                .setParameter("ids", ids)
                .getResultList()
                .forEach(row -> places.computeIfAbsent((String) row[0], id -> new ArrayList<>(2))
                        .add(place(row)));
        manager.createQuery("SELECT o.id, o.json FROM Offender o WHERE o.id IN :ids", Object[].class)
                .setParameter("ids", ids)
                .getResultList()
                .forEach(row ->
                        changed.put((String) row[0], listing((String) row[0], (String) row[1], places.get(row[0]))));
    }

    private Place place(Object[] row) {
        return new Place(
                (AddressType) row[1],
                shared(Area.of((String) row[2], (String) row[3], (String) row[4])),
                row[5] == null ? Double.NaN : (Double) row[5],
                row[6] == null ? Double.NaN : (Double) row[6]);
    }

    /** @param json empty of a removed offender */
    private Optional<Listing> listing(String id, String json, List<Place> places) {
        if (json.isEmpty()) {
            return Optional.empty();
        }
        OffenderRecord record = RecordJson.read(json);
        return Optional.of(new Listing(
                id,
                shared(Texts.key(record.name().last())),
                shared(Texts.key(record.name().first())),
                Stream.concat(Stream.of(record.name()), record.aliases().stream())
                        .flatMap(CurrentIndex::words)
                        .filter(word -> !word.isEmpty())
                        .distinct()
                        .mapToInt(this::number)
                        .toArray(),
                places == null ? List.of() : List.copyOf(places)));
    }

    /** Those of the name, and a last name of several words in one: many write Delacruz. */
    private static Stream<String> words(OffenderRecord.Name name) {
        return Stream.concat(
                Texts.words(name.full()).stream(),
                Stream.of(Texts.key(name.last()).replace(" ", "")));
    }

    private int number(String word) {
        return numbers.computeIfAbsent(word, added -> {
            words.add(NameWord.of(added));
            return numbers.size();
        });
    }

    @SuppressWarnings("unchecked")
    private <T> T shared(T text) {
        return (T) shared.computeIfAbsent(text, same -> same);
    }
}
