package org.vicinity.persistence.outbox;

import java.time.Instant;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.EnumType;
import javax.persistence.Enumerated;
import javax.persistence.GeneratedValue;
import javax.persistence.GenerationType;
import javax.persistence.Id;
import javax.persistence.Lob;
import javax.persistence.SequenceGenerator;
import javax.persistence.Table;

/** A message on its way to one receiver over one channel. */
@Entity
@Table(name = "outbox_message")
public class OutboxMessage {
    /** The way of a message. */
    public enum State {
        QUEUED,
        SENDING,
        SENT,
        PARKED
    }

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "outbox_message_seq")
    @SequenceGenerator(name = "outbox_message_seq", sequenceName = "outbox_message_seq", allocationSize = 50)
    private Long id;

    @Column(name = "message_key", nullable = false)
    private String messageKey;

    @Column(nullable = false)
    private String channel;

    @Column(name = "subscriber_id", nullable = false)
    private long subscriberId;

    /** Null where it is not about one. */
    @Column(name = "change_set_id")
    private Long changeSetId;

    @Column(nullable = false)
    private String kind;

    @Column(nullable = false)
    private int priority;

    @Lob
    private String payload;

    @Enumerated(EnumType.STRING)
    @Column(name = "queue_state", nullable = false)
    private State state;

    @Column(nullable = false)
    private int attempts;

    @Column(name = "due_at", nullable = false)
    private long dueAt;

    private String claimer;

    @Column(name = "created_at", nullable = false)
    private Instant createdAt;

    @Column(name = "sent_at")
    private Instant sentAt;

    @Column(name = "last_problem")
    private String lastProblem;

    protected OutboxMessage() {}

    /**
     * @param key unique
     * @param changeSetId of the change set it is about; null without
     * @param priority smaller goes first
     * @param payload sealed
     */
    public OutboxMessage(
            String key,
            String channel,
            long subscriberId,
            Long changeSetId,
            String kind,
            int priority,
            String payload,
            Instant createdAt) {
        this.messageKey = key;
        this.channel = channel;
        this.subscriberId = subscriberId;
        this.changeSetId = changeSetId;
        this.kind = kind;
        this.priority = priority;
        this.payload = payload;
        this.state = State.QUEUED;
        this.dueAt = createdAt.toEpochMilli();
        this.createdAt = createdAt;
    }

    public long id() {
        return id;
    }

    public String key() {
        return messageKey;
    }

    public String channel() {
        return channel;
    }

    public long subscriberId() {
        return subscriberId;
    }

    public String kind() {
        return kind;
    }

    /** Sealed; null once erased. */
    public String payload() {
        return payload;
    }

    public State state() {
        return state;
    }

    /** Deliveries begun; with the claimer it tells one lease from the next. */
    public int attempts() {
        return attempts;
    }

    /** Milliseconds since 1970: the next attempt of a queued message, the end of the lease of one being sent. */
    public long dueAt() {
        return dueAt;
    }

    public Instant createdAt() {
        return createdAt;
    }

    /** Null until sent. */
    public Instant sentAt() {
        return sentAt;
    }

    /** For operators, without addresses; null without. */
    public String lastProblem() {
        return lastProblem;
    }
}
