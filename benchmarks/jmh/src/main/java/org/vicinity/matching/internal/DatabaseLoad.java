package org.vicinity.matching.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import javax.persistence.EntityManager;
import javax.persistence.EntityManagerFactory;
import javax.persistence.Persistence;
import org.apache.aries.jpa.template.EmConsumer;
import org.apache.aries.jpa.template.EmFunction;
import org.apache.aries.jpa.template.JpaTemplate;
import org.apache.aries.jpa.template.TransactionType;

/** How long the matcher takes to load everything from Derby on disk. */
final class DatabaseLoad {
    private DatabaseLoad() {}

    static long millis(int circles) {
        try {
            Path folder = Files.createTempDirectory("vicinity-benchmark");
            System.setProperty(
                    "derby.stream.error.file", folder.resolve("derby.log").toString());
            String url = "jdbc:derby:" + folder.resolve("db");
            try {
                fill(url, circles);
                return load(url);
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void fill(String url, int count) throws SQLException {
        Circles circles = Missouri.circles(count, MatchingBenchmarks.CIRCLES_SEED);
        try (Connection connection = DriverManager.getConnection(url + ";create=true")) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute(
                        "CREATE TABLE tracked_address (id BIGINT NOT NULL PRIMARY KEY, latitude DOUBLE NOT NULL,"
                                + " longitude DOUBLE NOT NULL, radius_feet INT NOT NULL, commit_number BIGINT NOT NULL,"
                                + " sealed VARCHAR(400) FOR BIT DATA)");
                statement.execute("CREATE INDEX tracked_address_number ON tracked_address (commit_number)");
                statement.execute("CREATE TABLE tracked_address_removal (commit_number BIGINT NOT NULL,"
                        + " tracked_address_id BIGINT NOT NULL PRIMARY KEY)");
            }
            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT INTO tracked_address VALUES (?, ?, ?, ?, ?, ?)")) {
                byte[] sealed = new byte[120];
                for (int i = 0; i < count; i++) {
                    insert.setLong(1, circles.ids[i]);
                    insert.setDouble(2, circles.latitudes[i]);
                    insert.setDouble(3, circles.longitudes[i]);
                    insert.setInt(4, circles.feet[i]);
                    insert.setLong(5, i + 1L);
                    insert.setBytes(6, sealed);
                    insert.addBatch();
                    if (i % 10_000 == 0) {
                        insert.executeBatch();
                        connection.commit();
                    }
                }
                insert.executeBatch();
            }
            connection.commit();
        }
    }

    private static long load(String url) {
        EntityManagerFactory factory =
                Persistence.createEntityManagerFactory("benchmark", Map.of("javax.persistence.jdbc.url", url));
        ExecutorService reader = Executors.newSingleThreadExecutor();
        try {
            IndexedMatcher matcher = new IndexedMatcher(new SubscriptionTables(new Template(factory)), reader);
            long start = System.nanoTime();
            matcher.load();
            return (System.nanoTime() - start) / 1_000_000;
        } finally {
            reader.shutdown();
            factory.close();
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

    /** As the container's template does it, without joining. */
    private record Template(EntityManagerFactory factory) implements JpaTemplate {
        @Override
        public <R> R txExpr(TransactionType type, EmFunction<R> code) {
            EntityManager manager = factory.createEntityManager();
            try {
                manager.getTransaction().begin();
                R result = code.apply(manager);
                manager.getTransaction().commit();
                return result;
            } finally {
                if (manager.getTransaction().isActive()) {
                    manager.getTransaction().rollback();
                }
                manager.close();
            }
        }

        @Override
        public void tx(TransactionType type, EmConsumer code) {
            txExpr(type, manager -> {
                code.accept(manager);
                return null;
            });
        }

        @Override
        public <R> R txExpr(EmFunction<R> code) {
            return txExpr(TransactionType.Required, code);
        }

        @Override
        public void tx(EmConsumer code) {
            tx(TransactionType.Required, code);
        }
    }
}
