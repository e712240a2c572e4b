package org.vicinity.registry.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import javax.persistence.EntityManager;
import org.vicinity.geocoding.Location;
import org.vicinity.persistence.registry.Offender;
import org.vicinity.persistence.registry.RecordedChangeSet;
import org.vicinity.persistence.registry.RegisteredAddress;

/**
 * Enters new rows in plain SQL, by batches: as entities, those of a large snapshot would stay in memory until the commit.
 */
final class NewRows implements AutoCloseable {
    private final Table offenders;
    private final Table addresses;
    private final Table changeSets;
    private final Table changePoints;
    private final Table replaced;

    /** @param manager in a transaction that has written already: its connection is the transaction's */
    NewRows(EntityManager manager) {
        Connection connection = manager.unwrap(Connection.class);
        offenders = new Table(
                connection,
                "offender (id, feed, fingerprint, public_record, updated_at, commit_number, record_number)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                "");
        addresses = new Table(
                connection,
                "registered_address (offender_id, feed, list_position, address_type, street, city, county, us_state,"
                        + " zip, text_key, mapping, point_source, latitude, longitude, reason, since_at, tried_at, id)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', ?, 0, ?)",
                "registered_address_seq");
        changeSets = new Table(
                connection,
                "change_set (commit_number, entered_number, offender_id, offender, changes, first_load, observed_at,"
                        + " entered_at, queue_state, claimed_until, attempts, id)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, ?)",
                "change_set_seq");
        changePoints = new Table(
                connection,
                "change_point (offender_id, occurred_at, latitude, longitude, id) VALUES (?, ?, ?, ?, ?)",
                "change_point_seq");
        replaced = new Table(
                connection,
                "replaced_record (commit_number, offender_id, feed, record_number, staged_record) VALUES (?, ?, ?, ?, ?)",
                "");
    }

    void offender(String id, String feed, String fingerprint, String json, Instant now, long number) {
        offenders.add(id, feed, fingerprint, json, Timestamp.from(now), number, number);
    }

    void address(String feed, RegisteredAddress row) {
        var address = row.address();
        Location location = address.location();
        addresses.add(
                row.offenderId(),
                feed,
                row.position(),
                address.type().name(),
                address.street(),
                address.city(),
                address.county(),
                address.state(),
                address.zip(),
                row.textKey(),
                row.mapping().name(),
                row.source().name(),
                location == null ? null : location.latitude(),
                location == null ? null : location.longitude(),
                Timestamp.from(row.since()));
    }

    void changeSet(RecordedChangeSet set) {
        changeSets.add(
                set.number(),
                set.number(),
                set.offenderId(),
                set.offender(),
                set.changes(),
                set.firstLoad() ? 1 : 0,
                Timestamp.from(set.observedAt()),
                Timestamp.from(set.enteredAt()),
                set.state().name());
    }

    void changePoint(String offenderId, Instant now, Location location) {
        changePoints.add(offenderId, Timestamp.from(now), location.latitude(), location.longitude());
    }

    /** What a record was before an import, whose number this is, changed it. */
    void replaced(long number, Offender offender, String record) {
        replaced.add(number, offender.id(), offender.feed(), offender.recordNumber(), record);
    }

    /** Writes what was added. */
    void flush() {
        offenders.flush();
        addresses.flush();
        changeSets.flush();
        changePoints.flush();
        replaced.flush();
    }

    @Override
    public void close() {
        offenders.close();
        addresses.close();
        changeSets.close();
        changePoints.close();
        replaced.close();
    }

    /** A table and the statement that enters its rows, prepared when the first one comes. */
    private static final class Table implements AutoCloseable {
        /** The sequences count in steps of as many, as the entities have it. */
        private static final int IDS = 50;

        private final Connection connection;
        private final String insert;
        private final String sequence;
        private PreparedStatement rows;
        private PreparedStatement ids;
        private long nextId = 1;
        private long lastId;
        private boolean empty = true;

        /** @param sequence of the id, which is the last value then; empty where the id is not drawn */
        Table(Connection connection, String insert, String sequence) {
            this.connection = connection;
            this.insert = insert;
            this.sequence = sequence;
        }

        void add(Object... values) {
            try {
                if (rows == null) {
                    rows = connection.prepareStatement("INSERT INTO " + insert);
                }
                for (int i = 0; i < values.length; i++) {
                    if (values[i] == null) {
                        rows.setNull(i + 1, Types.DOUBLE);
                    } else {
                        rows.setObject(i + 1, values[i]);
                    }
                }
                if (!sequence.isEmpty()) {
                    rows.setLong(values.length + 1, id());
                }
                rows.addBatch();
                empty = false;
            } catch (SQLException e) {
                throw failed(e);
            }
        }

        private long id() throws SQLException {
            if (nextId > lastId) {
                if (ids == null) {
                    ids = connection.prepareStatement(
                            isPostgres(connection)
                                    ? "SELECT nextval('" + sequence + "')"
                                    : "VALUES NEXT VALUE FOR " + sequence);
                }
                try (ResultSet last = ids.executeQuery()) {
                    last.next();
                    lastId = last.getLong(1);
                    nextId = lastId - IDS + 1;
                }
            }
            return nextId++;
        }

        void flush() {
            try {
                if (!empty) {
                    rows.executeBatch();
                    empty = true;
                }
            } catch (SQLException e) {
                throw failed(e);
            }
        }

        @Override
        public void close() {
            try {
                if (rows != null) {
                    rows.close();
                }
                if (ids != null) {
                    ids.close();
                }
            } catch (SQLException e) {
                throw failed(e);
            }
        }
    }

    static boolean isPostgres(Connection connection) throws SQLException {
        return "PostgreSQL".equals(connection.getMetaData().getDatabaseProductName());
    }

    /** What a query ends with that counts, and need not be exact: Derby's readers wait for those who write otherwise. */
    static String withoutWaiting(EntityManager manager) {
        try {
            return isPostgres(manager.unwrap(Connection.class)) ? "" : " WITH UR";
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** A driver's message can quote values; state and code say what went wrong. */
    static IllegalStateException failed(SQLException e) {
        return new IllegalStateException(
                "The registry's tables can't be used: SQL state " + e.getSQLState() + ", code " + e.getErrorCode());
    }
}
