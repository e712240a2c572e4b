package org.vicinity.outbox.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.persistence.EntityManager;
import org.apache.aries.jpa.template.JpaTemplate;
import org.vicinity.notification.Notice;
import org.vicinity.notification.Outbox;
import org.vicinity.persistence.Vault;
import org.vicinity.persistence.outbox.OutboxMessage;
import org.vicinity.persistence.outbox.OutboxMessage.State;

/** The rows: what is queued, and what is known of it. */
final class Queue {
    private static final int CHUNK = 200;
    /** The sequence counts in steps of as many. */
    private static final int IDS = 50;

    /** The priority of alerts and their corrections: account mails overtake them. */
    static final int ALERT = 10;

    private final JpaTemplate jpa;
    private final Vault vault;

    Queue(JpaTemplate jpa, Vault vault) {
        this.jpa = jpa;
        this.vault = vault;
    }

    void add(List<Outbox.Entry> entries, Instant now) {
        jpa.tx(manager -> {
            for (int from = 0; from < entries.size(); from += CHUNK) {
                List<Outbox.Entry> chunk = entries.subList(from, Math.min(entries.size(), from + CHUNK));
                Connection connection = manager.unwrap(Connection.class);
                try {
                    if (isPostgres(connection)) {
                        insert(connection, chunk, " ON CONFLICT (message_key) DO NOTHING", now);
                    } else {
                        Set<String> known = known(manager, chunk);
                        insert(
                                connection,
                                chunk.stream()
                                        .filter(entry -> known.add(entry.key()))
                                        .toList(),
                                "",
                                now);
                    }
                } catch (SQLException e) {
                    throw new IllegalStateException("messages can't be queued", e);
                }
            }
        });
    }

    private static Set<String> known(EntityManager manager, List<Outbox.Entry> chunk) {
        List<String> keys = new ArrayList<>(
                Collections.nCopies(chunk.size() == 1 ? 1 : CHUNK, chunk.get(0).key()));
        for (int i = 0; i < chunk.size(); i++) {
            // Always as many, so that a database has two statements to compile, not two hundred.
            keys.set(i, chunk.get(i).key());
        }
        return new HashSet<>(manager.createQuery(
                        "select m.messageKey from OutboxMessage m where m.messageKey in :keys", String.class)
                .setParameter("keys", keys)
                .getResultList());
    }

