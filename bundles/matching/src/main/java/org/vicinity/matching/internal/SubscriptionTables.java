package org.vicinity.matching.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.stream.LongStream;
import org.apache.aries.jpa.template.JpaTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tracked addresses in the database, and what changed in them.
 *
 * <p>Every change of a subscription carries a number that was drawn under a lock held until commit. So numbers become
 * visible in their order, and whoever has read everything up to the newest visible number has missed nothing before it.
 * A removed address leaves its id and the removal's number behind.
 *
 * <p>It must be called outside any transaction that has subscriptions uncommitted, which is why it is read by a thread of
 * its own. Plain JDBC, as rows by the million must not become entities.
 */
final class SubscriptionTables {
    private static final Logger LOG = LoggerFactory.getLogger(SubscriptionTables.class);

    private static final int FETCH_SIZE = 10_000;

    private final JpaTemplate jpa;

    SubscriptionTables(JpaTemplate jpa) {
        this.jpa = jpa;
    }

    /**
     * Reads all tracked addresses. The table may change meanwhile: changes after the number must be read afterwards.
     *
     * @return the number up to which every change is in
     */
    long readAll(Circles into) {
        return read(connection -> {
            long newest = newest(connection);
            try (PreparedStatement all =
                    connection.prepareStatement("SELECT id, latitude, longitude, radius_feet FROM tracked_address")) {
                all.setFetchSize(FETCH_SIZE);
                try (ResultSet rows = all.executeQuery()) {
                    addAll(rows, into);
                }
            }
            return newest;
        });
    }

    /**
     * Applies every committed change after a number.
     *
     * @return the number up to which every change is in now
     */
    long readChanges(long after, CircleIndex index) {
        return read(connection -> {
            // First the end, then what lies before it: what is committed while we read waits for the next time, instead
            // of
            // falling between the two selects.
            long newest = newest(connection);
            if (newest <= after) {
                return after;
            }
            Circles changed = new Circles(16);
            try (PreparedStatement changes =
                    connection.prepareStatement("SELECT id, latitude, longitude, radius_feet FROM tracked_address"
                            + " WHERE commit_number > ? AND commit_number <= ?")) {
                changes.setFetchSize(FETCH_SIZE);
                changes.setLong(1, after);
                changes.setLong(2, newest);
                try (ResultSet rows = changes.executeQuery()) {
                    addAll(rows, changed);
                }
            }
            LongStream.Builder removed = LongStream.builder();
            try (PreparedStatement changes =
                    connection.prepareStatement("SELECT tracked_address_id FROM tracked_address_removal"
                            + " WHERE commit_number > ? AND commit_number <= ?")) {
                changes.setFetchSize(FETCH_SIZE);
                changes.setLong(1, after);
                changes.setLong(2, newest);
                try (ResultSet rows = changes.executeQuery()) {
                    while (rows.next()) {
                        removed.add(rows.getLong(1));
                    }
                }
            }
            index.change(changed, removed.build().toArray());
            return newest;
        });
    }

    private static void addAll(ResultSet rows, Circles into) throws SQLException {
        while (rows.next()) {
            long id = rows.getLong(1);
            try {
                into.add(id, rows.getDouble(2), rows.getDouble(3), rows.getInt(4));
            } catch (IllegalArgumentException e) {
                // Left out, as otherwise this one row would keep all others from being matched.
                LOG.error("Tracked address {} can't be matched: {}", id, e.getMessage());
            }
        }
    }

    private static long newest(Connection connection) throws SQLException {
        try (PreparedStatement newest = connection.prepareStatement("SELECT MAX(commit_number) FROM tracked_address"
                        + " UNION ALL SELECT MAX(commit_number) FROM tracked_address_removal");
                ResultSet rows = newest.executeQuery()) {
            long number = 0;
            while (rows.next()) {
                number = Math.max(number, rows.getLong(1));
            }
            return number;
        }
    }

    private <R> R read(Query<R> query) {
        return jpa.txExpr(manager -> {
            try {
                return query.on(manager.unwrap(Connection.class));
            } catch (SQLException e) {
                // A driver's message can quote values; state and code say what went wrong.
                throw new IllegalStateException("Reading the subscriptions failed: SQL state " + e.getSQLState()
                        + ", code " + e.getErrorCode());
            }
        });
    }

    private interface Query<R> {
        R on(Connection connection) throws SQLException;
    }
}
