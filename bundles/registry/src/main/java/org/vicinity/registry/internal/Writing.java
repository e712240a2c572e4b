package org.vicinity.registry.internal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.persistence.EntityManager;
import org.vicinity.persistence.registry.Offender;
import org.vicinity.persistence.registry.RecordedChangeSet;
import org.vicinity.persistence.registry.RecordedChangeSet.State;
import org.vicinity.persistence.registry.RegisteredAddress;
import org.vicinity.persistence.registry.RegisteredAddress.Mapping;
import org.vicinity.persistence.registry.RegisteredAddress.Source;
import org.vicinity.registry.OffenderRecord;
import org.vicinity.registry.OffenderRecord.Address;
import org.vicinity.registry.RegistryChange;
import org.vicinity.registry.RegistryChange.Kind;

/** One transaction's writing under one number: offenders, their addresses, and what changed in the log. */
final class Writing implements AutoCloseable {
    /** How many offenders are worked on at once. */
    static final int CHUNK = 200;

    private final EntityManager manager;
    private final long number;
    private final Instant observedAt;
    private final boolean first;
    private final Instant now = Instant.now();
    private final NewRows newRows;
    private final boolean undoable;
    private final Predicate<RegistryChange> alerting;
    private long moved;

    private Writing(
            EntityManager manager,
            long number,
            Instant observedAt,
            boolean first,
            boolean undoable,
            Predicate<RegistryChange> alerting) {
        this.manager = manager;
        this.number = number;
        this.observedAt = observedAt;
        this.first = first;
        this.undoable = undoable;
        this.alerting = alerting;
        newRows = new NewRows(manager);
    }

    /** What was observed just now. */
    static Writing now(EntityManager manager, long number, Predicate<RegistryChange> alerting) {
        return new Writing(manager, number, Instant.now(), false, false, alerting);
    }

    /** What takes back a wrong import: those who were alerted of that are told, too. */
    static Writing undoing(EntityManager manager, long number) {
        return now(manager, number, Writing::notOnlyWriting);
    }

    /**
     * A snapshot's, which keeps what was there before.
     *
     * @param first whether it is the first snapshot of a feed: nothing had happened then
     */
    static Writing undoable(
            EntityManager manager, long number, Instant observedAt, boolean first, Predicate<RegistryChange> alerting) {
        return new Writing(manager, number, observedAt, first, true, alerting);
    }

    Instant now() {
        return now;
    }

    /** How many offenders moved, lost an address or changed their status. */
    long moved() {
        return moved;
    }

    /** Enters an offender that never was there. */
    void enterNew(String feed, StagedRow row) {
        OffenderRecord record = row.record();
        newRows.offender(record.id(), feed, row.fingerprint(), row.json(), now, number);
        List<RegistryChange> changes = new ArrayList<>();
        changes.add(change(Kind.OFFENDER_ADDED));
        enterAddresses(feed, record, row.sources(), List.of(), changes);
    }

    /** Enters what is new of offenders that are known, or were. */
    void enterKnown(String feed, List<StagedRow> rows) {
        List<String> ids = rows.stream().map(StagedRow::id).toList();
        Map<String, Offender> offenders = offenders(ids);
        Map<String, List<RegisteredAddress>> addresses = addresses(manager, padded(ids));
        for (StagedRow row : rows) {
            enterKnown(feed, row, offenders.get(row.id()), addresses.getOrDefault(row.id(), List.of()));
        }
        flush();
        handOut(ids);
    }

    private void enterKnown(String feed, StagedRow row, Offender offender, List<RegisteredAddress> addresses) {
        OffenderRecord record = row.record();
        keep(offender, addresses);
        List<RegistryChange> changes = new ArrayList<>();
        if (offender.removed()) {
            changes.add(change(Kind.OFFENDER_RETURNED));
        } else {
            OffenderRecord before = RecordJson.read(offender.json());
            if (!Objects.equals(before.status(), record.status())) {
                changes.add(new RegistryChange(Kind.STATUS_CHANGED, null, null, before.status(), record.status()));
            }
        }
        offender.enter(feed, row.fingerprint(), row.json(), now);
        offender.written(number);
        enterAddresses(feed, record, row.sources(), addresses, changes);
    }

    private void keep(Offender offender, List<RegisteredAddress> addresses) {
        if (undoable && !offender.removed()) {
            newRows.replaced(number, offender, StagedRow.of(offender, addresses).text());
        }
    }

    private void enterAddresses(
            String feed,
            OffenderRecord record,
            List<Source> sources,
            List<RegisteredAddress> known,
            List<RegistryChange> changes) {
        AddressDifferences.Result differences =
                AddressDifferences.apply(record.id(), feed, known, record.addresses(), now);
        for (int i = 0; i < sources.size(); i++) {
            if (record.addresses().get(i).location() != null) {
                differences.current().get(i).foundBy(sources.get(i));
            }
        }
        differences.entered().forEach(row -> newRows.address(feed, row));
        differences.gone().forEach(manager::remove);
        changes.addAll(differences.changes());
        log(record.withAddresses(differences.addresses(), now), changes);
    }

