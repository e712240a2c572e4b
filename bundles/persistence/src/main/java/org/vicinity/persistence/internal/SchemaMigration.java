package org.vicinity.persistence.internal;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.UpdateSummaryOutputEnum;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.core.DerbyDatabase;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.LiquibaseException;
import liquibase.resource.ClassLoaderResourceAccessor;
import liquibase.ui.LoggerUIService;
import org.ops4j.pax.jdbc.hook.PreHook;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the schema up to date before anybody gets a connection. */
@Component(property = PreHook.KEY_NAME + "=vicinity")
public final class SchemaMigration implements PreHook {
    private static final Logger LOG = LoggerFactory.getLogger(SchemaMigration.class);
    private static final String CHANGELOG = "db/changelog/master.xml";

    @Override
    public void prepare(DataSource dataSource) throws SQLException {
        ClassLoader mine = SchemaMigration.class.getClassLoader();
        Thread thread = Thread.currentThread();
        ClassLoader callers = thread.getContextClassLoader();
        // Liquibase looks for its services and for the changelog with the thread's loader.
        thread.setContextClassLoader(mine);
        try {
            // Its progress belongs in the log, not on the console.
            Scope.child(Scope.Attr.ui, new LoggerUIService(), () -> migrate(dataSource, mine));
            LOG.info("The database schema is up to date");
        } catch (Exception e) {
            // Without a schema there is no data source, and nothing else would say why.
            LOG.error("The database schema could not be brought up to date: nothing that needs the database starts", e);
            throw new SQLException("schema migration failed", e);
        } finally {
            thread.setContextClassLoader(callers);
        }
    }

    private static void migrate(DataSource dataSource, ClassLoader loader) throws SQLException, LiquibaseException {
        try (Connection connection = dataSource.getConnection()) {
            Database database =
                    DatabaseFactory.getInstance().findCorrectDatabaseImplementation(new JdbcConnection(connection));
            if (database instanceof DerbyDatabase derby) {
                // Or closing it would shut the embedded database down under everybody else.
                derby.setShutdownEmbeddedDerby(false);
            }
            try (Liquibase liquibase = new Liquibase(CHANGELOG, new ClassLoaderResourceAccessor(loader), database)) {
                liquibase.setShowSummaryOutput(UpdateSummaryOutputEnum.LOG);
                liquibase.update(new Contexts(), new LabelExpression());
            }
        }
    }
}
