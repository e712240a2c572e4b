package org.vicinity.registry.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.persistence.EntityManager;
import javax.persistence.LockModeType;
import org.apache.aries.jpa.template.JpaTemplate;
import org.apache.aries.jpa.template.TransactionType;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vicinity.persistence.CommitNumbers;
import org.vicinity.persistence.registry.RecordedImport;
import org.vicinity.registry.ChangeSet;
import org.vicinity.registry.RegistryImports;
import org.vicinity.registry.internal.Comparison.Plan;

/** Takes snapshots in, one after the other, from files that outlive a restart. */
@Component(name = Settings.PID, immediate = true)
@Designate(ocd = Settings.class)
public final class SnapshotImports implements RegistryImports {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotImports.class);
    private static final int MEGABYTE = 1 << 20;
    private static final int TRIES = 3;
    private static final int MOST_RESUMPTIONS = 2;
    private static final int MOST_UNDOABLE = 2;
    private static final int MOST_NAMED = 50;
    private static final int SECONDS_TO_STOP = 30;

    private final JpaTemplate jpa;
    private final Ledger ledger;
    private final Jurisdiction jurisdiction;
    private final Settings settings;
    private final Brakes brakes;
    private final Path folder;
    private final ExecutorService worker =
            Executors.newSingleThreadExecutor(task -> new Thread(task, "vicinity-registry-import"));
    private final DropFolder dropFolder;
    private volatile Progress progress = new Progress("", 0);

    @Activate
    public SnapshotImports(
            BundleContext context,
            @Reference(target = "(osgi.unit.name=vicinity)") JpaTemplate jpa,
            @Reference Ledger ledger,
            @Reference Jurisdiction jurisdiction,
            Settings settings)
            throws IOException {
        this(Path.of(context.getProperty("vicinity.data"), "imports"), jpa, ledger, jurisdiction, settings);
    }

    SnapshotImports(Path folder, JpaTemplate jpa, Ledger ledger, Settings settings) throws IOException {
        this(folder, jpa, ledger, Jurisdiction.missouri(), settings);
    }

    SnapshotImports(Path folder, JpaTemplate jpa, Ledger ledger, Jurisdiction jurisdiction, Settings settings)
            throws IOException {
        this.jurisdiction = jurisdiction;
        this.folder = Files.createDirectories(folder);
        this.jpa = jpa;
        this.ledger = ledger;
        this.settings = settings;
        brakes = new Brakes(settings);
        resume();
        dropFolder = DropFolder.watch(settings.feedFolder(), this);
    }

    @Deactivate
    void deactivate() {
        dropFolder.close();
        // What is cut off here goes on at the next start: its file is still there.
        worker.shutdownNow();
        try {
            if (!worker.awaitTermination(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
                LOG.warn("An import is still being taken back");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void resume() throws IOException {
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, "*.part")) {
            for (Path part : parts) {
                Files.deleteIfExists(part);
            }
        }
        Set<String> cutOff = new HashSet<>();
        for (WorkFolder left : WorkFolder.in(folder)) {
            cutOff.add(left.importId());
            left.close();
        }
        deleteFilesWithoutUse();
        for (RecordedImport running : withState(State.RUNNING)) {
            // Without a file it is another node's.
            if (Files.exists(file(running.id())) && (!cutOff.contains(running.id()) || beginsAgain(running.id()))) {
                submit(running.id());
            }
        }
    }

    /** Those of imports that had just ended. */
    private void deleteFilesWithoutUse() throws IOException {
        Set<String> used = new HashSet<>();
        Stream.of(State.RUNNING, State.HELD)
                .flatMap(state -> withState(state).stream())
                .forEach(entry -> used.add(file(entry.id()).getFileName().toString()));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.snapshot")) {
            for (Path file : files) {
                if (!used.contains(file.getFileName().toString())) {
                    Files.delete(file);
                }
            }
        }
    }

    /** Not for ever, as it may be the import that ends the process. */
    private boolean beginsAgain(String importId) {
        int resumptions = jpa.txExpr(TransactionType.Required, manager -> {
            RecordedImport entry = manager.find(RecordedImport.class, importId);
            return entry.resume(ImportReports.json(ImportReports.noted(
                    ImportReports.read(entry, 0),
                    "Vicinity ended while it ran; nothing was changed, and it began again")));
        });
        LOG.warn("Import {} was cut off {} times", importId, resumptions);
        if (resumptions > MOST_RESUMPTIONS) {
            fail(
                    importId,
                    "Vicinity ended " + resumptions + " times while it ran; nothing was changed: see why, then give the"
                            + " snapshot in again");
        }
        return resumptions <= MOST_RESUMPTIONS;
    }

    private List<RecordedImport> withState(State state) {
        return jpa.txExpr(TransactionType.Required, manager -> manager.createQuery(
                        "SELECT i FROM RecordedImport i WHERE i.state = :state ORDER BY i.startedAt",
                        RecordedImport.class)
                .setParameter("state", state.name())
                .getResultList());
    }

    private Path file(String importId) {
        return folder.resolve(importId + ".snapshot");
    }

    @Override
    public String start(String feed, Format format, InputStream snapshot) throws IOException {
        Records.requireFeed(feed);
        String id = UUID.randomUUID().toString();
        Path part = folder.resolve(id + ".part");
        try {
            copy(snapshot, part);
            Files.move(part, file(id), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
        Instant now = Instant.now();
        try {
            jpa.tx(TransactionType.Required, manager -> {
                RecordedImport entry = new RecordedImport(id, feed, format.name(), now);
                entry.report(State.RUNNING.name(), ImportReports.json(ImportReports.begun(id, feed, now)), null);
                manager.persist(entry);
            });
        } catch (RuntimeException e) {
            Files.deleteIfExists(file(id));
            throw e;
        }
        submit(id);
        return id;
    }

    private long mostBytes() {
        return (long) settings.snapshotMegabytes() * MEGABYTE;
    }

    private void copy(InputStream snapshot, Path part) throws IOException {
        long left = mostBytes();
        byte[] buffer = new byte[1 << 16];
        try (OutputStream out = Files.newOutputStream(part)) {
            for (int read = snapshot.read(buffer); read >= 0; read = snapshot.read(buffer)) {
                left -= read;
                if (left < 0) {
                    throw new IOException("the snapshot is larger than " + settings.snapshotMegabytes() + " MB");
                }
                out.write(buffer, 0, read);
            }
        }
    }

    private void submit(String importId) {
        worker.execute(() -> {
            for (int left = TRIES - 1; !Thread.currentThread().isInterrupted(); left--) {
                try {
                    run(importId);
                    return;
                } catch (RuntimeException | IOException | LinkageError e) {
                    // A database ends a deadlock by failing one of its parties; nothing was applied then.
                    LOG.warn("Import {} could not be finished, {} tries left: {}", importId, left, e.toString());
                    if (left == 0) {
                        fail(importId, "The import could not be finished: see the log");
                        return;
                    }
                }
            }
        });
    }

    private void run(String importId) throws IOException {
        RecordedImport entry = entry(importId);
        progress = new Progress(importId, 0);
        try (WorkFolder work = WorkFolder.of(folder, importId)) {
            run(entry, content(entry, work));
        } catch (BrokenSnapshotException e) {
            LOG.warn("Import {} of feed {} failed: {}", importId, entry.feed(), e.getMessage());
            fail(importId, e.getMessage());
        }
    }

    private void run(RecordedImport entry, SnapshotReader.Content content) throws IOException {
        Ledger.Snapshot snapshot = snapshot(entry, content);
        Plan plan = ledger.plan(snapshot);
        if (plan.empty()) {
            jpa.tx(TransactionType.Required, manager -> finish(manager, entry, content, plan, State.APPLIED, ""));
        } else {
            try {
                if (!entry.approved()) {
                    brakes.requireFewRejected(content, plan);
                    brakes.requireFewRemoved(plan);
                }
                ledger.apply(snapshot, entry.startedAt(), (manager, applied) -> {
                    if (!entry.approved()) {
                        brakes.requireFewMoved(applied);
                    }
                    applied(manager, entry);
                    finish(manager, entry, content, applied, State.APPLIED, "");
                });
            } catch (Brakes.Held held) {
                LOG.warn("Import {} of feed {} is held: {}", entry.id(), entry.feed(), held.getMessage());
                jpa.tx(
                        TransactionType.Required,
                        manager -> finish(manager, entry, content, plan, State.HELD, held.getMessage()));
                return;
            }
        }
        Files.deleteIfExists(file(entry.id()));
        LOG.info(
                "Import {} of feed {}: {} rows, {} added, {} changed, {} removed, {} rejected",
                entry.id(),
                entry.feed(),
                content.received(),
                plan.added(),
                plan.changed(),
                plan.removed(),
                content.rejected() + plan.foreign());
    }

    private static Ledger.Snapshot snapshot(RecordedImport entry, SnapshotReader.Content content) {
        return new Ledger.Snapshot(entry.feed(), content.records(), !content.unreadableIds());
    }

    private RecordedImport entry(String importId) {
        return jpa.txExpr(TransactionType.Required, manager -> manager.find(RecordedImport.class, importId));
    }

    /** The applied imports of a feed that can be undone, one after the other, newest first. */
    private static List<RecordedImport> undoable(EntityManager manager, String feed) {
        return manager.createQuery(
                        "SELECT i FROM RecordedImport i WHERE i.feed = :feed AND i.state = :applied"
                                + " AND i.number IS NOT NULL ORDER BY i.number DESC",
                        RecordedImport.class)
                .setParameter("feed", feed)
                .setParameter("applied", State.APPLIED.name())
                .getResultList();
    }

    private static void applied(EntityManager manager, RecordedImport entry) {
        List<RecordedImport> before = undoable(manager, entry.feed());
        if (before.size() >= MOST_UNDOABLE) {
            Revocation.forget(
                    manager, entry.feed(), before.get(MOST_UNDOABLE - 2).number());
        }
        manager.find(RecordedImport.class, entry.id()).applied(CommitNumbers.newest(manager));
    }

    private void finish(
            EntityManager manager,
            RecordedImport entry,
            SnapshotReader.Content content,
            Plan plan,
            State state,
            String problem) {
        List<Rejection> rejections = Stream.concat(content.rejections().stream(), plan.foreignRows().stream())
                .limit(SnapshotReader.MOST_REJECTIONS)
                .toList();
        supersede(manager, entry);
        Instant now = Instant.now();
        manager.find(RecordedImport.class, entry.id())
                .report(
                        state.name(),
                        ImportReports.json(new ImportReport(
                                entry.id(),
                                entry.feed(),
                                state,
                                problem,
                                content.received(),
                                plan.added(),
                                plan.changed(),
                                plan.removed(),
                                plan.unchanged(),
                                rejections,
                                content.rejected() + plan.foreign(),
                                0,
                                content.ignored(),
                                entry.startedAt(),
                                now)),
                        now);
    }

    /** A newer snapshot takes the place of held ones. */
    private void supersede(EntityManager manager, RecordedImport by) {
        for (RecordedImport held : manager.createQuery(
                        "SELECT i FROM RecordedImport i WHERE i.feed = :feed AND i.state = :held AND i.id <> :id",
                        RecordedImport.class)
                .setParameter("feed", by.feed())
                .setParameter("held", State.HELD.name())
                .setParameter("id", by.id())
                .getResultList()) {
            close(held, State.FAILED, "A newer snapshot of the feed took its place");
        }
    }

    private void fail(String importId, String problem) {
        jpa.tx(
                TransactionType.Required,
                manager -> close(manager.find(RecordedImport.class, importId), State.FAILED, problem));
    }

    private void close(RecordedImport entry, State state, String problem) {
        ImportReport closed = ImportReports.closed(ImportReports.read(entry, 0), state, problem);
        entry.report(state.name(), ImportReports.json(closed), closed.finishedAt());
        try {
            Files.deleteIfExists(file(entry.id()));
        } catch (IOException e) {
            LOG.warn("The file of import {} stays behind: {}", entry.id(), e.toString());
        }
    }

    @Override
    public Optional<ImportReport> find(String importId) {
        return jpa.txExpr(
                TransactionType.Required, manager -> Optional.ofNullable(manager.find(RecordedImport.class, importId))
                        .map(entry -> report(entry, unmapped(manager))));
    }

    @Override
    public List<ImportReport> recent(int limit) {
        return jpa.txExpr(TransactionType.Required, manager -> {
            Map<String, Long> unmapped = unmapped(manager);
            return manager
                    .createQuery("SELECT i FROM RecordedImport i ORDER BY i.startedAt DESC", RecordedImport.class)
                    .setMaxResults(limit)
                    .getResultList()
                    .stream()
                    .map(entry -> report(entry, unmapped))
                    .toList();
        });
    }

    /** How many addresses have no point, by feed; on Derby without waiting for an import that is being written. */
    private static Map<String, Long> unmapped(EntityManager manager) {
        String query =
                "SELECT feed, COUNT(*) FROM registered_address WHERE mapping IN ('PENDING', 'UNMAPPED') GROUP BY feed";
        Map<String, Long> unmapped = new HashMap<>();
        for (Object found : manager.createNativeQuery(query + NewRows.withoutWaiting(manager))
                .getResultList()) {
            Object[] row = (Object[]) found;
            unmapped.put((String) row[0], ((Number) row[1]).longValue());
        }
        return unmapped;
    }

    private ImportReport report(RecordedImport entry, Map<String, Long> unmapped) {
        ImportReport stored = ImportReports.read(entry, unmapped.getOrDefault(entry.feed(), 0L));
        Progress now = progress;
        return stored.state() == State.RUNNING && now.importId().equals(stored.importId())
                ? ImportReports.progressed(stored, now.received())
                : stored;
    }

    @Override
    public boolean approve(String importId) {
        boolean held = Files.exists(file(importId))
                && jpa.txExpr(TransactionType.Required, manager -> {
                    RecordedImport entry = manager.find(RecordedImport.class, importId, LockModeType.PESSIMISTIC_WRITE);
                    boolean waits = entry != null && entry.state().equals(State.HELD.name());
                    if (waits) {
                        entry.approve(State.RUNNING.name());
                    }
                    return waits;
                });
        if (held) {
            submit(importId);
        }
        return held;
    }

    @Override
    public boolean discard(String importId) {
        return jpa.txExpr(TransactionType.Required, manager -> {
            RecordedImport entry = manager.find(RecordedImport.class, importId);
            if (entry == null || !entry.state().equals(State.HELD.name())) {
                return false;
            }
            close(entry, State.FAILED, "Discarded by an operator");
            return true;
        });
    }

    @Override
    public boolean preview(String importId, Consumer<ChangeSet> changes) {
        return inTurn(() -> {
            RecordedImport entry = entry(importId);
            if (entry == null || !entry.state().equals(State.HELD.name()) || !Files.exists(file(importId))) {
                return false;
            }
            try (WorkFolder work = WorkFolder.of(folder, importId)) {
                Preview preview = new Preview(work.path().resolve("preview"));
                try {
                    ledger.apply(snapshot(entry, content(entry, work)), entry.startedAt(), (manager, plan) -> {
                        preview.write(manager, CommitNumbers.newest(manager));
                        throw new OnlyPreviewed();
                    });
                } catch (OnlyPreviewed e) {
                    LOG.debug("Import {} was tried and rolled back", importId);
                }
                preview.read(entry.startedAt(), jurisdiction, changes);
            }
            return true;
        });
    }

    @Override
    public boolean revoke(String importId) {
        return inTurn(() -> {
            RecordedImport entry = entry(importId);
            boolean newest = entry != null
                    && jpa.txExpr(TransactionType.Required, manager -> undoable(manager, entry.feed()).stream()
                            .limit(1)
                            .anyMatch(first -> first.id().equals(importId)));
            if (newest) {
                ledger.undo(entry.feed(), entry.number(), (manager, changedSince) -> {
                    close(manager.find(RecordedImport.class, importId), State.REVOKED, revoked(changedSince));
                });
                LOG.warn("Import {} of feed {} was revoked", importId, entry.feed());
            }
            return newest;
        });
    }

    private static String revoked(List<String> changedSince) {
        String left = changedSince.isEmpty()
                ? ""
                : changedSince.stream()
                                .limit(MOST_NAMED)
                                .collect(Collectors.joining(", ", ". Changed since, and left as they are: ", ""))
                        + (changedSince.size() > MOST_NAMED
                                ? " and " + (changedSince.size() - MOST_NAMED) + " more"
                                : "");
        return "Revoked by an operator" + left;
    }

    private SnapshotReader.Content content(RecordedImport entry, WorkFolder work)
            throws IOException, BrokenSnapshotException {
        return SnapshotReader.read(
                file(entry.id()), Format.valueOf(entry.format()), mostBytes(), jurisdiction, work.path(), received -> {
                    Ledger.requireTime();
                    progress = new Progress(entry.id(), received);
                });
    }

    /** How many rows of an import are read. */
    private record Progress(String importId, long received) {}

    /** One after the other with the imports. */
    private boolean inTurn(Callable<Boolean> task) {
        try {
            return worker.submit(task).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted before it was this task's turn", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
        }
    }

    /** Rolls the transaction back. */
    private static final class OnlyPreviewed extends RuntimeException {
        OnlyPreviewed() {
            super("only previewed", null, false, false);
        }
    }
}