    /** In plain SQL: as entities, the messages of a large change would stay in memory until the commit. */
    private void insert(Connection connection, List<Outbox.Entry> entries, String conflict, Instant now)
            throws SQLException {
        Iterator<Long> ids = ids(connection, entries.size()).iterator();
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO outbox_message (id, message_key,"
                + " channel, subscriber_id, change_set_id, kind, priority, payload, queue_state, attempts, due_at,"
                + " created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'QUEUED', 0, ?, ?)" + conflict)) {
            for (Outbox.Entry entry : entries) {
                Notice notice = entry.notice();
                Payload payload = new Payload(entry.to(), entry.language(), entry.unsubscribeToken(), notice);
                insert.setLong(1, ids.next());
                insert.setString(2, entry.key());
                insert.setString(3, entry.channel());
                insert.setLong(4, entry.subscriberId());
                insert.setObject(5, changeSetId(notice), Types.BIGINT);
                insert.setString(6, notice.getClass().getSimpleName());
                insert.setInt(7, isAboutChange(notice) ? ALERT : 0);
                insert.setString(8, vault.seal(payload.toJson()));
                insert.setLong(9, now.toEpochMilli());
                insert.setTimestamp(10, Timestamp.from(now));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static List<Long> ids(Connection connection, int count) throws SQLException {
        List<Long> ids = new ArrayList<>();
        String next = isPostgres(connection)
                ? "SELECT nextval('outbox_message_seq')"
                : "VALUES NEXT VALUE FOR outbox_message_seq";
        try (PreparedStatement statement = connection.prepareStatement(next)) {
            while (ids.size() < count) {
                try (ResultSet last = statement.executeQuery()) {
                    last.next();
                    for (long id = last.getLong(1) - IDS + 1; id <= last.getLong(1); id++) {
                        ids.add(id);
                    }
                }
            }
        }
        return ids;
    }

    static boolean isPostgres(Connection connection) throws SQLException {
        return "PostgreSQL".equals(connection.getMetaData().getDatabaseProductName());
    }

    private static boolean isAboutChange(Notice notice) {
        return notice instanceof Notice.Alert || notice instanceof Notice.Correction;
    }

    /** The change set that a notice tells of: a correction tells of the one that was wrong. */
    private static Long changeSetId(Notice notice) {
        if (notice instanceof Notice.Alert alert) {
            return alert.changeSet().id();
        }
        return notice instanceof Notice.Correction correction
                ? correction.changeSet().revokes()
                : null;
    }

    /** Alerts that wait are deleted; what is being sent loses its content, so that it can't be sent again. */
    void recall(long changeSetId) {
        jpa.tx(manager -> {
            manager.createQuery("delete from OutboxMessage m where m.changeSetId = :id and m.kind = 'Alert'"
                            + " and m.state in :waiting")
                    .setParameter("id", changeSetId)
                    .setParameter("waiting", List.of(State.QUEUED, State.PARKED))
                    .executeUpdate();
            manager.createQuery("update OutboxMessage m set m.payload = null where m.changeSetId = :id"
                            + " and m.kind = 'Alert' and m.state = :sending")
                    .setParameter("id", changeSetId)
                    .setParameter("sending", State.SENDING)
                    .executeUpdate();
        });
    }

    List<Outbox.Told> told(long changeSetId, long after, int limit) {
        return jpa.txExpr(manager -> manager
                .createQuery(
                        "select m from OutboxMessage m where m.changeSetId = :id and m.kind = 'Alert' and m.id > :after"
                                + " and m.state in :told order by m.id",
                        OutboxMessage.class)
                .setParameter("id", changeSetId)
                .setParameter("after", after)
                .setParameter("told", List.of(State.SENDING, State.SENT))
                .setMaxResults(limit)
                .getResultList()
                .stream()
                .map(message -> new Outbox.Told(
                        message.id(),
                        message.subscriberId(),
                        message.channel(),
                        message.sentAt() == null ? message.createdAt() : message.sentAt(),
                        message.payload() == null
                                ? null
                                : (Notice.Alert) open(message.payload()).notice()))
                .toList());
    }

    List<Outbox.Trace> trace(long changeSetId, long subscriberId) {
        return jpa.txExpr(manager -> manager
                .createQuery(
                        "select m from OutboxMessage m where m.changeSetId = :id and m.subscriberId = :subscriber"
                                + " order by m.id",
                        OutboxMessage.class)
                .setParameter("id", changeSetId)
                .setParameter("subscriber", subscriberId)
                .getResultList()
                .stream()
                .map(message -> new Outbox.Trace(
                        message.channel(),
                        message.kind(),
                        message.state().name().toLowerCase(Locale.ROOT),
                        message.attempts(),
                        message.createdAt(),
                        message.sentAt(),
                        message.lastProblem() == null ? "" : message.lastProblem()))
                .toList());
    }

    void forget(long subscriberId) {
        jpa.tx(manager -> {
            manager.createQuery("delete from OutboxMessage m where m.subscriberId = :id and m.state <> :sent")
                    .setParameter("id", subscriberId)
                    .setParameter("sent", State.SENT)
                    .executeUpdate();
            manager.createQuery("update OutboxMessage m set m.payload = null where m.subscriberId = :id"
                            + " and m.state = :sent")
                    .setParameter("id", subscriberId)
                    .setParameter("sent", State.SENT)
                    .executeUpdate();
        });
    }

    /** What is being sent may still arrive; where it does not, it has no content any more. */
    void dropAlerts(long subscriberId) {
        jpa.tx(manager -> {
            for (OutboxMessage message : untold(manager, subscriberId)) {
                if (message.kind().equals(Notice.Alert.class.getSimpleName())) {
                    drop(manager, message);
                }
            }
        });
    }

    void redirect(long subscriberId, String channel, String to) {
        jpa.tx(manager -> {
            for (OutboxMessage message : untold(manager, subscriberId)) {
                if (!message.channel().equals(channel)) {
                    continue;
                }
                if (to.isEmpty()) {
                    drop(manager, message);
                } else {
                    replace(
                            manager,
                            message,
                            vault.seal(open(message.payload()).redirected(to).toJson()));
                }
            }
        });
    }

    private static List<OutboxMessage> untold(EntityManager manager, long subscriberId) {
        return manager.createQuery(
                        "select m from OutboxMessage m where m.subscriberId = :id and m.state <> :sent"
                                + " and m.payload is not null",
                        OutboxMessage.class)
                .setParameter("id", subscriberId)
                .setParameter("sent", State.SENT)
                .getResultList();
    }

    private static void drop(EntityManager manager, OutboxMessage message) {
        int dropped = manager.createQuery("delete from OutboxMessage m where m.id = :id and m.state in :waiting")
                .setParameter("id", message.id())
                .setParameter("waiting", List.of(State.QUEUED, State.PARKED))
                .executeUpdate();
        if (dropped == 0) {
            replace(manager, message, null);
        }
    }

    /** Unless it was sent meanwhile: the content of that is proof. */
    private static void replace(EntityManager manager, OutboxMessage message, String payload) {
        manager.createQuery("update OutboxMessage m set m.payload = :payload where m.id = :id and m.state <> :sent")
                .setParameter("payload", payload)
                .setParameter("id", message.id())
                .setParameter("sent", State.SENT)
                .executeUpdate();
    }

    /** Takes the content out of what was sent, or parked, before: that it was remains. */
    int erase(Instant before) {
        return jpa.txExpr(manager -> manager.createQuery("update OutboxMessage m set m.payload = null"
                        + " where m.payload is not null and (m.state = :sent and m.sentAt < :before"
                        + " or m.state = :parked and m.dueAt < :beforeMillis)")
                .setParameter("sent", State.SENT)
                .setParameter("before", before)
                .setParameter("parked", State.PARKED)
                .setParameter("beforeMillis", before.toEpochMilli())
                .executeUpdate());
    }

    int retryParked(long now) {
        return jpa.txExpr(manager -> manager.createQuery("update OutboxMessage m set m.state = :queued,"
                        + " m.dueAt = :now, m.attempts = 0 where m.state = :parked and m.payload is not null")
                .setParameter("queued", State.QUEUED)
                .setParameter("now", now)
                .setParameter("parked", State.PARKED)
                .executeUpdate());
    }

    /** What is parked without content can't be sent any more, so it is nobody's work. */
    List<Outbox.Count> counts(Instant now) {
        return jpa.txExpr(manager -> manager
                .createQuery(
                        "select m.channel, m.state, count(m), min(m.createdAt) from OutboxMessage m"
                                + " where m.state <> :parked or m.payload is not null"
                                + " group by m.channel, m.state order by m.channel, m.state",
                        Object[].class)
                .setParameter("parked", State.PARKED)
                .getResultList()
                .stream()
                .map(row -> new Outbox.Count(
                        (String) row[0],
                        ((State) row[1]).name().toLowerCase(Locale.ROOT),
                        (Long) row[2],
                        Math.max(0, Duration.between(instant(row[3]), now).toSeconds())))
                .toList());
    }

    /** Converters don't reach the results of functions on every version of the provider. */
    private static Instant instant(Object value) {
        return value instanceof Timestamp timestamp ? timestamp.toInstant() : (Instant) value;
    }

    Payload open(String sealed) {
        return Payload.ofJson(vault.open(sealed));
    }

    /** The same at each delivery, and no one else's. */
    String messageId(Leases.Lease lease, String domain) {
        return lease.id() + "." + vault.hash("message:" + lease.key()).substring(0, 24) + "@" + domain;
    }
}
