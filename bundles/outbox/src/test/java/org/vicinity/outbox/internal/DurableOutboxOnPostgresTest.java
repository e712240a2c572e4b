package org.vicinity.outbox.internal;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.vicinity.persistence.TestDatabase;

/** The same on PostgreSQL, whose rows are claimed and marked by other statements. */
class DurableOutboxOnPostgresTest extends DurableOutboxTest {
    private EmbeddedPostgres server;

    @Override
    TestDatabase database() throws IOException {
        server = EmbeddedPostgres.start();
        return new TestDatabase(server.getPostgresDatabase());
    }

    @Override
    @AfterAll
    void close() throws IOException {
        super.close();
        server.close();
    }
}