    void remove(List<String> ids) {
        Map<String, List<RegisteredAddress>> addresses = addresses(manager, padded(ids));
        for (Offender offender : offenders(ids).values()) {
            List<RegisteredAddress> rows = addresses.getOrDefault(offender.id(), List.of());
            OffenderRecord last = Ledger.record(offender, rows);
            keep(offender, rows);
            rows.forEach(manager::remove);
            offender.remove(now);
            offender.written(number);
            log(last.withAddresses(last.addresses(), now), List.of(change(Kind.OFFENDER_REMOVED)));
        }
        flush();
        handOut(ids);
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
                Ledger.record(offender, rows),
                List.of(new RegistryChange(Kind.ADDRESS_LOCATED, null, row.address(), null, null)));
    }

    /** Hands out the waiting changes of offenders whose addresses are all decided. */
    void handOut(Collection<String> offenderIds) {
        if (offenderIds.isEmpty()) {
            return;
        }
        List<RecordedChangeSet> waiting = manager.createQuery(
                        "SELECT c FROM RecordedChangeSet c WHERE c.offenderId IN :ids AND c.state = :state",
                        RecordedChangeSet.class)
                .setParameter("ids", padded(offenderIds))
                .setParameter("state", State.WAITING)
                .getResultList();
        if (waiting.isEmpty()) {
            return;
        }
        Map<String, List<RegisteredAddress>> addresses = addresses(
                manager,
                padded(waiting.stream().map(RecordedChangeSet::offenderId).collect(Collectors.toSet())));
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
        boolean told = changes.stream().anyMatch(set.revokes() == null ? alerting : Writing::notOnlyWriting);
        OffenderRecord mapped =
                record.withAddresses(record.addresses().stream().map(located).toList(), record.updatedAt());
        set.decide(
                number,
                RecordJson.text(RecordJson.write(mapped)),
                RecordJson.changes(changes),
                told ? State.READY : State.SETTLED);
        if (!set.firstLoad()) {
            addPoints(set.offenderId(), changes);
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
        if (changes.stream().anyMatch(Writing::mayBeABadLoad)) {
            moved++;
        }
        boolean waiting = changes.stream()
                .anyMatch(change -> (change.kind() == Kind.ADDRESS_ADDED || change.kind() == Kind.ADDRESS_MOVED)
                        && change.after().location() == null);
        State state = changes.stream().noneMatch(alerting) ? State.SETTLED : waiting ? State.WAITING : State.READY;
        newRows.changeSet(new RecordedChangeSet(
                number,
                record.id(),
                RecordJson.text(RecordJson.write(record)),
                RecordJson.changes(changes),
                first,
                observedAt,
                now,
                state));
        if (state == State.READY && !first) {
            addPoints(record.id(), changes);
        }
    }

    private static boolean mayBeABadLoad(RegistryChange change) {
        return switch (change.kind()) {
            case ADDRESS_MOVED, ADDRESS_REMOVED, STATUS_CHANGED -> true;
            default -> false;
        };
    }

    private static boolean notOnlyWriting(RegistryChange change) {
        return change.kind() != Kind.ADDRESS_CORRECTED;
    }

    private void addPoints(String offenderId, List<RegistryChange> changes) {
        for (RegistryChange change : changes) {
            boolean in =
                    switch (change.kind()) {
                        case ADDRESS_ADDED, ADDRESS_MOVED, ADDRESS_LOCATED -> true;
                        default -> false;
                    };
            if (in && alerting.test(change) && change.after().location() != null) {
                newRows.changePoint(offenderId, now, change.after().location());
            }
        }
    }

    private Map<String, Offender> offenders(List<String> ids) {
        return manager
                .createQuery("SELECT o FROM Offender o WHERE o.id IN :ids", Offender.class)
                .setParameter("ids", padded(ids))
                .getResultList()
                .stream()
                .collect(Collectors.toMap(Offender::id, Function.identity()));
    }

    /** The offenders' rows, in the records' order. */
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

    /** One, or always as many: so a database has two statements to compile, not two hundred. */
    private static List<String> padded(Collection<String> ids) {
        List<String> padded = new ArrayList<>(ids);
        if (padded.size() > 1 && padded.size() < CHUNK) {
            padded.addAll(Collections.nCopies(CHUNK - padded.size(), padded.get(0)));
        }
        return padded;
    }

    private static RegistryChange change(Kind kind) {
        return new RegistryChange(kind, null, null, null, null);
    }

    /** Writes what waits in memory. */
    void flush() {
        newRows.flush();
        manager.flush();
    }

    @Override
    public void close() {
        newRows.close();
    }
}
