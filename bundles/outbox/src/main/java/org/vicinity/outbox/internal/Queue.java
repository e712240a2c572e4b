package org.vicinity.outbox.internal;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
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

/** The rows: what is queued, claimed and marked. A row's lease is told from another by claimer and number of attempt. */
final class Queue {
    private static final int CHUNK = 200;
    private static final int REASON_LENGTH = 500;

    private final JpaTemplate jpa;
    private final Vault vault;
    private final String node;

    /** @param node the claimer: the same after a restart */
    Queue(JpaTemplate jpa, Vault vault, String node) {
        this.jpa = jpa;
        this.vault = vault;
        this.node = node;
    }

    /** What became of a delivery; {@code dueAt} counts for {@code QUEUED}. {@code tried} false takes the attempt back. */
    record Mark(OutboxMessage message, State state, long dueAt, String problem, boolean tried) {}

    void add(List<Outbox.Entry> entries, Instant now) {
        jpa.tx(manager -> {
            for (int from = 0; from < entries.size(); from += CHUNK) {
                List<Outbox.Entry> chunk = entries.subList(from, Math.min(entries.size(), from + CHUNK));
                Set<String> known = new HashSet<>(manager.createQuery(
                                "select m.messageKey from OutboxMessage m where m.messageKey in :keys", String.class)
                        .setParameter(
                                "keys", chunk.stream().map(Outbox.Entry::key).toList())
                        .getResultList());
                for (Outbox.Entry entry : chunk) {
                    if (known.add(entry.key())) {
                        manager.persist(row(entry, now));
                    }
                }
                manager.flush();
            }
        });
    }

