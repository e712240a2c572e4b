package org.vicinity.registry.internal;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vicinity.registry.OffenderRecord;
import org.vicinity.registry.RegistryFeed;
import org.vicinity.registry.RegistryImports;
import org.vicinity.registry.RegistryImports.Format;
import org.vicinity.registry.RegistryImports.ImportReport;
import org.vicinity.registry.RegistryImports.State;

/** One feed and the thread that asks it: a slow one keeps no other waiting. */
final class PolledFeed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PolledFeed.class);
    private static final long LOOK_MILLIS = 100;

    private final RegistryFeed feed;
    private final String name;
    private final Duration every;
    private final Duration firstRetry;
    private final RegistryImports imports;
    private final ScheduledExecutorService clock;
    private Future<?> planned;
    private int failures;

    private volatile Instant lastRun;
    private volatile Instant lastGood;
    private volatile Instant next;
    private volatile String problem = "";

    PolledFeed(RegistryFeed feed, Duration every, Duration firstRetry, RegistryImports imports) {
        this.feed = feed;
        this.name = feed.name();
        this.every = every;
        this.firstRetry = firstRetry;
        this.imports = imports;
        clock = Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "vicinity-feed-" + name));
    }

    RegistryFeed feed() {
        return feed;
    }

    String name() {
        return name;
    }

    Instant lastRun() {
        return lastRun;
    }

    /** Null before the first since it is here. */
    Instant lastGood() {
        return lastGood;
    }

    /** Null while it runs. */
    Instant next() {
        return next;
    }

    String problem() {
        return problem;
    }

    synchronized void start() {
        if (planned == null) {
            runAfter(Duration.ZERO);
        }
    }

    /** Two feeds of one name would remove each other's offenders in turns. */
    void waitForNamesake() {
        problem = "Another feed has the same name";
    }

    synchronized void runAfter(Duration delay) {
        if (planned != null) {
            planned.cancel(false);
        }
        next = Instant.now().plus(delay);
        try {
            planned = clock.schedule(this::run, delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("Feed {} is gone", name);
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }

    private void run() {
        next = null;
        lastRun = Instant.now();
        try {
            problem = takeIn();
            failures = 0;
            if (problem.isEmpty()) {
                lastGood = Instant.now();
            }
        } catch (InterruptedException e) {
            return;
        } catch (IOException | RuntimeException | LinkageError e) {
            if (clock.isShutdown()) {
                return;
            }
            failures++;
            problem = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            LOG.warn("Feed {} failed {} times in a row: {}", name, failures, problem);
        }
        runAfter(delay());
    }

    /** Doubled with each failure, up to the usual time. */
    private Duration delay() {
        if (failures == 0) {
            return every;
        }
        Duration doubled = firstRetry.multipliedBy(1L << Math.min(failures - 1, 20));
        return doubled.compareTo(every) < 0 ? doubled : every;
    }

    /** By way of a file: a feed that breaks off has changed nothing, and a large one needs no memory. */
    private String takeIn() throws IOException, InterruptedException {
        Path snapshot = Files.createTempFile("vicinity-feed", ".ndjson");
        try {
            boolean fresh;
            try (BufferedWriter lines = Files.newBufferedWriter(snapshot)) {
                fresh = feed.read(record -> write(record, lines));
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
            if (!fresh) {
                return "";
            }
            if (Files.size(snapshot) == 0) {
                throw new IOException("It had no records: nobody is removed for that");
            }
            try (InputStream content = Files.newInputStream(snapshot)) {
                return outcome(imports.start(name, Format.NDJSON, content));
            }
        } finally {
            Files.deleteIfExists(snapshot);
        }
    }

    private static void write(OffenderRecord record, BufferedWriter lines) {
        try {
            lines.write(RecordJson.text(RecordJson.write(record)));
            lines.newLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String outcome(String importId) throws IOException, InterruptedException {
        while (true) {
            ImportReport report =
                    imports.find(importId).orElseThrow(() -> new IOException("Import " + importId + " is lost"));
            if (report.state() == State.FAILED) {
                throw new IOException(report.problem());
            }
            if (report.state() != State.RUNNING) {
                return report.state() == State.HELD ? "Import " + importId + " is held: " + report.problem() : "";
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }
}
