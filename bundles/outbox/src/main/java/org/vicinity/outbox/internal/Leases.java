package org.vicinity.outbox.internal;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.apache.aries.jpa.template.JpaTemplate;
import org.vicinity.persistence.outbox.OutboxMessage.State;

/**
 * Who sends what: rows are claimed for a time and marked with what became of them, by the hundred, in plain SQL (an
 * entity each would cost more than the mail). A lease is told from another by claimer and number of attempt.
 */
final class Leases {
    private static final int REASON_LENGTH = 500;

    private final JpaTemplate jpa;
    private final String node;

    /** @param node the claimer: the same after a restart */
    Leases(JpaTemplate jpa, String node) {
        this.jpa = jpa;
        this.node = node;
    }

    /**
     * A row that is this node's to send.
     *
     * @param priority smaller goes first
     * @param payload sealed; null where it was taken back
     * @param attempts this one included
     * @param until the end of the lease in milliseconds since 1970
     */
    record Lease(long id, String key, int priority, String payload, int attempts, Instant createdAt, long until) {
        boolean isUrgent() {
            return priority < Queue.ALERT;
        }
    }

    /** What became of a delivery; {@code dueAt} counts for {@code QUEUED}. {@code tried} false takes the attempt back. */
    record Mark(Lease lease, State state, long dueAt, String problem, boolean tried) {
        int attemptsMade() {
            return lease.attempts() - (tried ? 0 : 1);
        }

        String shortProblem() {
            return problem.substring(0, Math.min(problem.length(), REASON_LENGTH));
        }
    }

    /** Work on the transaction's connection. */
    private interface Statements<T> {
        T on(Connection connection) throws SQLException;
    }

    private <T> T sql(Statements<T> statements) {
        return jpa.txExpr(manager -> {
            try {
                return statements.on(manager.unwrap(Connection.class));
            } catch (SQLException e) {
                // The state alone: a message may show a row.
                throw new IllegalStateException("the outbox can't be written: SQL state " + e.getSQLState());
            }
        });
    }

    /** Leases of this node's former life. */
    void freeOwn(long now) {
        free("claimer = ?", node, now);
    }

    /** Leases on a channel that ended without a mark: whoever had them is gone, or too slow. */
    void freeEnded(String channel, long now) {
        free("due_at <= " + now + " AND channel = ?", channel, now);
    }

    private void free(String which, String value, long now) {
        sql(connection -> {
            try (PreparedStatement update = connection.prepareStatement("UPDATE outbox_message SET"
                    + " queue_state = 'QUEUED', claimer = NULL, due_at = ? WHERE queue_state = 'SENDING' AND "
                    + which)) {
                update.setLong(1, now);
                update.setString(2, value);
                return update.executeUpdate();
            }
        });
    }

    /** Claims what is due on a channel, account mails first; each row for {@code term}. */
    List<Lease> claim(String channel, int limit, Duration term, long now) {
        return sql(connection -> Queue.isPostgres(connection)
                ? claimAtOnce(connection, channel, limit, now + term.toMillis(), now)
                : claimOneByOne(connection, channel, limit, now + term.toMillis(), now));
    }

    private static final String CLAIM =
            "UPDATE outbox_message SET queue_state = 'SENDING', claimer = ?, due_at = ?, attempts = attempts + 1 WHERE ";
    private static final String DUE = " FROM outbox_message WHERE channel = ? AND queue_state = 'QUEUED'"
            + " AND due_at <= ? ORDER BY priority, due_at ";

    private List<Lease> claimAtOnce(Connection connection, String channel, int limit, long until, long now)
            throws SQLException {
        // An array has the planner look each row up, whatever it believes of the table's size.
        try (PreparedStatement update = connection.prepareStatement(
                CLAIM + "id = ANY(ARRAY(SELECT id" + DUE
                        + "LIMIT ? FOR UPDATE SKIP LOCKED)) RETURNING id, message_key, priority, payload, attempts, created_at")) {
            update.setString(1, node);
            update.setLong(2, until);
            update.setString(3, channel);
            update.setLong(4, now);
            update.setInt(5, limit);
            List<Lease> claimed = leases(update.executeQuery(), 0, until);
            claimed.sort(Comparator.comparingInt(Lease::priority).thenComparing(Lease::id));
            return claimed;
        }
    }

