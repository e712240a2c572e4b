package org.vicinity.registry.internal;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.apache.derby.jdbc.EmbeddedDataSource;
import org.vicinity.persistence.TestDatabase;
import org.vicinity.registry.OffenderQuery;
import org.vicinity.registry.RegistryImports.Format;
import org.vicinity.registry.RegistryImports.ImportReport;
import org.vicinity.registry.RegistryImports.State;

/**
 * Measures a first load, the same once more and one with 2 % of the offenders moved, and how long somebody waits who
 * searches meanwhile: {@code ImportSpeed OFFENDERS FOLDER derby|postgres}. Derby keeps its files in the folder, as in
 * production; the heap's size is the JVM's option.
 */
final class ImportSpeed {
    private static final int ONE_IN = 50;

    private final SnapshotImports imports;
    private final StoredRegistry registry;
    private final Path file;
    private final int offenders;
    private final StringBuilder figures = new StringBuilder();

    private ImportSpeed(SnapshotImports imports, StoredRegistry registry, Path file, int offenders) {
        this.imports = imports;
        this.registry = registry;
        this.file = file;
        this.offenders = offenders;
    }

    public static void main(String... arguments) throws Exception {
        Logger.getLogger("").setLevel(Level.WARNING);
        int offenders = Integer.parseInt(arguments[0]);
        Path folder = Path.of(arguments[1]);
        if (arguments[2].equals("derby")) {
            EmbeddedDataSource derby = new EmbeddedDataSource();
            derby.setDatabaseName(folder.resolve("derby").toString());
            derby.setCreateDatabase("create");
            measure(derby, offenders, folder);
        } else {
            // As a careful operator has it: what is committed is on the disk.
            try (EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .start()) {
                measure(server.getPostgresDatabase(), offenders, folder);
            }
        }
    }

    private static void measure(DataSource source, int offenders, Path folder) throws Exception {
        try (TestDatabase database = new TestDatabase(source)) {
            Ledger ledger = new Ledger(database.template());
            SnapshotImports imports = new SnapshotImports(
                    folder.resolve("imports"), database.template(), ledger, OffenderTrackingTest.settings(2048));
            StoredRegistry registry = new StoredRegistry(database.template(), ledger);
            ImportSpeed speed = new ImportSpeed(imports, registry, folder.resolve("snapshot.csv"), offenders);
            speed.measure("first", 0);
            speed.measure("unchanged", 0);
            speed.measure("changed", 1);
            imports.deactivate();
            registry.stop();
            System.out.printf(
                    Locale.ROOT,
                    "{\"offenders\":%d%s,\"maxHeapMB\":%d}%n",
                    offenders,
                    speed.figures,
                    Runtime.getRuntime().maxMemory() >> 20);
        }
    }

    private void measure(String what, int moved) throws IOException, InterruptedException {
        write(moved);
        System.gc();
        heap().forEach(MemoryPoolMXBean::resetPeakUsage);
        long began = System.nanoTime();
        Searches searches = new Searches();
        searches.start();
        String id;
        try (InputStream snapshot = Files.newInputStream(file)) {
            id = imports.start("default", Format.CSV, snapshot);
        }
        ImportReport report = imports.find(id).orElseThrow();
        while (report.state() == State.RUNNING) {
            TimeUnit.MILLISECONDS.sleep(50);
            report = imports.find(id).orElseThrow();
        }
        searches.end();
        double seconds = (System.nanoTime() - began) / 1e9;
        long peak = heap().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum() >> 20;
        // What is left over of the garbage collector's own choice to wait.
        long live = heap().mapToLong(pool -> pool.getCollectionUsage() == null
                                ? 0
                                : pool.getCollectionUsage().getUsed())
                        .sum()
                >> 20;
        System.out.printf(
                Locale.ROOT,
                "%-10s %s in %.1f s, slowest of %d searches %d ms, heap at most %d MB, after its last collection %d MB: %d rows, %d added, %d changed,"
                        + " %d removed, %d unchanged%s%n",
                what,
                report.state(),
                seconds,
                searches.count,
                searches.slowestMillis,
                peak,
                live,
                report.received(),
                report.added(),
                report.changed(),
                report.removed(),
                report.unchanged(),
                report.problem().isEmpty() ? "" : ": " + report.problem());
        figures.append(String.format(
                Locale.ROOT,
                ",\"%sState\":\"%s\",\"%sSeconds\":%.1f,\"%sSlowestSearchMillis\":%d,\"%sPeakMB\":%d",
                what,
                report.state().name().toLowerCase(Locale.ROOT),
                what,
                seconds,
                what,
                searches.slowestMillis,
                what,
                peak));
    }

    /** Somebody who searches ten times a second. */
    private final class Searches extends Thread {
        private long count;
        private long slowestMillis;
        private volatile boolean ended;

        @Override
        public void run() {
            OffenderQuery query = new OffenderQuery("family17", "", "", "", null, 0, null, 10, "");
            while (!ended) {
                long began = System.nanoTime();
                registry.search(query);
                count++;
                slowestMillis = Math.max(slowestMillis, (System.nanoTime() - began) / 1_000_000);
                LockSupport.parkNanos(this, 100_000_000);
            }
        }

        void end() throws InterruptedException {
            ended = true;
            join();
        }
    }

    private static java.util.stream.Stream<MemoryPoolMXBean> heap() {
        return ManagementFactory.getMemoryPoolMXBeans().stream().filter(pool -> pool.getType() == MemoryType.HEAP);
    }

    /** Each second offender has a second address; with {@code moved}, one in fifty lives elsewhere. */
    private void write(int moved) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write(
                    "id,last_name,first_name,date_of_birth,sex,race,height_inches,weight_pounds,hair,eyes,tier,status,"
                            + "offense,address_type,street,city,county,state,zip,latitude,longitude\n");
            for (int i = 0; i < offenders; i++) {
                String person = String.format(
                        Locale.ROOT,
                        "R%07d,Family%d,Given%d,19%02d-0%d-1%d,M,white,%d,%d,brown,blue,%d,compliant,Example offense %d,",
                        i,
                        i % 5003,
                        i % 401,
                        40 + i % 60,
                        1 + i % 9,
                        i % 10,
                        60 + i % 15,
                        140 + i % 100,
                        1 + i % 3,
                        i % 17);
                int shift = i % ONE_IN == 0 ? moved : 0;
                out.write(person + address("home", i, shift));
                if (i % 2 == 0) {
                    out.write(person + address("work", i, 2));
                }
            }
        }
    }

    private static String address(String type, int i, int shift) {
        return String.format(
                Locale.ROOT,
                "%s,%d Elm Street,Testford %d,County %d,MO,%05d,%.5f,%.5f%n",
                type,
                1 + i % 9999 + shift * 10_000,
                i % 300,
                i % 114,
                63000 + i % 2000,
                36.5 + i % 4001 / 1000.0 + shift * 0.02,
                -95.5 + i % 6007 / 1000.0);
    }
}
