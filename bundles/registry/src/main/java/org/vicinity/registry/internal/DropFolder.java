package org.vicinity.registry.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vicinity.registry.RegistryImports;
import org.vicinity.registry.RegistryImports.Format;
import org.vicinity.registry.RegistryImports.ImportReport;
import org.vicinity.registry.RegistryImports.State;

/** Takes in what is laid into a folder, once it has stopped growing, and moves it to {@code done} or {@code failed}. */
final class DropFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DropFolder.class);
    private static final String FEED = "default";
    private static final long STABLE_NANOS = Duration.ofSeconds(2).toNanos();
    private static final long EVERY_MILLIS = 500;
    private static final String SNAPSHOTS = "*.{csv,ndjson,CSV,NDJSON,csv.gz,ndjson.gz,CSV.GZ,NDJSON.GZ}";

    private final Path folder;
    private final RegistryImports imports;
    private final Map<Path, Seen> seen = new HashMap<>();
    private final Map<Path, String> running = new HashMap<>();
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "vicinity-registry-folder"));

    private record Seen(long size, FileTime modified, long since) {}

    private DropFolder(Path folder, RegistryImports imports) {
        this.folder = folder;
        this.imports = imports;
    }

    /** @param folder empty where there is none to watch */
    static DropFolder watch(String folder, RegistryImports imports) {
        DropFolder watched = new DropFolder(Path.of(folder), imports);
        if (!folder.isBlank()) {
            watched.clock.scheduleWithFixedDelay(watched::look, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
        }
        return watched;
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }

    private void look() {
        try {
            takeIn();
            putAway();
        } catch (IOException | RuntimeException e) {
            LOG.warn("The registry's drop folder can't be read now: {}", e.toString());
        }
    }

    private void takeIn() throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, SNAPSHOTS)) {
            for (Path file : files) {
                if (!running.containsKey(file) && stable(file)) {
                    seen.remove(file);
                    start(file);
                }
            }
        }
    }

    private boolean stable(Path file) throws IOException {
        long now = System.nanoTime();
        Seen before = seen.get(file);
        long size = Files.size(file);
        FileTime modified = Files.getLastModifiedTime(file);
        if (before == null || before.size() != size || !before.modified().equals(modified)) {
            seen.put(file, new Seen(size, modified, now));
            return false;
        }
        return now - before.since() >= STABLE_NANOS;
    }

    private void start(Path file) throws IOException {
        boolean csv = file.getFileName().toString().toLowerCase(Locale.ROOT).matches(".*\\.csv(\\.gz)?");
        try (InputStream content = Files.newInputStream(file)) {
            running.put(file, imports.start(FEED, csv ? Format.CSV : Format.NDJSON, content));
        } catch (IOException e) {
            LOG.warn("{} can't be taken in: {}", file.getFileName(), e.toString());
            putAway(file, "failed");
        }
    }

    private void putAway() throws IOException {
        for (Path file : running.keySet().toArray(Path[]::new)) {
            State state =
                    imports.find(running.get(file)).map(ImportReport::state).orElse(State.FAILED);
            if (state != State.RUNNING) {
                running.remove(file);
                // A held one has been taken in: the registry keeps it until an operator's word.
                putAway(file, state == State.FAILED ? "failed" : "done");
            }
        }
    }

    private void putAway(Path file, String where) throws IOException {
        Path target = Files.createDirectories(folder.resolve(where));
        Files.move(file, target.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
    }
}
