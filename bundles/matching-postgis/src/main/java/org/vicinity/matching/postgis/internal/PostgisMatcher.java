package org.vicinity.matching.postgis.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.stream.LongStream;
import org.apache.aries.jpa.template.JpaTemplate;
import org.vicinity.matching.SubscriptionMatcher;

/**
 * Asks the database each time: it holds nothing itself, so it is always as new as what is committed, needs no memory
 * however many tracked addresses there are, and is ready at once. A question costs milliseconds instead of microseconds.
 * How the database finds them is in the schema's changelog, {@code db/changelog/postgis.xml} of persistence.
 */
public final class PostgisMatcher implements SubscriptionMatcher {
    private final JpaTemplate jpa;

    public PostgisMatcher(JpaTemplate jpa) {
        this.jpa = jpa;
    }

    /** @throws IllegalStateException if the database has no PostGIS, or its schema was made before it had */
    void check() {
        matching(0, 0);
    }

    @Override
    public long[] matching(double latitude, double longitude) {
        // Written so that NaN is refused. The values are left out of the message: they may be somebody's home.
        if (!(latitude >= -90 && latitude <= 90 && longitude >= -180 && longitude <= 180)) {
            throw new IllegalArgumentException("Not a place: latitude beyond 90 or longitude beyond 180 degrees");
        }
        return read("SELECT vicinity_watching(?, ?)", longitude, latitude);
    }

    @Override
    public long catchUp() {
        return read("SELECT GREATEST((SELECT COALESCE(MAX(commit_number), 0) FROM tracked_address),"
                + " (SELECT COALESCE(MAX(commit_number), 0) FROM tracked_address_removal))")[0];
    }

    @Override
    public long size() {
        return read("SELECT COUNT(*) FROM tracked_address")[0];
    }

    private long[] read(String sql, double... parameters) {
        return jpa.txExpr(manager -> {
            try (PreparedStatement statement = manager.unwrap(Connection.class).prepareStatement(sql)) {
                for (int i = 0; i < parameters.length; i++) {
                    statement.setDouble(i + 1, parameters[i]);
                }
                try (ResultSet rows = statement.executeQuery()) {
                    LongStream.Builder numbers = LongStream.builder();
                    while (rows.next()) {
                        numbers.add(rows.getLong(1));
                    }
                    return numbers.build().toArray();
                }
            } catch (SQLException e) {
                // A driver's message can quote values; the state says what went wrong.
                throw new IllegalStateException("Asking PostGIS failed: SQL state " + e.getSQLState());
            }
        });
    }
}
