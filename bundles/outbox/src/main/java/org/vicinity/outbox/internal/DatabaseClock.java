package org.vicinity.outbox.internal;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.apache.aries.jpa.template.JpaTemplate;

/**
 * The database's clock, which all nodes have in common: leases must not depend on whose clock is right. It is read now and
 * then; in between the time goes on by this process's own steady counter, so that a step of the system's clock changes
 * nothing. An embedded database has no other clock than the system's, so there it is read once.
 */
final class DatabaseClock extends Clock {
    private final JpaTemplate jpa;
    private volatile Reading reading;

    /** @param millis the time in milliseconds since 1970 when the counter stood at {@code nanos} */
    private record Reading(long millis, long nanos) {
        long now() {
            return millis + (System.nanoTime() - nanos) / 1_000_000;
        }
    }

    DatabaseClock(JpaTemplate jpa) {
        this.jpa = jpa;
        this.reading = new Reading(System.currentTimeMillis(), System.nanoTime());
    }

    /** Reads the database's clock anew. */
    void adjust() {
        Reading read = jpa.txExpr(manager -> {
            try {
                return read(manager.unwrap(Connection.class));
            } catch (SQLException e) {
                throw new IllegalStateException("the database's clock can't be read: SQL state " + e.getSQLState());
            }
        });
        if (read != null) {
            reading = read;
        }
    }

    private static Reading read(Connection connection) throws SQLException {
        if (!Queue.isPostgres(connection)) {
            return null;
        }
        try (Statement statement = connection.createStatement()) {
            long before = System.nanoTime();
            try (ResultSet time =
                    statement.executeQuery("SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS bigint)")) {
                time.next();
                return new Reading(time.getLong(1), before + (System.nanoTime() - before) / 2);
            }
        }
    }

    @Override
    public long millis() {
        return reading.now();
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("a clock of instants");
    }
}
