package org.vicinity.registry.internal;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.persistence.EntityManager;
import javax.persistence.Query;
import javax.persistence.TypedQuery;
import org.apache.aries.jpa.template.JpaTemplate;
import org.apache.aries.jpa.template.TransactionType;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vicinity.geocoding.Location;
import org.vicinity.persistence.registry.Offender;
import org.vicinity.persistence.registry.RegisteredAddress;
import org.vicinity.persistence.registry.RegisteredAddress.Mapping;
import org.vicinity.registry.NearbyOffender;
import org.vicinity.registry.OffenderPage;
import org.vicinity.registry.OffenderQuery;
import org.vicinity.registry.OffenderRecord;
import org.vicinity.registry.Registry;

/** The registry's copy in the database. */
@Component
public final class StoredRegistry implements Registry {
    private static final int CHUNK = 500;
    /** Of more, the whole index of names is read: Derby takes longer to understand a long list than to read it all. */
    private static final int FEW = 50;

    private static final String KEYS = "SELECT o.lastKey, o.firstKey, o.id FROM Offender o";

    /** Who was removed has no name: so the index of names knows it too. */
    private static final String LISTED = " WHERE (o.lastKey <> '' OR o.firstKey <> '')";

    private final JpaTemplate jpa;
    private final Ledger ledger;
    private final ForecastPoints forecastPoints;

    @Activate
    public StoredRegistry(@Reference(target = "(osgi.unit.name=vicinity)") JpaTemplate jpa, @Reference Ledger ledger) {
        this.jpa = jpa;
        this.ledger = ledger;
        forecastPoints = new ForecastPoints(jpa);
    }

    @Override
    public OffenderPage search(OffenderQuery query) {
        return jpa.txExpr(TransactionType.Required, manager -> {
            Set<String> found = places(manager, query);
            List<String> words = Texts.words(query.name());
            if (!words.isEmpty()) {
                Set<String> named = named(manager, words, false);
                found = narrowed(found, named.isEmpty() ? named(manager, words, true) : named);
            }
            if (query.near() != null) {
                found = narrowed(
                        found,
                        inside(manager, query.near(), query.radiusFeet())
                                .filter(hit ->
                                        query.type() == null || hit.address().type() == query.type())
                                .map(hit -> hit.address().offenderId())
                                .collect(Collectors.toSet()));
            }
            return found == null ? everybody(manager, query) : page(manager, query, found);
        });
    }

    /** @param found null where nothing restricted yet */
    private static Set<String> narrowed(Set<String> found, Set<String> more) {
        if (found == null) {
            return more;
        }
        Set<String> both = new HashSet<>(found);
        both.retainAll(more);
        return both;
    }

    /** Who has a name or alias for each word; each word is one look-up in an index. */
    private static Set<String> named(EntityManager manager, List<String> words, boolean bySound) {
        Set<String> found = null;
        for (String word : words) {
            String sound = bySound ? Texts.sound(word) : "";
            TypedQuery<String> select = manager.createQuery(
                            sound.isEmpty()
                                    ? "SELECT n.offenderId FROM OffenderName n WHERE n.word LIKE :word"
                                    : "SELECT n.offenderId FROM OffenderName n WHERE n.sound = :word",
                            String.class)
                    .setParameter("word", sound.isEmpty() ? word + "%" : sound);
            found = narrowed(found, new HashSet<>(select.getResultList()));
        }
        return found;
    }