    /** Without SKIP LOCKED: whoever changes the row has it. */
    private List<Lease> claimOneByOne(Connection connection, String channel, int limit, long until, long now)
            throws SQLException {
        List<Lease> due;
        try (PreparedStatement select =
                connection.prepareStatement("SELECT id, message_key, priority, payload, attempts, created_at" + DUE)) {
            select.setString(1, channel);
            select.setLong(2, now);
            select.setMaxRows(limit);
            due = leases(select.executeQuery(), 1, until);
        }
        try (PreparedStatement update = connection.prepareStatement(CLAIM + "id = ? AND queue_state = 'QUEUED'")) {
            for (Lease lease : due) {
                update.setString(1, node);
                update.setLong(2, until);
                update.setLong(3, lease.id());
                update.addBatch();
            }
            int[] changed = update.executeBatch();
            List<Lease> claimed = new ArrayList<>();
            for (int i = 0; i < changed.length; i++) {
                if (changed[i] == 1) {
                    claimed.add(due.get(i));
                }
            }
            return claimed;
        }
    }

    private static List<Lease> leases(ResultSet rows, int newAttempts, long until) throws SQLException {
        List<Lease> leases = new ArrayList<>();
        while (rows.next()) {
            leases.add(new Lease(
                    rows.getLong(1),
                    rows.getString(2),
                    rows.getInt(3),
                    rows.getString(4),
                    rows.getInt(5) + newAttempts,
                    rows.getTimestamp(6).toInstant(),
                    until));
        }
        return leases;
    }

    /** Marks rows whose lease is still ours. */
    void mark(List<Mark> marks, Instant now) {
        sql(connection -> Queue.isPostgres(connection)
                ? markAtOnce(connection, marks, Timestamp.from(now))
                : markOneByOne(connection, marks, Timestamp.from(now)));
    }

    private int markAtOnce(Connection connection, List<Mark> marks, Timestamp now) throws SQLException {
        // The ids once more as an array, for the planner as above: a join alone may read the whole table.
        try (PreparedStatement update = connection.prepareStatement("UPDATE outbox_message m SET queue_state = v.state,"
                + " due_at = v.due, sent_at = CASE v.state WHEN 'SENT' THEN CAST(? AS timestamp) END, last_problem = v.problem,"
                + " attempts = v.tried, claimer = NULL"
                + " FROM unnest(?, ?, ?, ?, ?, ?) AS v(id, attempts, state, due, problem, tried)"
                + " WHERE m.id = ANY(?) AND m.id = v.id AND m.claimer = ? AND m.attempts = v.attempts")) {
            Array ids = array(connection, "bigint", marks, mark -> mark.lease().id());
            update.setTimestamp(1, now);
            update.setArray(2, ids);
            update.setArray(
                    3, array(connection, "integer", marks, mark -> mark.lease().attempts()));
            update.setArray(
                    4, array(connection, "varchar", marks, mark -> mark.state().name()));
            update.setArray(5, array(connection, "bigint", marks, Mark::dueAt));
            update.setArray(6, array(connection, "varchar", marks, Mark::shortProblem));
            update.setArray(7, array(connection, "integer", marks, Mark::attemptsMade));
            update.setArray(8, ids);
            update.setString(9, node);
            return update.executeUpdate();
        }
    }

    private static Array array(Connection connection, String type, List<Mark> marks, Function<Mark, Object> value)
            throws SQLException {
        return connection.createArrayOf(type, marks.stream().map(value).toArray());
    }

    private int markOneByOne(Connection connection, List<Mark> marks, Timestamp now) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE outbox_message SET queue_state = ?,"
                + " due_at = ?, sent_at = ?, last_problem = ?, attempts = ?, claimer = NULL"
                + " WHERE id = ? AND claimer = ? AND attempts = ?")) {
            for (Mark mark : marks) {
                update.setString(1, mark.state().name());
                update.setLong(2, mark.dueAt());
                update.setTimestamp(3, mark.state() == State.SENT ? now : null);
                update.setString(4, mark.shortProblem());
                update.setInt(5, mark.attemptsMade());
                update.setLong(6, mark.lease().id());
                update.setString(7, node);
                update.setInt(8, mark.lease().attempts());
                update.addBatch();
            }
            return update.executeBatch().length;
        }
    }
}
