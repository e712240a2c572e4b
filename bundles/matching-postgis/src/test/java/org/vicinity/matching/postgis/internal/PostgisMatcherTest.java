package org.vicinity.matching.postgis.internal;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.vicinity.matching.SubscriptionMatcher;
import org.vicinity.matching.internal.SubscriptionMatcherContract;
import org.vicinity.persistence.PostgisServer;
import org.vicinity.persistence.TestDatabase;

class PostgisMatcherTest extends SubscriptionMatcherContract {
    private static PostgisServer server;
    private static TestDatabase database;

    @BeforeAll
    static void startServer() {
        var started = PostgisServer.start();
        assumeTrue(started.isPresent(), "Needs Debian's packages postgresql and postgis");
        server = started.get();
        var source = new PGSimpleDataSource();
        source.setUrl(server.createDatabase("matching"));
        database = new TestDatabase(source);
    }

    @AfterAll
    static void stopServer() {
        if (server != null) {
            database.close();
            server.close();
        }
    }

    @AfterEach
    void forgetSubscriptions() throws SQLException {
        try (var connection = database().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("TRUNCATE tracked_address, tracked_address_removal");
            statement.execute("UPDATE commit_number SET last_number = 0");
        }
    }

    @Override
    protected DataSource database() {
        return database.dataSource();
    }

    @Override
    protected SubscriptionMatcher matcher() {
        return new PostgisMatcher(database.template());
    }

    @Override
    protected SubscriptionMatcher matcherOfAnotherNode() {
        return matcher();
    }

    @Test
    void saysThatADatabaseWithoutPostgisIsNotForIt() {
        try (var derby = new TestDatabase()) {
            assertThatThrownBy(() -> new PostgisMatcher(derby.template()).check())
                    .isInstanceOf(IllegalStateException.class);
        }
    }
}
