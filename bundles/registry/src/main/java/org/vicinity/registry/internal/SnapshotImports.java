package org.vicinity.registry.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import javax.persistence.EntityManager;
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
import org.vicinity.persistence.registry.RegisteredAddress.Mapping;
import org.vicinity.registry.ChangeSet;
import org.vicinity.registry.RegistryImports;

/** Takes snapshots in, one after the other, from files that outlive a restart. */
@Component(name = Settings.PID, immediate = true)
@Designate(ocd = Settings.class)
public final class SnapshotImports implements RegistryImports {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotImports.class);
    private static final int MEGABYTE = 1 << 20;
    private static final int TRIES = 3;

    private final JpaTemplate jpa;
    private final Ledger ledger;
    private final Jurisdiction jurisdiction;
    private final Settings settings;
    private final Brakes brakes;
    private final Path folder;
    private final ExecutorService worker =
            Executors.newSingleThreadExecutor(task -> new Thread(task, "vicinity-registry-import"));
    private final DropFolder dropFolder;

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
    }

    private void resume() throws IOException {
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, "*.part")) {
            for (Path part : parts) {
                Files.deleteIfExists(part);
            }
        }
        for (RecordedImport running : withState(State.RUNNING)) {
            // Without a file it is another node's.
            if (Files.exists(file(running.id()))) {
                submit(running.id(), false);
            }
        }
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
                entry.report(State.RUNNING.name(), json(report(id, feed, State.RUNNING, "", now, null)), null);
                manager.persist(entry);
            });
        } catch (RuntimeException e) {
            Files.deleteIfExists(file(id));
            throw e;
        }
        submit(id, false);
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

    private void submit(String importId, boolean approved) {
        worker.execute(() -> {
            for (int left = TRIES - 1; !Thread.currentThread().isInterrupted(); left--) {
                try {
                    run(importId, approved);
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

    private void run(String importId, boolean approved) throws IOException {
        RecordedImport entry = entry(importId);
        SnapshotReader.Content content;
        try {
            content = content(entry);
        } catch (BrokenSnapshotException e) {
            LOG.warn("Import {} of feed {} failed: {}", importId, entry.feed(), e.getMessage());
            fail(importId, e.getMessage());
            return;
        }
        Ledger.Snapshot snapshot = snapshot(entry, content);
        Ledger.Plan plan = ledger.plan(snapshot);
        if (plan.empty()) {
            jpa.tx(TransactionType.Required, manager -> finish(manager, entry, content, plan, State.APPLIED, ""));
            Files.deleteIfExists(file(importId));
        } else {
            try {
                if (!approved) {
                    brakes.requireFewRejected(content);
                    brakes.requireFewRemoved(plan);
                }
                ledger.apply(snapshot, entry.startedAt(), (manager, applied) -> {
                    if (!approved) {
                        brakes.requireFewMoved(manager, applied);
                    }
                    manager.find(RecordedImport.class, importId).applied(CommitNumbers.newest(manager));
                    finish(manager, entry, content, applied, State.APPLIED, "");
                });
            } catch (Brakes.Held held) {
                LOG.warn("Import {} of feed {} is held: {}", importId, entry.feed(), held.getMessage());
                jpa.tx(
                        TransactionType.Required,
                        manager -> finish(manager, entry, content, plan, State.HELD, held.getMessage()));
                return;
            }
            keepLastTwo(entry.feed());
        }
        LOG.info(
                "Import {} of feed {}: {} rows, {} added, {} changed, {} removed, {} rejected",
                importId,
                entry.feed(),
                content.received(),
                plan.added().size(),
                plan.changed().size(),
                plan.removed().size(),
                content.rejected());
    }

    private static Ledger.Snapshot snapshot(RecordedImport entry, SnapshotReader.Content content) {
        return new Ledger.Snapshot(
                entry.feed(), content.records(), new HashSet<>(content.bad()), !content.unreadableIds());
    }

    private RecordedImport entry(String importId) {
        return jpa.txExpr(TransactionType.Required, manager -> manager.find(RecordedImport.class, importId));
    }

    /** The applied imports of a feed that changed something, newest first. */
    private List<RecordedImport> effective(String feed) {
        return jpa.txExpr(TransactionType.Required, manager -> manager.createQuery(
                        "SELECT i FROM RecordedImport i WHERE i.feed = :feed AND i.state = :applied"
                                + " AND i.number IS NOT NULL ORDER BY i.number DESC",
                        RecordedImport.class)
                .setParameter("feed", feed)
                .setParameter("applied", State.APPLIED.name())
                .getResultList());
    }

    /** So that the newest import can be revoked: by the snapshot before it. */
    private void keepLastTwo(String feed) throws IOException {
        for (RecordedImport old : effective(feed).stream().skip(2).toList()) {
            Files.deleteIfExists(file(old.id()));
        }
    }

    private void finish(
            EntityManager manager,
            RecordedImport entry,
            SnapshotReader.Content content,
            Ledger.Plan plan,
            State state,
            String problem) {
        List<Rejection> rejections = new ArrayList<>(content.rejections());
        for (String id : plan.foreign()) {
            rejections.add(new Rejection(content.lines().get(id), "id: belongs to another feed"));
        }
        long unmapped = manager.createQuery(
                        "SELECT COUNT(a) FROM RegisteredAddress a WHERE a.feed = :feed AND a.mapping <> :mapped",
                        Long.class)
                .setParameter("feed", entry.feed())
                .setParameter("mapped", Mapping.MAPPED)
                .getSingleResult();
        supersede(manager, entry);
        Instant now = Instant.now();
        manager.find(RecordedImport.class, entry.id())
                .report(
                        state.name(),
                        json(new ImportReport(
                                entry.id(),
                                entry.feed(),
                                state,
                                problem,
                                content.received(),
                                plan.added().size(),
                                plan.changed().size(),
                                plan.removed().size(),
                                plan.unchanged(),
                                rejections,
                                unmapped,
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
        ImportReport before = report(entry);
        entry.report(
                state.name(),
                json(new ImportReport(
                        before.importId(),
                        before.feed(),
                        state,
                        problem,
                        before.received(),
                        0,
                        0,
                        0,
                        0,
                        before.rejected(),
                        before.unmapped(),
                        before.ignoredColumns(),
                        before.startedAt(),
                        Instant.now())),
                Instant.now());
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
                        .map(SnapshotImports::report));
    }

    @Override
    public List<ImportReport> recent(int limit) {
        return jpa.txExpr(TransactionType.Required, manager -> manager
                .createQuery("SELECT i FROM RecordedImport i ORDER BY i.startedAt DESC", RecordedImport.class)
                .setMaxResults(limit)
                .getResultList()
                .stream()
                .map(SnapshotImports::report)
                .toList());
    }

    @Override
    public boolean approve(String importId) {
        boolean held = Files.exists(file(importId))
                && jpa.txExpr(
                        TransactionType.Required,
                        manager -> manager.createQuery("UPDATE RecordedImport i SET i.state = :running"
                                                + " WHERE i.id = :id AND i.state = :held")
                                        .setParameter("running", State.RUNNING.name())
                                        .setParameter("held", State.HELD.name())
                                        .setParameter("id", importId)
                                        .executeUpdate()
                                == 1);
        if (held) {
            submit(importId, true);
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
            try {
                ledger.apply(snapshot(entry, content(entry)), entry.startedAt(), (manager, plan) -> {
                    ChangeQueue.entered(manager, CommitNumbers.newest(manager), changes);
                    throw new OnlyPreviewed();
                });
            } catch (OnlyPreviewed e) {
                LOG.debug("Import {} was tried and rolled back", importId);
            }
            return true;
        });
    }

    @Override
    public boolean revoke(String importId) {
        return inTurn(() -> {
            RecordedImport entry = entry(importId);
            List<RecordedImport> newest = entry == null ? List.of() : effective(entry.feed());
            if (newest.isEmpty() || !newest.get(0).id().equals(importId)) {
                return false;
            }
            ledger.apply(before(newest), Instant.now(), (manager, plan) -> {
                Revocation.tie(manager, entry.number(), CommitNumbers.newest(manager));
                close(manager.find(RecordedImport.class, importId), State.REVOKED, "Revoked by an operator");
            });
            LOG.warn("Import {} of feed {} was revoked", importId, entry.feed());
            return true;
        });
    }

    private Ledger.Snapshot before(List<RecordedImport> newest) throws IOException, BrokenSnapshotException {
        if (newest.size() == 1) {
            return new Ledger.Snapshot(newest.get(0).feed(), Map.of(), Set.of(), true);
        }
        RecordedImport before = newest.get(1);
        if (!Files.exists(file(before.id()))) {
            throw new IllegalStateException("The snapshot before it, of import " + before.id()
                    + ", is not kept on this node: give it in again, or revoke on the node that took it in");
        }
        return snapshot(before, content(before));
    }

    private SnapshotReader.Content content(RecordedImport entry) throws IOException, BrokenSnapshotException {
        return SnapshotReader.read(file(entry.id()), Format.valueOf(entry.format()), mostBytes(), jurisdiction);
    }

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

    private static ImportReport report(
            String id, String feed, State state, String problem, Instant startedAt, Instant finishedAt) {
        return new ImportReport(
                id, feed, state, problem, 0, 0, 0, 0, 0, List.of(), 0, List.of(), startedAt, finishedAt);
    }

    private static String json(ImportReport report) {
        ObjectNode node = RecordJson.JSON
                .createObjectNode()
                .put("problem", report.problem())
                .put("received", report.received())
                .put("added", report.added())
                .put("changed", report.changed())
                .put("removed", report.removed())
                .put("unchanged", report.unchanged())
                .put("unmapped", report.unmapped());
        ArrayNode rejected = node.putArray("rejected");
        report.rejected()
                .forEach(one -> rejected.addObject().put("line", one.line()).put("reason", one.reason()));
        ArrayNode ignored = node.putArray("ignoredColumns");
        report.ignoredColumns().forEach(ignored::add);
        if (report.finishedAt() != null) {
            node.put("finishedAt", report.finishedAt().toString());
        }
        return RecordJson.text(node);
    }

    private static ImportReport report(RecordedImport entry) {
        JsonNode node;
        try {
            node = RecordJson.JSON.readTree(entry.report());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored report can't be read", e);
        }
        List<Rejection> rejected = new ArrayList<>();
        node.path("rejected")
                .forEach(one -> rejected.add(new Rejection(
                        one.path("line").asLong(), one.path("reason").asText())));
        List<String> ignored = new ArrayList<>();
        node.path("ignoredColumns").forEach(name -> ignored.add(name.asText()));
        return new ImportReport(
                entry.id(),
                entry.feed(),
                State.valueOf(entry.state().toUpperCase(Locale.ROOT)),
                node.path("problem").asText(),
                node.path("received").asLong(),
                node.path("added").asLong(),
                node.path("changed").asLong(),
                node.path("removed").asLong(),
                node.path("unchanged").asLong(),
                rejected,
                node.path("unmapped").asLong(),
                ignored,
                entry.startedAt(),
                node.has("finishedAt") ? Instant.parse(node.get("finishedAt").asText()) : null);
    }
}
