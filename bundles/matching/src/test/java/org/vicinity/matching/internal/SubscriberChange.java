package org.vicinity.matching.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import javax.sql.DataSource;

/** One transaction of a subscriber; it holds the counter's lock from its first change until it ends. */
public final class SubscriberChange implements AutoCloseable {
    private final Connection connection;

    public SubscriberChange(DataSource database) throws SQLException {
        connection = database.getConnection();
        connection.setAutoCommit(false);
    }

    public SubscriberChange put(long id, double latitude, double longitude, int feet) throws SQLException {
        execute("DELETE FROM tracked_address WHERE id = ?", id);
        execute(
                "INSERT INTO tracked_address (id, subscriber_id, latitude, longitude, radius_feet, commit_number, label,"
                        + " address, point_precision, created_at) VALUES (?, 1, ?, ?, ?, ?, 'sealed', 'sealed', 'rooftop', ?)",
                id,
                latitude,
                longitude,
                feet,
                draw(),
                Timestamp.from(Instant.EPOCH));
        return this;
    }

    public SubscriberChange remove(long id) throws SQLException {
        execute("DELETE FROM tracked_address WHERE id = ?", id);
        execute(
                "INSERT INTO tracked_address_removal (commit_number, tracked_address_id, removed_at) VALUES (?, ?, ?)",
                draw(),
                id,
                Timestamp.from(Instant.EPOCH));
        return this;
    }

    public void commit() throws SQLException {
        connection.commit();
    }

    @Override
    public void close() throws SQLException {
        connection.rollback();
        connection.close();
    }

    private long draw() throws SQLException {
        execute("UPDATE commit_number SET last_number = last_number + 1");
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT last_number FROM commit_number")) {
            row.next();
            return row.getLong(1);
        }
    }

    private void execute(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }
}
