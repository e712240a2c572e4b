package org.vicinity.persistence.enrollment;

import java.time.Instant;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;

/** A log-in. The token itself is nowhere but in the browser. */
@Entity
@Table(name = "subscriber_session")
public class SessionRow {
    @Id
    @Column(name = "token_hash", nullable = false, length = 64)
    private String tokenHash;

    @Column(name = "subscriber_id", nullable = false)
    private long subscriberId;

    @Column(name = "created_at", nullable = false)
    private Instant createdAt;

    @Column(name = "last_seen_at", nullable = false)
    private Instant lastSeenAt;

    @Column(name = "expires_at", nullable = false)
    private Instant expiresAt;

    protected SessionRow() {}

    public SessionRow(String tokenHash, long subscriberId, Instant createdAt, Instant expiresAt) {
        this.tokenHash = tokenHash;
        this.subscriberId = subscriberId;
        this.createdAt = createdAt;
        this.lastSeenAt = createdAt;
        this.expiresAt = expiresAt;
    }

    public long subscriberId() {
        return subscriberId;
    }

    public Instant lastSeenAt() {
        return lastSeenAt;
    }

    public Instant expiresAt() {
        return expiresAt;
    }
}
