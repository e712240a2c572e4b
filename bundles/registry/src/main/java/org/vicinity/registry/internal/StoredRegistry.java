package org.vicinity.registry.internal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.persistence.EntityManager;
import javax.persistence.Query;
import org.apache.aries.jpa.template.JpaTemplate;
import org.apache.aries.jpa.template.TransactionType;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vicinity.geocoding.Location;
import org.vicinity.persistence.registry.Offender;
import org.vicinity.persistence.registry.RegisteredAddress;
import org.vicinity.persistence.registry.RegisteredAddress.Mapping;
import org.vicinity.registry.NearbyOffender;
import org.vicinity.registry.OffenderPage;
import org.vicinity.registry.OffenderQuery;
import org.vicinity.registry.OffenderRecord;
import org.vicinity.registry.Registry;
import org.vicinity.registry.internal.SearchIndex.Found;

/** The registry's copy in the database. */
@Component
public final class StoredRegistry implements Registry {
    private static final Logger LOG = LoggerFactory.getLogger(StoredRegistry.class);
    private static final int CHUNK = 500;

    @Reference
    Jurisdiction jurisdiction = Jurisdiction.missouri();

    private final JpaTemplate jpa;
    private final Ledger ledger;
    private final CurrentIndex index;
    private final ForecastPoints forecastPoints;
    private final ScheduledExecutorService indexing;
    /** The indexing thread's alone: said once. */
    private boolean behind;

    @Activate
    public StoredRegistry(@Reference(target = "(osgi.unit.name=vicinity)") JpaTemplate jpa, @Reference Ledger ledger) {
        this.jpa = jpa;
        this.ledger = ledger;
        index = new CurrentIndex(jpa, ledger::newest);
        forecastPoints = new ForecastPoints(jpa, ledger::isWriting);
        indexing = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "vicinity-registry-search");
            thread.setDaemon(true);
            return thread;
        });
        indexing.scheduleWithFixedDelay(this::catchUp, 0, 1, TimeUnit.SECONDS);
    }

    @Deactivate
    void stop() {
        // Not interrupted: Derby takes that badly.
        indexing.shutdown();
    }

    /** So that the first who search after a start or an import need not wait. */
    private void catchUp() {
        try {
            index.get();
            behind = false;
        } catch (RuntimeException e) {
            if (!behind) {
                LOG.warn(
                        "The search does not know the newest changes: {}",
                        e.getClass().getSimpleName());
            }
            behind = true;
        }
    }

    @Override
    public OffenderPage search(OffenderQuery query) {
        Found found = index.get().search(query);
        return jpa.txExpr(TransactionType.Required, manager -> {
            Map<String, Offender> offenders = offenders(manager, found.ids());
            List<Offender> items = found.ids().stream()
                    .map(offenders::get)
                    .filter(Objects::nonNull)
                    .toList();
            return new OffenderPage(records(manager, items), found.nextCursor(), found.total());
        });
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
            addresses.putAll(Writing.addresses(
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
    public OffenderRecord told(OffenderRecord record) {
        return jurisdiction.told(RecordJson.write(record));
    }

    @Override
    public boolean exempts(String field, String mark) {
        return jurisdiction.marksExempt(field) && Jurisdiction.saysExempt(mark);
    }

    @Override
    public boolean put(String feed, OffenderRecord record) {
        return ledger.put(feed, jurisdiction.allowed(Records.clean(record)));
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
