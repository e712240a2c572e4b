package org.vicinity.matching.internal;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.postgresql.ds.PGSimpleDataSource;
import org.vicinity.persistence.PostgisServer;
import org.vicinity.persistence.TestDatabase;

/** The same, where several nodes share a database: commits that wait for each other, and what a reader sees meanwhile. */
class IndexedMatcherOnPostgresTest extends IndexedMatcherTest {
    private static PostgisServer server;
    private static int databases;

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

    @Override
    TestDatabase open() {
        var source = new PGSimpleDataSource();
        source.setUrl(server.createDatabase("matching" + ++databases));
        return new TestDatabase(source);
    }
}
