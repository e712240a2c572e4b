package org.vicinity.matching.postgis.internal;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.vicinity.matching.SubscriptionMatcher;
import org.vicinity.matching.internal.SubscriptionMatcherContract;
import org.vicinity.persistence.PostgisServer;
import org.vicinity.persistence.TestDatabase;

class PostgisMatcherTest extends SubscriptionMatcherContract {
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static PostgisServer server;

    private TestDatabase database;

    @BeforeAll
    static void startServer() {
        var started = PostgisServer.start();
        assumeTrue(started.isPresent(), "Needs Debian's packages postgresql and postgis");
        server = started.get();
    }

    @AfterAll
    static void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void createDatabase() {
        var source = new PGSimpleDataSource();
        source.setUrl(server.createDatabase("matching" + DATABASES.incrementAndGet()));
        database = new TestDatabase(source);
    }

    @AfterEach
    void closeDatabase() {
        database.close();
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
