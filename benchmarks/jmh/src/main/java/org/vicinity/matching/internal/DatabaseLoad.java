package org.vicinity.matching.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Comparator;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.derby.jdbc.EmbeddedDataSource;
import org.vicinity.persistence.TestDatabase;

/** How long the matcher takes to load everything from Derby on disk. */
final class DatabaseLoad {
    private static final int BATCH = 10_000;

    private DatabaseLoad() {}

    static long millis(int circles) {
        try {
            Path folder = Files.createTempDirectory("vicinity-benchmark");
            System.setProperty(
                    "derby.stream.error.file", folder.resolve("derby.log").toString());
            EmbeddedDataSource derby = new EmbeddedDataSource();
            derby.setDatabaseName(folder.resolve("db").toString());
            derby.setCreateDatabase("create");
            try (TestDatabase database = new TestDatabase(derby)) {
                fill(derby, circles);
                return load(database);
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void fill(DataSource derby, int count) throws SQLException {
        Circles circles = Missouri.circles(count, MatchingBenchmarks.CIRCLES_SEED);
        String sealed = "s".repeat(120);
        try (Connection connection = derby.getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO tracked_address (id, subscriber_id, latitude, longitude,"
                                + " radius_feet, commit_number, label, address, point_precision, created_at)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'rooftop', ?)")) {
            connection.setAutoCommit(false);
            for (int i = 0; i < count; i++) {
                insert.setLong(1, circles.ids[i]);
                insert.setLong(2, i / 5);
                insert.setDouble(3, circles.latitudes[i]);
                insert.setDouble(4, circles.longitudes[i]);
                insert.setInt(5, circles.feet[i]);
                insert.setLong(6, i + 1L);
                insert.setString(7, sealed);
                insert.setString(8, sealed);
                insert.setTimestamp(9, new Timestamp(0));
                insert.addBatch();
                if (i % BATCH == 0 || i == count - 1) {
                    insert.executeBatch();
                    connection.commit();
                }
            }
        }
    }

    private static long load(TestDatabase database) {
        ExecutorService reader = Executors.newSingleThreadExecutor();
        try {
            IndexedMatcher matcher =
                    new IndexedMatcher(new CircleIndex(), new SubscriptionTables(database.template()), reader);
            long start = System.nanoTime();
            matcher.load();
            return (System.nanoTime() - start) / 1_000_000;
        } finally {
            reader.shutdown();
        }
    }

    private static void delete(Path folder) throws IOException {
        try {
            DriverManager.getConnection("jdbc:derby:;shutdown=true").close();
        } catch (SQLException e) {
            // Derby reports its end by an exception.
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
