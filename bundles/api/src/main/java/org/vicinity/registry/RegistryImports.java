package org.vicinity.registry;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/** Snapshots: applied whole or not at all. */
@ProviderType
public interface RegistryImports {
    /** The forms a snapshot comes in. */
    enum Format {
        CSV,
        NDJSON
    }

    /**
     * Takes a snapshot in: reads the stream to its end, then works in the background. To be called outside a
     * transaction, as the background work begins at once.
     *
     * @param feed whose records the snapshot replaces
     * @return the import's id, to be asked for with {@link #find}
     * @throws IOException where the stream breaks off: nothing is changed
     */
    String start(String feed, Format format, InputStream snapshot) throws IOException;

    Optional<ImportReport> find(String importId);

    /** Newest first. */
    List<ImportReport> recent(int limit);

    /** Applies a held import; to be called outside a transaction. @return whether it was held */
    boolean approve(String importId);

    /** Throws a held import away. @return whether it was held */
    boolean discard(String importId);

    /**
     * Hands out the changes that a held import would enter, and enters none. Until the first of them is handed out, nothing
     * else can be written to the registry and no subscription changed, as when it is applied; other imports wait to the
     * end. To be called outside a transaction.
     *
     * @param changes gets those that would be told of; some of them wait for points
     * @return whether it was held
     */
    boolean preview(String importId, Consumer<ChangeSet> changes);

    /**
     * Undoes the newest import of a feed that changed something: whom it added, changed or removed becomes what was there
     * before. Who was changed by something else since, a single record say, is left alone and named in the report. Those
     * who were alerted of what is undone, and nobody else, get a correction. The two newest imports can be undone, one
     * after the other. To be called outside a transaction.
     *
     * @return whether it was the newest
     */
    boolean revoke(String importId);

    /** How far an import is. */
    enum State {
        RUNNING,
        APPLIED,
        /** Waits for an operator's word: it would change too much at once. */
        HELD,
        FAILED,
        /** Was applied, and undone by an operator. */
        REVOKED
    }

    /**
     * What became of a snapshot. {@code received} and {@code rejectedRows} count rows, {@code unmapped} addresses, the
     * others offenders.
     *
     * @param problem why it failed, is held or began again, in words; empty otherwise
     * @param rejected the first thousand rejections
     * @param rejectedRows all rejections
     * @param unmapped addresses of the feed without a point, at the time of asking
     * @param ignoredColumns columns that are not known or not allowed, by name
     */
    record ImportReport(
            String importId,
            String feed,
            State state,
            String problem,
            long received,
            long added,
            long changed,
            long removed,
            long unchanged,
            List<Rejection> rejected,
            long rejectedRows,
            long unmapped,
            List<String> ignoredColumns,
            Instant startedAt,
            Instant finishedAt) {}

    /** @param line from 1, the header included */
    record Rejection(long line, String reason) {}
}
