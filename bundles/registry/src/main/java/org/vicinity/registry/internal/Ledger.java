package org.vicinity.registry.internal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.persistence.EntityManager;
import org.apache.aries.jpa.template.JpaTemplate;
import org.apache.aries.jpa.template.TransactionType;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vicinity.geocoding.Location;
import org.vicinity.persistence.CommitNumbers;
import org.vicinity.persistence.registry.ChangePoint;
import org.vicinity.persistence.registry.Offender;
import org.vicinity.persistence.registry.RecordedChangeSet;
import org.vicinity.persistence.registry.RecordedChangeSet.State;
import org.vicinity.persistence.registry.RegisteredAddress;
import org.vicinity.persistence.registry.RegisteredAddress.Mapping;
import org.vicinity.persistence.registry.RegisteredAddress.Source;
import org.vicinity.registry.ChangeListener;
import org.vicinity.registry.InvalidRecordException;
import org.vicinity.registry.OffenderRecord;
import org.vicinity.registry.OffenderRecord.Address;
import org.vicinity.registry.RegistryChange;
import org.vicinity.registry.RegistryChange.Kind;

/**
 * The only writer of offenders, addresses and changes. Each write draws its commit number before it touches a row: so
 * writers take turns, on all nodes, and nobody who numbers a subscription waits for a row that waits for the number.
 */
