package org.vicinity.matching.internal;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import javax.persistence.EntityManager;
import javax.persistence.EntityManagerFactory;
import javax.persistence.Persistence;
import org.apache.aries.jpa.template.EmConsumer;
import org.apache.aries.jpa.template.EmFunction;
import org.apache.aries.jpa.template.JpaTemplate;
import org.apache.aries.jpa.template.TransactionType;

/** Derby in memory with the columns that matching reads, and changes made as enrollment makes them. */
final class TestDatabase implements AutoCloseable {
    static {
        System.setProperty("derby.stream.error.file", "target/derby.log");
    }

    private final String url;
    private final EntityManagerFactory factory;

    TestDatabase(String name) throws SQLException {
        url = "jdbc:derby:memory:" + name;
        try (Connection connection = DriverManager.getConnection(url + ";create=true");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE subscription_counter (number BIGINT NOT NULL)");
            statement.execute("INSERT INTO subscription_counter VALUES (0)");
            statement.execute("CREATE TABLE tracked_address (id BIGINT NOT NULL PRIMARY KEY, latitude DOUBLE NOT NULL,"
                    + " longitude DOUBLE NOT NULL, radius_feet INT NOT NULL, commit_number BIGINT NOT NULL)");
            statement.execute("CREATE INDEX tracked_address_number ON tracked_address (commit_number)");
            statement.execute("CREATE TABLE tracked_address_removal (commit_number BIGINT NOT NULL,"
                    + " tracked_address_id BIGINT NOT NULL PRIMARY KEY)");
        }
        factory = Persistence.createEntityManagerFactory("test", Map.of("javax.persistence.jdbc.url", url));
    }

    /** One transaction of a subscriber; it holds the counter's lock from its first change until it ends. */
    final class Change implements AutoCloseable {
        private final Connection connection;

        private Change() throws SQLException {
            connection = DriverManager.getConnection(url);
            connection.setAutoCommit(false);
        }

        Change put(long id, double latitude, double longitude, int feet) throws SQLException {
            execute("DELETE FROM tracked_address WHERE id = ?", id);
            execute("INSERT INTO tracked_address VALUES (?, ?, ?, ?, ?)", id, latitude, longitude, feet, draw());
            return this;
        }

        Change remove(long id) throws SQLException {
            execute("DELETE FROM tracked_address WHERE id = ?", id);
            execute("INSERT INTO tracked_address_removal VALUES (?, ?)", draw(), id);
            return this;
        }

        void commit() throws SQLException {
            connection.commit();
        }

        @Override
        public void close() throws SQLException {
            connection.rollback();
            connection.close();
        }

        private long draw() throws SQLException {
            execute("UPDATE subscription_counter SET number = number + 1");
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT number FROM subscription_counter")) {
                row.next();
                return row.getLong(1);
            }
        }

        private void execute(String sql, Object... values) throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (int i = 0; i < values.length; i++) {
                    statement.setObject(i + 1, values[i]);
                }
                statement.executeUpdate();
            }
        }
    }

    Change change() throws SQLException {
        return new Change();
    }

    /** As the container's template does it, without joining. */
    JpaTemplate template() {
        return new JpaTemplate() {
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
        };
    }

    @Override
    public void close() {
        factory.close();
        try {
            DriverManager.getConnection(url + ";drop=true").close();
        } catch (SQLException e) {
            // Derby reports a dropped database by an exception.
        }
    }
}