    private OutboxMessage row(Outbox.Entry entry, Instant now) {
        Payload payload = new Payload(entry.to(), entry.language(), entry.unsubscribeToken(), entry.notice());
        return new OutboxMessage(
                entry.key(),
                entry.channel(),
                entry.subscriberId(),
                changeSetId(entry.notice()),
                entry.notice().getClass().getSimpleName(),
                entry.notice() instanceof Notice.Alert ? 10 : 0,
                vault.seal(payload.toJson()),
                now);
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
                                : (Notice.Alert) open(message).notice()))
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
            manager.createQuery("delete from OutboxMessage m where m.subscriberId = :id and m.state <> :sent"
                            + " and m.kind <> 'Unenrolled'")
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

    /** Leases of this node's former life. */
    void freeOwn(long now) {
        jpa.tx(manager -> manager.createQuery("update OutboxMessage m set m.state = :queued, m.dueAt = :now"
                        + " where m.state = :sending and m.claimer = :node")
                .setParameter("queued", State.QUEUED)
                .setParameter("now", now)
                .setParameter("sending", State.SENDING)
                .setParameter("node", node)
                .executeUpdate());
    }

    /** Claims what is due on a channel, account mails first; each row for {@code lease}. */
    List<OutboxMessage> claim(String channel, int limit, Duration lease, long now) {
        long until = now + lease.toMillis();
        return jpa.txExpr(manager -> {
            List<Long> ids = isPostgres(manager)
                    ? claimOnPostgres(manager, channel, limit, until, now)
                    : claimOneByOne(manager, channel, limit, until, now);
            if (ids.isEmpty()) {
                return List.<OutboxMessage>of();
            }
            List<OutboxMessage> claimed = new ArrayList<>(
                    manager.createQuery("select m from OutboxMessage m where m.id in :ids", OutboxMessage.class)
                            .setParameter("ids", ids)
                            .getResultList());
            claimed.sort(Comparator.comparingLong(message -> ids.indexOf(message.id())));
            return claimed;
        });
    }

    private static boolean isPostgres(EntityManager manager) {
        try {
            return "PostgreSQL"
                    .equals(manager.unwrap(Connection.class).getMetaData().getDatabaseProductName());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<Long> claimOnPostgres(EntityManager manager, String channel, int limit, long until, long now) {
        List<?> ids = manager.createNativeQuery("UPDATE outbox_message SET queue_state = 'SENDING', claimer = ?1,"
                        + " due_at = ?2, attempts = attempts + 1 WHERE id IN (SELECT id FROM outbox_message"
                        + " WHERE channel = ?3 AND queue_state IN ('QUEUED', 'SENDING') AND due_at <= ?4"
                        + " ORDER BY priority, due_at, id LIMIT " + limit + " FOR UPDATE SKIP LOCKED) RETURNING id")
                .setParameter(1, node)
                .setParameter(2, until)
                .setParameter(3, channel)
                .setParameter(4, now)
                .getResultList();
        return ids.stream().map(id -> ((Number) id).longValue()).sorted().toList();
    }

    /** Without SKIP LOCKED: whoever changes the row has it. */
    private List<Long> claimOneByOne(EntityManager manager, String channel, int limit, long until, long now) {
        List<Long> due = manager.createQuery(
                        "select m.id from OutboxMessage m where m.channel = :channel and m.state in :states"
                                + " and m.dueAt <= :now order by m.priority, m.dueAt, m.id",
                        Long.class)
                .setParameter("channel", channel)
                .setParameter("states", List.of(State.QUEUED, State.SENDING))
                .setParameter("now", now)
                .setMaxResults(limit)
                .getResultList();
        List<Long> claimed = new ArrayList<>();
        for (Long id : due) {
            int changed = manager.createQuery("update OutboxMessage m set m.state = :sending, m.claimer = :node,"
                            + " m.dueAt = :until, m.attempts = m.attempts + 1 where m.id = :id"
                            + " and m.state in :states and m.dueAt <= :now")
                    .setParameter("sending", State.SENDING)
                    .setParameter("node", node)
                    .setParameter("until", until)
                    .setParameter("id", id)
                    .setParameter("states", List.of(State.QUEUED, State.SENDING))
                    .setParameter("now", now)
                    .executeUpdate();
            if (changed == 1) {
                claimed.add(id);
            }
        }
        return claimed;
    }

    /** Marks rows whose lease is still ours. */
    void mark(List<Mark> marks, Instant now) {
        jpa.tx(manager -> {
            for (Mark mark : marks) {
                String problem = mark.problem();
                manager.createQuery("update OutboxMessage m set m.state = :state, m.dueAt = :due, m.sentAt = :sent,"
                                + " m.lastProblem = :problem, m.claimer = null, m.attempts = :after"
                                + " where m.id = :id and m.claimer = :node and m.attempts = :attempts")
                        .setParameter("state", mark.state())
                        .setParameter("due", mark.dueAt())
                        .setParameter("sent", mark.state() == State.SENT ? now : null)
                        .setParameter("problem", problem.substring(0, Math.min(problem.length(), REASON_LENGTH)))
                        .setParameter("after", mark.message().attempts() - (mark.tried() ? 0 : 1))
                        .setParameter("id", mark.message().id())
                        .setParameter("node", node)
                        .setParameter("attempts", mark.message().attempts())
                        .executeUpdate();
            }
        });
    }

    /** Takes the content out of what was sent before. */
    int erase(Instant before) {
        return jpa.txExpr(manager -> manager.createQuery("update OutboxMessage m set m.payload = null"
                        + " where m.state = :sent and m.sentAt < :before and m.payload is not null")
                .setParameter("sent", State.SENT)
                .setParameter("before", before)
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

    List<Outbox.Count> counts(Instant now) {
        return jpa.txExpr(manager -> manager
                .createQuery(
                        "select m.channel, m.state, count(m), min(m.createdAt) from OutboxMessage m"
                                + " group by m.channel, m.state order by m.channel, m.state",
                        Object[].class)
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
        return value instanceof java.sql.Timestamp timestamp ? timestamp.toInstant() : (Instant) value;
    }

    Payload open(OutboxMessage message) {
        return Payload.ofJson(vault.open(message.payload()));
    }

    /** The same at each delivery, and no one else's. */
    String messageId(OutboxMessage message, String domain) {
        return message.id() + "." + vault.hash("message:" + message.key()).substring(0, 24) + "@" + domain;
    }
}
