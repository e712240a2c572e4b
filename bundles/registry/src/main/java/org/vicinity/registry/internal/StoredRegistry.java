package org.vicinity.registry.internal;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
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
    private static final Duration FORECAST = Duration.ofDays(90);
    private static final int CHUNK = 500;
    private static final String ORDER = " ORDER BY o.lastKey, o.firstKey, o.id";

    private final JpaTemplate jpa;
    private final Ledger ledger;

    @Activate
    public StoredRegistry(@Reference(target = "(osgi.unit.name=vicinity)") JpaTemplate jpa, @Reference Ledger ledger) {
        this.jpa = jpa;
        this.ledger = ledger;
    }

    /** Conditions on {@code Offender o}, with their values. */
    private static final class Filter {
        private final StringBuilder text = new StringBuilder(" WHERE o.removedAt IS NULL");
        private final Map<String, Object> values = new HashMap<>();

        Filter and(String condition, String name, Object value) {
            text.append(" AND ").append(condition);
            values.put(name, value);
            return this;
        }

        <Q extends Query> Q fill(Q query) {
            values.forEach(query::setParameter);
            return query;
        }
    }

    @Override
    public OffenderPage search(OffenderQuery query) {
        return jpa.txExpr(TransactionType.Required, manager -> {
            Filter filter = filter(query, false);
            List<String> words = Texts.words(query.name());
            long total = -1;
            if (!words.isEmpty()) {
                total = count(manager, filter);
                if (total == 0) {
                    filter = filter(query, true);
                    total = -1;
                }
            }
            if (query.near() != null) {
                return near(manager, query, filter);
            }
            return page(manager, query, filter, total < 0 ? count(manager, filter) : total);
        });
    }

    private static Filter filter(OffenderQuery query, boolean bySound) {
        Filter filter = new Filter();
        int i = 0;
        for (String word : Texts.words(query.name())) {
            String name = "word" + i++;
            String sound = Texts.sound(word);
            if (bySound && !sound.isEmpty()) {
                filter.and(
                        "o.id IN (SELECT n.offenderId FROM OffenderName n WHERE n.sound = :" + name + ")", name, sound);
            } else {
                filter.and(
                        "o.id IN (SELECT n.offenderId FROM OffenderName n WHERE n.word LIKE :" + name + ")",
                        name,
                        word + "%");
            }
        }
        StringBuilder place = new StringBuilder();
        place(filter, place, "a.cityKey = :city", "city", Texts.key(query.city()));
        place(filter, place, "a.countyKey = :county", "county", Texts.countyKey(query.county()));
        place(filter, place, "a.zipKey = :zip", "zip", Texts.zipKey(query.zip()));
        if (query.type() != null) {
            place(filter, place, "a.type = :type", "type", query.type());
        }
        if (query.near() != null) {
            Wgs84.Box box = Wgs84.Box.around(query.near(), query.radiusFeet());
            place.append(" AND a.latitude BETWEEN :south AND :north AND a.longitude BETWEEN :west AND :east");
            filter.values.put("south", box.south());
            filter.values.put("north", box.north());
            filter.values.put("west", box.west());
            filter.values.put("east", box.east());
        }
        if (place.length() > 0) {
            filter.text
                    .append(" AND o.id IN (SELECT a.offenderId FROM RegisteredAddress a WHERE ")
                    .append(place.substring(" AND ".length()))
                    .append(")");
        }
        return filter;
    }

    private static void place(Filter filter, StringBuilder text, String condition, String name, Object value) {
        if (!"".equals(value)) {
            text.append(" AND ").append(condition);
            filter.values.put(name, value);
        }
    }

    private static long count(EntityManager manager, Filter filter) {
        return filter.fill(manager.createQuery("SELECT COUNT(o.id) FROM Offender o" + filter.text, Long.class))
                .getSingleResult();
    }

    private static OffenderPage page(EntityManager manager, OffenderQuery query, Filter filter, long total) {
        if (!query.cursor().isEmpty()) {
            String[] key = decode(query.cursor(), 3);
            filter.and(
                    "(o.lastKey > :last OR (o.lastKey = :last AND (o.firstKey > :first"
                            + " OR (o.firstKey = :first AND o.id > :id))))",
                    "last",
                    key[0]);
            filter.values.put("first", key[1]);
            filter.values.put("id", key[2]);
        }
        TypedQuery<Object[]> select = manager.createQuery(
                "SELECT o, o.lastKey, o.firstKey FROM Offender o" + filter.text + ORDER, Object[].class);
        List<Object[]> rows =
                filter.fill(select).setMaxResults(query.limit() + 1).getResultList();
        String next = "";
        if (rows.size() > query.limit()) {
            rows = rows.subList(0, query.limit());
            Object[] last = rows.get(rows.size() - 1);
            next = encode((String) last[1], (String) last[2], ((Offender) last[0]).id());
        }
        return new OffenderPage(
                records(manager, rows.stream().map(row -> (Offender) row[0]).toList()), next, total);
    }

    /** The database knows who is in the box; who of them is in the circle is decided here. */
    private static OffenderPage near(EntityManager manager, OffenderQuery query, Filter filter) {
        Set<String> inside = inside(manager, query.near(), query.radiusFeet())
                .filter(hit -> query.type() == null || hit.address().type() == query.type())
                .map(hit -> hit.address().offenderId())
                .collect(Collectors.toCollection(HashSet::new));
        List<String> ids = filter
                .fill(manager.createQuery(
                        "SELECT o.id, o.lastKey, o.firstKey FROM Offender o" + filter.text + ORDER, Object[].class))
                .getResultList()
                .stream()
                .map(row -> (String) row[0])
                .filter(inside::contains)
                .toList();
        int from = 0;
        if (!query.cursor().isEmpty()) {
            try {
                from = Integer.parseUnsignedInt(decode(query.cursor(), 1)[0]);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("not a cursor of this search", e);
            }
        }
        from = Math.min(Math.max(from, 0), ids.size());
        int to = Math.min(from + query.limit(), ids.size());
        Map<String, Offender> offenders = offenders(manager, ids.subList(from, to));
        List<Offender> page = ids.subList(from, to).stream()
                .map(offenders::get)
                .filter(Objects::nonNull)
                .toList();
        return new OffenderPage(
                records(manager, page), to < ids.size() ? encode(Integer.toString(to)) : "", ids.size());
    }

    private static String encode(String... parts) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(String.join("\n", parts).getBytes(StandardCharsets.UTF_8));
    }

    private static String[] decode(String cursor, int parts) {
        String[] key = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8).split("\n", -1);
        if (key.length != parts) {
            throw new IllegalArgumentException("not a cursor of this search");
        }
        return key;
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
        return jpa.txExpr(TransactionType.Required, manager -> {
            TypedQuery<Object[]> recent = manager.createQuery(
                            "SELECT p.latitude, p.longitude FROM ChangePoint p WHERE p.occurredAt > :since"
                                    + " AND p.latitude BETWEEN :south AND :north"
                                    + " AND p.longitude BETWEEN :west AND :east",
                            Object[].class)
                    .setParameter("since", Instant.now().minus(FORECAST));
            long alerts = box(recent, centre, radiusFeet).getResultList().stream()
                    .map(row -> new Location((Double) row[0], (Double) row[1]))
                    .filter(point -> Wgs84.inside(Wgs84.metres(centre, point), radiusFeet))
                    .count();
            return new Forecast(inside(manager, centre, radiusFeet).count(), alerts);
        });
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
    private static Instant instant(Object value) {
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
