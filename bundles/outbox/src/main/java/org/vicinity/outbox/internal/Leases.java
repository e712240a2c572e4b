package org.vicinity.outbox.internal;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

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
import java.util.Map;
import java.util.UUID;
import org.apache.aries.jpa.template.JpaTemplate;
import org.vicinity.persistence.outbox.OutboxMessage.State;

/**
 * Who sends what: rows are claimed for a time and marked with what became of them, by the hundred, in plain SQL (an
 * entity each would cost more than the mail). The claimer is this process: a former life of the same node is another one.
 */
final class Leases {
    private static final int REASON_LENGTH = 500;

    private final JpaTemplate jpa;
    private final String node;
    private final String claimer;

    /** @param node the node's name, the same after a restart; at most 50 characters */
    Leases(JpaTemplate jpa, String node) {
        this.jpa = jpa;
        this.node = node;
        this.claimer = node + ':' + UUID.randomUUID().toString().substring(0, 8);
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

    /** What became of a delivery. */
    record Mark(Lease lease, Change change) {
        static Mark of(Lease lease, State state, long dueAt, String problem, boolean tried) {
            return new Mark(lease, new Change(state, lease.attempts(), dueAt, problem, tried));
        }
    }

    /**
     * The part of a mark that messages may share.
     *
     * @param attempts with the one it is about
     * @param dueAt counts for {@code QUEUED}; when it was given up for {@code PARKED}; else 0
     * @param problem as one line, cut to what the table takes
     * @param tried false takes the attempt back
     */
    record Change(State state, int attempts, long dueAt, String problem, boolean tried) {
        Change {
            String line = Letter.line(problem);
            problem = line.substring(0, Math.min(line.length(), REASON_LENGTH));
        }

        /** The same for another attempt's lease. */
        Change at(int attempt) {
            return new Change(state, attempt, dueAt, problem, tried);
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
        free(now, "claimer LIKE ? AND claimer <> ?", node + ":%", claimer);
    }

    /** Leases on a channel that ended without a mark: whoever had them is gone, or too slow. */
    void freeEnded(String channel, long now) {
        free(now, "channel = ? AND due_at <= ?", channel, now);
    }

    private void free(long now, String which, Object... values) {
        sql(connection -> {
            try (PreparedStatement update = connection.prepareStatement("UPDATE outbox_message SET"
                    + " queue_state = 'QUEUED', claimer = NULL, due_at = ? WHERE queue_state = 'SENDING' AND "
                    + which)) {
                update.setLong(1, now);
                for (int i = 0; i < values.length; i++) {
                    update.setObject(i + 2, values[i]);
                }
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
            update.setString(1, claimer);
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
                update.setString(1, claimer);
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

    /** Prolongs leases that are still ours, so that nobody takes what is being delivered here. */
    void prolong(List<Lease> leases, long until) {
        sql(connection -> {
            try (PreparedStatement update = connection.prepareStatement("UPDATE outbox_message SET due_at = ?"
                    + " WHERE queue_state = 'SENDING' AND claimer = ? AND id = ?")) {
                for (Lease lease : leases) {
                    update.setLong(1, until);
                    update.setString(2, claimer);
                    update.setLong(3, lease.id());
                    update.addBatch();
                }
                return update.executeBatch().length;
            }
        });
    }

    /** Marks rows that are ours, or whose lease ended and was claimed by nobody since: what was delivered is not queued again. */
    void mark(List<Mark> marks, Instant now) {
        sql(connection -> Queue.isPostgres(connection)
                ? markTogether(connection, marks, Timestamp.from(now))
                : markOneByOne(connection, marks, Timestamp.from(now)));
    }

    private static final String MARK = "UPDATE outbox_message SET queue_state = ?, due_at = ?, sent_at = ?,"
            + " last_problem = ?, attempts = ?, claimer = NULL"
            + " WHERE (claimer = ? OR claimer IS NULL AND queue_state = 'QUEUED') AND id = ";

    /** What became the same of many, as of nearly all, is one statement. */
    private int markTogether(Connection connection, List<Mark> marks, Timestamp now) throws SQLException {
        Map<Change, List<Long>> changes = marks.stream()
                .collect(groupingBy(Mark::change, mapping(mark -> mark.lease().id(), toList())));
        try (PreparedStatement update = connection.prepareStatement(MARK + "ANY(?)")) {
            for (Map.Entry<Change, List<Long>> change : changes.entrySet()) {
                set(update, change.getKey(), now);
                update.setArray(
                        7, connection.createArrayOf("bigint", change.getValue().toArray()));
                update.addBatch();
            }
            return update.executeBatch().length;
        }
    }

    private int markOneByOne(Connection connection, List<Mark> marks, Timestamp now) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(MARK + "?")) {
            for (Mark mark : marks) {
                set(update, mark.change(), now);
                update.setLong(7, mark.lease().id());
                update.addBatch();
            }
            return update.executeBatch().length;
        }
    }

    private void set(PreparedStatement update, Change change, Timestamp now) throws SQLException {
        update.setString(1, change.state().name());
        update.setLong(2, change.dueAt());
        update.setTimestamp(3, change.state() == State.SENT ? now : null);
        update.setString(4, change.problem());
        update.setInt(5, change.attempts() - (change.tried() ? 0 : 1));
        update.setString(6, claimer);
    }
}
