package org.vicinity.registry.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
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
import org.vicinity.persistence.registry.Offender;
import org.vicinity.persistence.registry.RegisteredAddress;
import org.vicinity.persistence.registry.RegisteredAddress.Mapping;
import org.vicinity.persistence.registry.RegisteredAddress.Source;
import org.vicinity.registry.ChangeListener;
import org.vicinity.registry.InvalidRecordException;
import org.vicinity.registry.OffenderRecord;
import org.vicinity.registry.internal.Comparison.Plan;

/**
 * The only writer of offenders, addresses and changes. Each write draws its commit number before it touches a row: so
 * writers take turns, on all nodes, and nobody who numbers a subscription waits for a row that waits for the number.
 */
@Component(service = Ledger.class)
public final class Ledger {
    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);

    private final JpaTemplate jpa;
    private final Semaphore unmapped = new Semaphore(0);
    /** The number of what this node writes just now, else 0. */
    private final AtomicLong writing = new AtomicLong();

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile List<ChangeListener> listeners = List.of();

    @Reference
    Jurisdiction jurisdiction = Jurisdiction.missouri();

    @Activate
    public Ledger(@Reference(target = "(osgi.unit.name=vicinity)") JpaTemplate jpa) {
        this.jpa = jpa;
    }

    /**
     * A snapshot as it was read.
     *
     * @param records a file of {@link StagedRow}s, one an offender, sorted by id
     * @param removals whether who is missing is removed
     */
    record Snapshot(String feed, Path records, boolean removals) {}

    Plan plan(Snapshot snapshot) throws IOException {
        try (RowFile rows = new RowFile(snapshot.records())) {
            return jpa.txExpr(
                    TransactionType.Required, manager -> plan(manager, snapshot, rows, new Comparison.Taker() {}));
        }
    }

    private static Plan plan(EntityManager manager, Snapshot snapshot, RowFile rows, Comparison.Taker taker) {
        try (KnownOffenders known = new KnownOffenders(manager)) {
            return Comparison.compare(snapshot.feed(), snapshot.removals(), known, rows, taker);
        }
    }

    /**
     * Applies a snapshot whole.
     *
     * @param beside runs in the same transaction, at its end
     */
    void apply(Snapshot snapshot, Instant observedAt, BiConsumer<EntityManager, Plan> beside) throws IOException {
        try (RowFile rows = new RowFile(snapshot.records())) {
            write((manager, number) -> {
                try (Writing writing = Writing.undoable(
                        manager, number, observedAt, isFirst(manager, snapshot.feed()), jurisdiction::alerts)) {
                    ChunkedWriting chunks = new ChunkedWriting(writing, snapshot.feed(), () -> {
                        manager.clear();
                        requireTime();
                    });
                    Plan plan = plan(manager, snapshot, rows, chunks);
                    chunks.finish();
                    beside.accept(manager, plan.moving(writing.moved()));
                }
                return null;
            });
        }
        written();
    }

    /**
     * Undoes what an import has changed, and what nothing has changed since; who was alerted of it gets a correction.
     *
     * @param undone the import's number
     * @param beside runs in the same transaction, at its end, with the ids of those that were changed since
     */
    void undo(String feed, long undone, BiConsumer<EntityManager, List<String>> beside) {
        write((manager, number) -> {
            List<String> changedSince = Revocation.changedSince(manager, undone);
            try (Writing writing = Writing.undoing(manager, number)) {
                Revocation.undo(manager, undone, new ChunkedWriting(writing, feed, () -> {
                    manager.clear();
                    requireTime();
                }));
            }
            Revocation.tie(manager, undone, number);
            beside.accept(manager, changedSince);
            return null;
        });
        written();
    }

    private <R> R write(BiFunction<EntityManager, Long, R> code) {
        AtomicLong own = new AtomicLong();
        try {
            return jpa.txExpr(TransactionType.Required, manager -> {
                own.set(CommitNumbers.next(manager));
                writing.set(own.get());
                return code.apply(manager, own.get());
            });
        } finally {
            // The next one may have begun at the commit.
            writing.compareAndSet(own.get(), 0);
        }
    }

    /**
     * The last number that was committed. While this node writes it is known without asking: on Derby, readers of the
     * counter wait for those who have drawn from it.
     */
    long newest() {
        long now = writing.get();
        return now > 0 ? now - 1 : jpa.txExpr(TransactionType.Required, CommitNumbers::newest);
    }

    boolean isWriting() {
        return writing.get() > 0;
    }

    /** Ends the work of a thread that is asked to stop: a large snapshot would take minutes more. */
    static void requireTime() {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("asked to stop");
        }
    }

    private static boolean isFirst(EntityManager manager, String feed) {
        return manager.createQuery("SELECT o.id FROM Offender o WHERE o.feed = :feed", String.class)
                .setParameter("feed", feed)
                .setMaxResults(1)
                .getResultList()
                .isEmpty();
    }

    boolean put(String feed, OffenderRecord given) {
        Records.requireFeed(feed);
        OffenderRecord record = Records.clean(given);
        boolean added = write((manager, number) -> {
            Offender offender = manager.find(Offender.class, record.id());
            boolean present = offender != null && !offender.removed();
            if (present && !offender.feed().equals(feed)) {
                throw new InvalidRecordException("id", "this id belongs to another feed");
            }
            StagedRow row = StagedRow.of(record, 0);
            if (!present || !offender.fingerprint().equals(row.fingerprint())) {
                try (Writing writing = Writing.now(manager, number, jurisdiction::alerts)) {
                    if (offender == null) {
                        writing.enterNew(feed, row);
                    } else {
                        writing.enterKnown(feed, List.of(row));
                    }
                    writing.flush();
                }
            }
            return !present;
        });
        written();
        return added;
    }

    boolean remove(String feed, String offenderId) {
        boolean removed = write((manager, number) -> {
            Offender offender = manager.find(Offender.class, offenderId);
            if (offender == null || offender.removed() || !offender.feed().equals(feed)) {
                return false;
            }
            try (Writing writing = Writing.now(manager, number, jurisdiction::alerts)) {
                writing.remove(List.of(offenderId));
                writing.flush();
            }
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
        write((manager, number) -> {
            try (Writing writing = Writing.now(manager, number, jurisdiction::alerts)) {
                decide(manager, findings, writing);
            }
            return null;
        });
        written();
    }

    private static void decide(EntityManager manager, List<Finding> findings, Writing writing) {
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
                row.giveUp(finding.reason(), writing.now());
            } else {
                row.place(finding.location(), Source.GEOCODED, writing.now());
                if (late) {
                    writing.located(row);
                }
            }
            decided.add(row.offenderId());
        }
        writing.flush();
        writing.written(decided);
        writing.handOut(decided);
        writing.flush();
    }

    boolean place(long addressId, Location location) {
        boolean placed = write((manager, number) -> {
            RegisteredAddress row = manager.find(RegisteredAddress.class, addressId);
            if (row == null || row.mapping() != Mapping.UNMAPPED) {
                return false;
            }
            try (Writing writing = Writing.now(manager, number, jurisdiction::alerts)) {
                row.place(location, Source.HAND, writing.now());
                writing.flush();
                writing.written(Set.of(row.offenderId()));
                writing.located(row);
                writing.flush();
            }
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

    static OffenderRecord record(Offender offender, List<RegisteredAddress> addresses) {
        return RecordJson.read(offender.json())
                .withAddresses(
                        addresses.stream()
                                .sorted(Comparator.comparingInt(RegisteredAddress::position))
                                .map(RegisteredAddress::address)
                                .toList(),
                        offender.updatedAt());
    }
}