    /** Who has an address as asked for; null where no place is asked for. */
    private static Set<String> places(EntityManager manager, OffenderQuery query) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("cityKey", Texts.key(query.city()));
        values.put("countyKey", Texts.countyKey(query.county()));
        values.put("zipKey", Texts.zipKey(query.zip()));
        values.values().removeIf(""::equals);
        if (query.type() != null && query.near() == null) {
            values.put("type", query.type());
        }
        if (values.isEmpty()) {
            return null;
        }
        String conditions = values.keySet().stream()
                .map(name -> "a." + name + " = :" + name)
                .collect(Collectors.joining(" AND "));
        TypedQuery<String> select =
                manager.createQuery("SELECT a.offenderId FROM RegisteredAddress a WHERE " + conditions, String.class);
        values.forEach(select::setParameter);
        return new HashSet<>(select.getResultList());
    }

    private record Key(String last, String first, String id) implements Comparable<Key> {
        private static final Comparator<Key> ORDER =
                Comparator.comparing(Key::last).thenComparing(Key::first).thenComparing(Key::id);

        static Key of(Object[] row) {
            return new Key((String) row[0], (String) row[1], (String) row[2]);
        }

        static Key of(String cursor) {
            String[] parts = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8).split("\n", -1);
            if (parts.length != 3) {
                throw new IllegalArgumentException("not a cursor of this search");
            }
            return new Key(parts[0], parts[1], parts[2]);
        }

        String cursor() {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(String.join("\n", last, first, id).getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    /** A page of the whole registry; the index of names alone answers what comes next. */
    private static OffenderPage everybody(EntityManager manager, OffenderQuery query) {
        String after = "";
        if (!query.cursor().isEmpty()) {
            after = " AND (o.lastKey > :last OR (o.lastKey = :last AND (o.firstKey > :first"
                    + " OR (o.firstKey = :first AND o.id > :id))))";
        }
        TypedQuery<Object[]> select =
                manager.createQuery(KEYS + LISTED + after + " ORDER BY o.lastKey, o.firstKey, o.id", Object[].class);
        if (!query.cursor().isEmpty()) {
            Key key = Key.of(query.cursor());
            select.setParameter("last", key.last())
                    .setParameter("first", key.first())
                    .setParameter("id", key.id());
        }
        List<Key> keys = select.setMaxResults(query.limit() + 1).getResultList().stream()
                .map(Key::of)
                .toList();
        long total = manager.createQuery("SELECT COUNT(o.id) FROM Offender o" + LISTED, Long.class)
                .getSingleResult();
        return page(manager, query, keys, total);
    }

    private static OffenderPage page(EntityManager manager, OffenderQuery query, Set<String> found) {
        List<Key> keys = keys(manager, found);
        Stream<Key> left = keys.stream().sorted();
        if (!query.cursor().isEmpty()) {
            Key after = Key.of(query.cursor());
            left = left.filter(key -> key.compareTo(after) > 0);
        }
        return page(manager, query, left.limit(query.limit() + 1L).toList(), keys.size());
    }

    private static List<Key> keys(EntityManager manager, Set<String> ids) {
        if (ids.size() > FEW) {
            return manager.createQuery(KEYS + LISTED, Object[].class).getResultList().stream()
                    .map(Key::of)
                    .filter(key -> ids.contains(key.id()))
                    .toList();
        }
        List<String> all = List.copyOf(ids);
        List<Key> keys = new ArrayList<>();
        for (int i = 0; i < all.size(); i += CHUNK) {
            manager.createQuery(KEYS + LISTED + " AND o.id IN :ids", Object[].class)
                    .setParameter("ids", all.subList(i, Math.min(i + CHUNK, all.size())))
                    .getResultList()
                    .forEach(row -> keys.add(Key.of(row)));
        }
        return keys;
    }

    /** @param keys one more than a page has, where there is a next page */
    private static OffenderPage page(EntityManager manager, OffenderQuery query, List<Key> keys, long total) {
        List<Key> page = keys.subList(0, Math.min(query.limit(), keys.size()));
        Map<String, Offender> offenders =
                offenders(manager, page.stream().map(Key::id).toList());
        List<Offender> items = page.stream()
                .map(key -> offenders.get(key.id()))
                .filter(Objects::nonNull)
                .toList();
        String next = keys.size() > page.size() ? page.get(page.size() - 1).cursor() : "";
        return new OffenderPage(records(manager, items), next, total);
    }

    private static Map<String, Offender> offenders(EntityManager manager, List<String> ids) {
        Map<String, Offender> found = new HashMap<>();
        for (int i = 0; i < ids.size(); i += CHUNK) {
            manager.createQuery("SELECT o FROM Offender o WHERE o.id IN :ids AND o.removedAt IS NULL", Offender.class)
                    .setParameter("ids", ids.subList(i, Math.min(i + CHUNK, ids.size())))
                    .getResultList()
                    .forEach(offender -> found.put(offender.id(), offender));
        }
        return found;
    }

    private static List<OffenderRecord> records(EntityManager manager, List<Offender> offenders) {
        Map<String, List<RegisteredAddress>> addresses = new HashMap<>();
        for (int i = 0; i < offenders.size(); i += CHUNK) {
            addresses.putAll(Ledger.addresses(
                    manager,
                    offenders.subList(i, Math.min(i + CHUNK, offenders.size())).stream()
                            .map(Offender::id)
                            .toList()));
        }
        return offenders.stream()
                .map(offender -> Ledger.record(offender, addresses.getOrDefault(offender.id(), List.of())))
                .toList();
    }

    @Override
    public Optional<OffenderRecord> find(String offenderId) {
        return jpa.txExpr(
                TransactionType.Required, manager -> Optional.ofNullable(manager.find(Offender.class, offenderId))
                        .filter(offender -> !offender.removed())
                        .map(offender -> records(manager, List.of(offender)).get(0)));
    }

    private record Hit(RegisteredAddress address, double metres) {}

    private static Stream<Hit> inside(EntityManager manager, Location centre, int radiusFeet) {
        return box(
                        manager.createQuery(
                                "SELECT a FROM RegisteredAddress a WHERE a.latitude BETWEEN :south AND :north"
                                        + " AND a.longitude BETWEEN :west AND :east",
                                RegisteredAddress.class),
                        centre,
                        radiusFeet)
                .getResultList()
                .stream()
                .filter(address -> address.mapping() == Mapping.MAPPED)
                .map(address ->
                        new Hit(address, Wgs84.metres(centre, address.address().location())))
                .filter(hit -> Wgs84.inside(hit.metres(), radiusFeet));
    }

    private static <Q extends Query> Q box(Q query, Location centre, int radiusFeet) {
        Wgs84.Box box = Wgs84.Box.around(centre, radiusFeet);
        query.setParameter("south", box.south())
                .setParameter("north", box.north())
                .setParameter("west", box.west())
                .setParameter("east", box.east());
        return query;
    }

    @Override
    public List<NearbyOffender> within(Location centre, int radiusFeet, int limit) {
        return jpa.txExpr(TransactionType.Required, manager -> {
            List<Hit> hits = inside(manager, centre, radiusFeet)
                    .sorted(Comparator.comparingDouble(Hit::metres)
                            .thenComparing(hit -> hit.address().id()))
                    .limit(limit)
                    .toList();
            Map<String, Offender> offenders = offenders(
                    manager,
                    hits.stream()
                            .map(hit -> hit.address().offenderId())
                            .distinct()
                            .toList());
            Map<String, OffenderRecord> records = records(manager, List.copyOf(offenders.values())).stream()
                    .collect(Collectors.toMap(OffenderRecord::id, Function.identity()));
            List<NearbyOffender> nearby = new ArrayList<>();
            for (Hit hit : hits) {
                OffenderRecord record = records.get(hit.address().offenderId());
                if (record != null) {
                    nearby.add(
                            new NearbyOffender(record, hit.address().address(), hit.metres() / Wgs84.METRES_PER_FOOT));
                }
            }
            return nearby;
        });
    }

    @Override
    public Forecast forecast(Location centre, int radiusFeet) {
        return forecastPoints.forecast(centre, radiusFeet);
    }

    @Override
    public boolean put(String feed, OffenderRecord record) {
        return ledger.put(feed, record);
    }

    @Override
    public boolean remove(String feed, String offenderId) {
        return ledger.remove(feed, offenderId);
    }

    @Override
    public Optional<Instant> updatedAt() {
        return jpa.txExpr(TransactionType.Required, manager -> Stream.of(
                        manager.createQuery("SELECT MAX(o.updatedAt) FROM Offender o"),
                        manager.createQuery("SELECT MAX(i.finishedAt) FROM RecordedImport i WHERE i.state = 'APPLIED'"))
                .map(Query::getSingleResult)
                .filter(Objects::nonNull)
                .map(StoredRegistry::instant)
                .max(Comparator.naturalOrder()));
    }

    /** Aggregates may skip the converter. */
    static Instant instant(Object value) {
        return value instanceof Instant instant ? instant : ((java.sql.Timestamp) value).toInstant();
    }

    @Override
    public List<UnmappedAddress> unmapped(int limit) {
        return jpa.txExpr(TransactionType.Required, manager -> manager
                .createQuery(
                        "SELECT a FROM RegisteredAddress a WHERE a.mapping = :mapping ORDER BY a.since DESC, a.id DESC",
                        RegisteredAddress.class)
                .setParameter("mapping", Mapping.UNMAPPED)
                .setMaxResults(limit)
                .getResultList()
                .stream()
                .map(row -> new UnmappedAddress(row.id(), row.offenderId(), row.address(), row.reason(), row.since()))
                .toList());
    }

    @Override
    public boolean place(long addressId, Location location) {
        return ledger.place(addressId, location);
    }
}
