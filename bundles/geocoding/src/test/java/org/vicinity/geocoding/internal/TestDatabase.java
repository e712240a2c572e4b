package org.vicinity.geocoding.internal;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.persistence.EntityManager;
import javax.persistence.EntityManagerFactory;
import javax.persistence.Persistence;
import org.apache.aries.jpa.template.EmConsumer;
import org.apache.aries.jpa.template.EmFunction;
import org.apache.aries.jpa.template.JpaTemplate;
import org.apache.aries.jpa.template.TransactionType;

/** Derby in memory with the cache's table. */
final class TestDatabase implements AutoCloseable {
    static {
        System.setProperty("derby.stream.error.file", "target/derby.log");
    }

    private final String url;
    private final EntityManagerFactory factory;

    TestDatabase(String name, boolean withTable) throws SQLException {
        url = "jdbc:derby:memory:" + name;
        try (Connection connection = DriverManager.getConnection(url + ";create=true");
                Statement statement = connection.createStatement()) {
            if (withTable) {
                statement.execute("CREATE TABLE geocode_answer (id VARCHAR(64) NOT NULL PRIMARY KEY,"
                        + " answer VARCHAR(8000) NOT NULL, expires_at BIGINT NOT NULL)");
            }
        }
        factory = Persistence.createEntityManagerFactory("test", Map.of("javax.persistence.jdbc.url", url));
    }

    List<String> rows() throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT id, answer FROM geocode_answer")) {
            while (row.next()) {
                rows.add(row.getString(1) + " " + row.getString(2));
            }
        }
        return rows;
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
