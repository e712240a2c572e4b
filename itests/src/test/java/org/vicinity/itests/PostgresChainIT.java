package org.vicinity.itests;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The same on a real PostgreSQL. */
class PostgresChainIT extends ChainIT {
    private static EmbeddedPostgres server;

    @BeforeAll
    static void startServer() throws IOException {
        server = EmbeddedPostgres.start();
    }

    @AfterAll
    static void stopServer() throws IOException {
        server.close();
    }

    @Override
    Distribution distribution(String name, MailServer mail) {
        String database = "vicinity_" + name;
        try (Connection connection = server.getPostgresDatabase().getConnection()) {
            connection.createStatement().execute("CREATE DATABASE " + database);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return super.distribution("postgres-" + name, mail)
                .with("VICINITY_DB_URL", "jdbc:postgresql://localhost:" + server.getPort() + "/" + database)
                .with("VICINITY_DB_USER", "postgres")
                .with("VICINITY_DB_PASSWORD", "postgres");
    }
}
