package org.vicinity.persistence;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import javax.persistence.EntityManager;
import javax.persistence.EntityManagerFactory;
import javax.persistence.Persistence;
import javax.sql.DataSource;
import org.apache.aries.jpa.template.EmConsumer;
import org.apache.aries.jpa.template.EmFunction;
import org.apache.aries.jpa.template.JpaTemplate;
import org.apache.aries.jpa.template.TransactionType;
import org.apache.derby.jdbc.EmbeddedDataSource;
import org.vicinity.persistence.internal.SchemaMigration;

/** Derby in memory, or a given database, with the schema and the persistence unit of the product. */
public final class TestDatabase implements AutoCloseable {
    static {
        System.setProperty("derby.stream.error.file", "target/derby.log");
        System.setProperty("derby.locks.waitTimeout", "20");
    }

    private final EntityManagerFactory factory;
    private final DataSource dataSource;
    private final ThreadLocal<EntityManager> current = new ThreadLocal<>();

    public TestDatabase() {
        this(derbyInMemory());
    }

    /** @param dataSource of a database that may be empty */
    public TestDatabase(DataSource dataSource) {
        this.dataSource = dataSource;
        try {
            new SchemaMigration().prepare(dataSource);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        factory = Persistence.createEntityManagerFactory(
                "vicinity", Map.of("javax.persistence.nonJtaDataSource", dataSource, "eclipselink.weaving", "false"));
    }

    private static EmbeddedDataSource derbyInMemory() {
        EmbeddedDataSource derby = new EmbeddedDataSource();
        derby.setDatabaseName("memory:" + UUID.randomUUID());
        derby.setCreateDatabase("create");
        return derby;
    }

    /** For looking at the rows themselves. */
    public DataSource dataSource() {
        return dataSource;
    }

    /** As the container's template does it: nested calls of a thread join one transaction. */
    public JpaTemplate template() {
        return new JpaTemplate() {
            @Override
            public <R> R txExpr(TransactionType type, EmFunction<R> code) {
                if (type != TransactionType.Required) {
                    throw new IllegalStateException("the container's template knows no other kind than Required");
                }
                EntityManager joined = current.get();
                if (joined != null) {
                    return code.apply(joined);
                }
                EntityManager manager = factory.createEntityManager();
                current.set(manager);
                try {
                    manager.getTransaction().begin();
                    R result = code.apply(manager);
                    manager.getTransaction().commit();
                    return result;
                } finally {
                    current.set(joined);
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
        if (dataSource instanceof EmbeddedDataSource derby) {
            try (Connection dropped =
                    DriverManager.getConnection("jdbc:derby:" + derby.getDatabaseName() + ";drop=true")) {
                throw new IllegalStateException("not dropped: " + dropped);
            } catch (SQLException e) {
                // Derby reports a dropped database by an exception.
            }
        }
    }
}