@Component(service = Ledger.class)
public final class Ledger {
    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);
    private static final int CHUNK = 200;

    private final JpaTemplate jpa;
    private final Semaphore unmapped = new Semaphore(0);

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile List<ChangeListener> listeners = List.of();

    @Activate
    public Ledger(@Reference(target = "(osgi.unit.name=vicinity)") JpaTemplate jpa) {
        this.jpa = jpa;
    }

    /**
     * What a snapshot would do.
     *
     * @param foreign ids that belong to another feed
     * @param known how many offenders the feed has
     * @param first whether the feed never had one
     */
    record Plan(
            List<OffenderRecord> added,
            List<OffenderRecord> changed,
            List<String> removed,
            long unchanged,
            Set<String> foreign,
            long known,
            boolean first) {
        boolean empty() {
            return added.isEmpty() && changed.isEmpty() && removed.isEmpty();
        }
    }

    /**
     * A snapshot as it was read.
     *
     * @param kept ids that keep their state though no good record of them came
     * @param removals whether who is missing is removed
     */
    record Snapshot(String feed, Map<String, OffenderRecord> records, Set<String> kept, boolean removals) {}

    Plan plan(Snapshot snapshot) {
        return jpa.txExpr(TransactionType.Required, manager -> plan(manager, snapshot));
    }

    private static Plan plan(EntityManager manager, Snapshot snapshot) {
        Map<String, String> known = new HashMap<>();
        Set<String> others = new HashSet<>();
        boolean first = true;
        for (Object[] row : manager.createQuery(
                        "SELECT o.id, o.fingerprint, o.feed, o.removedAt FROM Offender o", Object[].class)
                .getResultList()) {
            boolean ours = snapshot.feed().equals(row[2]);
            first &= !ours;
            if (row[3] == null && ours) {
                known.put((String) row[0], (String) row[1]);
            } else if (row[3] == null) {
                others.add((String) row[0]);
            }
        }
        List<OffenderRecord> added = new ArrayList<>();
        List<OffenderRecord> changed = new ArrayList<>();
        Set<String> foreign = new LinkedHashSet<>();
        long unchanged = 0;
        for (OffenderRecord record : snapshot.records().values()) {
            String before = known.get(record.id());
            if (others.contains(record.id())) {
                foreign.add(record.id());
            } else if (before == null) {
                added.add(record);
            } else if (before.equals(Records.fingerprint(record))) {
                unchanged++;
            } else {
                changed.add(record);
            }
        }
        List<String> removed = snapshot.removals()
                ? known.keySet().stream()
                        .filter(id -> !snapshot.records().containsKey(id)
                                && !snapshot.kept().contains(id))
                        .sorted()
                        .toList()
                : List.of();
        return new Plan(added, changed, removed, unchanged, foreign, known.size(), first);
    }

    /**
     * Applies a snapshot whole.
     *
     * @param beside runs in the same transaction, at its end
     */
    void apply(Snapshot snapshot, Instant observedAt, BiConsumer<EntityManager, Plan> beside) {
        jpa.tx(TransactionType.Required, manager -> {
            long number = CommitNumbers.next(manager);
            Plan plan = plan(manager, snapshot);
            Entry entry = new Entry(manager, number, observedAt, plan.first());
            List<OffenderRecord> entering = Stream.concat(plan.added().stream(), plan.changed().stream())
                    .toList();
            for (int i = 0; i < entering.size(); i += CHUNK) {
                entry.enter(snapshot.feed(), entering.subList(i, Math.min(i + CHUNK, entering.size())));
                manager.flush();
                manager.clear();
            }
            for (int i = 0; i < plan.removed().size(); i += CHUNK) {
                entry.remove(plan.removed()
                        .subList(i, Math.min(i + CHUNK, plan.removed().size())));
                manager.flush();
                manager.clear();
            }
            beside.accept(manager, plan);
        });
        written();
    }

    boolean put(String feed, OffenderRecord given) {
        Records.requireFeed(feed);
        OffenderRecord record = Records.clean(given);
        boolean added = jpa.txExpr(TransactionType.Required, manager -> {
            long number = CommitNumbers.next(manager);
            Offender offender = manager.find(Offender.class, record.id());
            boolean present = offender != null && !offender.removed();
            if (present && !offender.feed().equals(feed)) {
                throw new InvalidRecordException("id", "this id belongs to another feed");
            }
            if (!present || !offender.fingerprint().equals(Records.fingerprint(record))) {
                new Entry(manager, number, Instant.now(), false).enter(feed, List.of(record));
            }
            return !present;
        });
        written();
        return added;
    }

    boolean remove(String feed, String offenderId) {
        boolean removed = jpa.txExpr(TransactionType.Required, manager -> {
            long number = CommitNumbers.next(manager);
            Offender offender = manager.find(Offender.class, offenderId);
            if (offender == null || offender.removed() || !offender.feed().equals(feed)) {
                return false;
            }
            new Entry(manager, number, Instant.now(), false).remove(List.of(offenderId));
            return true;
        });
        written();
        return removed;
    }

    /** An address to be mapped. */
    record Unmapped(long addressId, String textKey, String oneLine) {}

    /** What came of it: a point, or why there is none. */
    record Finding(Unmapped address, Location location, String reason) {}

    /**
     * The addresses that wait for a point, newest first, then those that were given up before a time.
     *
     * @param triedBefore milliseconds since 1970
     */
    List<Unmapped> unmapped(int limit, long triedBefore) {
        return jpa.txExpr(TransactionType.Required, manager -> {
            List<RegisteredAddress> rows = new ArrayList<>(manager.createQuery(
                            "SELECT a FROM RegisteredAddress a WHERE a.mapping = :mapping ORDER BY a.since DESC, a.id DESC",
                            RegisteredAddress.class)
                    .setParameter("mapping", Mapping.PENDING)
                    .setMaxResults(limit)
                    .getResultList());
            if (rows.size() < limit) {
                rows.addAll(manager.createQuery(
                                "SELECT a FROM RegisteredAddress a WHERE a.mapping = :mapping AND a.triedAt < :before"
                                        + " ORDER BY a.since DESC, a.id DESC",
                                RegisteredAddress.class)
                        .setParameter("mapping", Mapping.UNMAPPED)
                        .setParameter("before", triedBefore)
                        .setMaxResults(limit - rows.size())
                        .getResultList());
            }
            return rows.stream()
                    .map(row ->
                            new Unmapped(row.id(), row.textKey(), row.address().oneLine()))
                    .toList();
        });
    }

    /** Enters what was found, and hands out the changes that waited for it. */
    void decide(List<Finding> findings) {
        if (findings.isEmpty()) {
            return;
        }
        jpa.tx(TransactionType.Required, manager -> {
            long number = CommitNumbers.next(manager);
            Entry entry = new Entry(manager, number, Instant.now(), false);
            Set<String> decided = new LinkedHashSet<>();
            for (Finding finding : findings) {
                RegisteredAddress row =
                        manager.find(RegisteredAddress.class, finding.address().addressId());
                // The record may have changed while the geocoder was asked.
                if (row == null
                        || row.mapping() == Mapping.MAPPED
                        || !row.textKey().equals(finding.address().textKey())) {
                    continue;
                }
                boolean late = row.mapping() == Mapping.UNMAPPED;
                if (finding.location() == null) {
                    row.giveUp(finding.reason(), entry.now);
                } else {
                    row.place(finding.location(), Source.GEOCODED, entry.now);
                    if (late) {
                        entry.located(row);
                    }
                }
                decided.add(row.offenderId());
            }
            manager.flush();
            entry.written(decided);
            entry.handOut(decided);
        });
        written();
    }

    boolean place(long addressId, Location location) {
        boolean placed = jpa.txExpr(TransactionType.Required, manager -> {
            long number = CommitNumbers.next(manager);
            RegisteredAddress row = manager.find(RegisteredAddress.class, addressId);
            if (row == null || row.mapping() != Mapping.UNMAPPED) {
                return false;
            }
            Entry entry = new Entry(manager, number, Instant.now(), false);
            row.place(location, Source.HAND, entry.now);
            manager.flush();
            entry.written(Set.of(row.offenderId()));
            entry.located(row);
            return true;
        });
        written();
        return placed;
    }

    /** Waits until something was written that may need points. */
    void awaitWriting(long millis) throws InterruptedException {
        if (unmapped.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
            unmapped.drainPermits();
        }
    }

    private void written() {
        unmapped.release();
        for (ChangeListener listener : listeners) {
            try {
                listener.changesReady();
            } catch (RuntimeException | LinkageError e) {
                LOG.warn(
                        "A listener to registry changes failed: {}",
                        e.getClass().getName());
            }
        }
    }

    /** The offender's rows, in the record's order. */
    static Map<String, List<RegisteredAddress>> addresses(EntityManager manager, Collection<String> offenderIds) {
        if (offenderIds.isEmpty()) {
            return Map.of();
        }
        return manager
                .createQuery(
                        "SELECT a FROM RegisteredAddress a WHERE a.offenderId IN :ids ORDER BY a.position, a.id",
                        RegisteredAddress.class)
                .setParameter("ids", offenderIds)
                .getResultList()
                .stream()
                .collect(Collectors.groupingBy(RegisteredAddress::offenderId));
    }

    static OffenderRecord record(Offender offender, List<RegisteredAddress> addresses) {
        return Records.with(
                RecordJson.read(offender.json()),
                addresses.stream()
                        .sorted(Comparator.comparingInt(RegisteredAddress::position))
                        .map(RegisteredAddress::address)
                        .toList(),
                offender.updatedAt());
    }

    /** One transaction's writing under one number. */
    private static final class Entry {
        private final EntityManager manager;
        private final long number;
        private final Instant observedAt;
        private final boolean first;
        private final Instant now = Instant.now();

        Entry(EntityManager manager, long number, Instant observedAt, boolean first) {
            this.manager = manager;
            this.number = number;
            this.observedAt = observedAt;
            this.first = first;
        }

        void enter(String feed, List<OffenderRecord> records) {
            List<String> ids = records.stream().map(OffenderRecord::id).toList();
            Map<String, Offender> offenders = offenders(ids);
            Map<String, List<RegisteredAddress>> addresses = addresses(manager, offenders.keySet());
            for (OffenderRecord record : records) {
                enter(feed, record, offenders.get(record.id()), addresses.getOrDefault(record.id(), List.of()));
            }
            manager.flush();
            handOut(offenders.keySet());
        }

        private void enter(String feed, OffenderRecord record, Offender known, List<RegisteredAddress> rows) {
            List<RegistryChange> changes = new ArrayList<>();
            Offender offender = known;
            if (offender == null) {
                offender = new Offender(record.id(), feed);
                changes.add(change(Kind.OFFENDER_ADDED));
            } else if (offender.removed()) {
                changes.add(change(Kind.OFFENDER_RETURNED));
            } else {
                OffenderRecord before = RecordJson.read(offender.json());
                if (!Objects.equals(before.status(), record.status())) {
                    changes.add(new RegistryChange(Kind.STATUS_CHANGED, null, null, before.status(), record.status()));
                }
            }
            offender.enter(
                    feed,
                    Records.fingerprint(record),
                    RecordJson.text(RecordJson.write(Records.withoutAddresses(record))),
                    now);
            offender.written(number);
            if (known == null) {
                manager.persist(offender);
            }
            AddressDifferences.Result differences =
                    AddressDifferences.apply(manager, record.id(), feed, rows, record.addresses(), now);
            changes.addAll(differences.changes());
            log(record(offender, differences.addresses()), changes);
        }

        void remove(List<String> ids) {
            Map<String, Offender> offenders = offenders(ids);
            Map<String, List<RegisteredAddress>> addresses = addresses(manager, offenders.keySet());
            for (Offender offender : offenders.values()) {
                List<RegisteredAddress> rows = addresses.getOrDefault(offender.id(), List.of());
                OffenderRecord last = record(offender, rows);
                rows.forEach(manager::remove);
                offender.remove(now);
                offender.written(number);
                log(Records.with(last, last.addresses(), now), List.of(change(Kind.OFFENDER_REMOVED)));
            }
            manager.flush();
            handOut(offenders.keySet());
        }

        /** Addresses of these offenders have other points. */
        void written(Set<String> offenderIds) {
            if (!offenderIds.isEmpty()) {
                manager.createQuery("UPDATE Offender o SET o.number = :number WHERE o.id IN :ids")
                        .setParameter("number", number)
                        .setParameter("ids", offenderIds)
                        .executeUpdate();
            }
        }

        /** A point that came late: the change is matched as if new. */
        void located(RegisteredAddress row) {
            Offender offender = manager.find(Offender.class, row.offenderId());
            List<RegisteredAddress> rows =
                    addresses(manager, List.of(row.offenderId())).get(row.offenderId());
            log(
                    record(offender, rows),
                    List.of(new RegistryChange(Kind.ADDRESS_LOCATED, null, row.address(), null, null)));
        }

        /** Hands out the waiting changes of offenders whose addresses are all decided. */
        void handOut(Set<String> offenderIds) {
            if (offenderIds.isEmpty()) {
                return;
            }
            List<RecordedChangeSet> waiting = manager.createQuery(
                            "SELECT c FROM RecordedChangeSet c WHERE c.offenderId IN :ids AND c.state = :state",
                            RecordedChangeSet.class)
                    .setParameter("ids", offenderIds)
                    .setParameter("state", State.WAITING)
                    .getResultList();
            if (waiting.isEmpty()) {
                return;
            }
            Map<String, List<RegisteredAddress>> addresses = addresses(
                    manager, waiting.stream().map(RecordedChangeSet::offenderId).collect(Collectors.toSet()));
            for (RecordedChangeSet set : waiting) {
                List<RegisteredAddress> rows = addresses.getOrDefault(set.offenderId(), List.of());
                if (rows.stream().noneMatch(row -> row.mapping() == Mapping.PENDING)) {
                    handOut(set, rows);
                }
            }
        }

        private void handOut(RecordedChangeSet set, List<RegisteredAddress> rows) {
            Function<Address, Address> located = address -> located(address, rows);
            OffenderRecord record = RecordJson.read(set.offender());
            List<RegistryChange> changes = RecordJson.changes(set.changes()).stream()
                    .map(change -> located(change, located))
                    .toList();
            State state = told(changes) ? State.READY : State.SETTLED;
            OffenderRecord mapped = Records.with(
                    record, record.addresses().stream().map(located).toList(), record.updatedAt());
            set.decide(number, RecordJson.text(RecordJson.write(mapped)), RecordJson.changes(changes), state);
            if (!set.firstLoad()) {
                addPoints(changes);
            }
        }

        private static RegistryChange located(RegistryChange change, Function<Address, Address> located) {
            if (change.after() == null) {
                return change;
            }
            Address before = change.before() == null ? null : located.apply(change.before());
            Address after = located.apply(change.after());
            boolean corrected = change.kind() == Kind.ADDRESS_MOVED
                    && AddressDifferences.samePlace(before.location(), after.location());
            Kind kind = corrected ? Kind.ADDRESS_CORRECTED : change.kind();
            return new RegistryChange(kind, before, after, change.statusBefore(), change.statusAfter());
        }

        private static Address located(Address address, List<RegisteredAddress> rows) {
            if (address.location() != null) {
                return address;
            }
            String key = Texts.addressKey(address);
            return rows.stream()
                    .filter(row -> row.type() == address.type() && row.textKey().equals(key))
                    .map(RegisteredAddress::address)
                    .findFirst()
                    .orElse(address);
        }

        private void log(OffenderRecord record, List<RegistryChange> changes) {
            if (changes.isEmpty()) {
                return;
            }
            boolean waiting = changes.stream()
                    .anyMatch(change -> (change.kind() == Kind.ADDRESS_ADDED || change.kind() == Kind.ADDRESS_MOVED)
                            && change.after().location() == null);
            State state = !told(changes) ? State.SETTLED : waiting ? State.WAITING : State.READY;
            manager.persist(new RecordedChangeSet(
                    number,
                    record.id(),
                    RecordJson.text(RecordJson.write(record)),
                    RecordJson.changes(changes),
                    first,
                    observedAt,
                    now,
                    state));
            if (state == State.READY && !first) {
                addPoints(changes);
            }
        }

        private static boolean told(List<RegistryChange> changes) {
            return changes.stream().anyMatch(change -> change.kind() != Kind.ADDRESS_CORRECTED);
        }

        private void addPoints(List<RegistryChange> changes) {
            for (RegistryChange change : changes) {
                boolean in =
                        switch (change.kind()) {
                            case ADDRESS_ADDED, ADDRESS_MOVED, ADDRESS_LOCATED -> true;
                            default -> false;
                        };
                if (in && change.after().location() != null) {
                    Location at = change.after().location();
                    manager.persist(new ChangePoint(now, at.latitude(), at.longitude()));
                }
            }
        }

        private Map<String, Offender> offenders(List<String> ids) {
            return manager
                    .createQuery("SELECT o FROM Offender o WHERE o.id IN :ids", Offender.class)
                    .setParameter("ids", ids)
                    .getResultList()
                    .stream()
                    .collect(Collectors.toMap(Offender::id, Function.identity()));
        }

        private static RegistryChange change(Kind kind) {
            return new RegistryChange(kind, null, null, null, null);
        }
    }
}
