package org.vicinity.persistence.enrollment;

import java.time.Instant;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.EnumType;
import javax.persistence.Enumerated;
import javax.persistence.GeneratedValue;
import javax.persistence.GenerationType;
import javax.persistence.Id;
import javax.persistence.SequenceGenerator;
import javax.persistence.Table;

/**
 * A request that waits for the click on its mailed link. Address, day and slot are unique together: that holds the
 * number of mails a day, whoever asks and however many at once.
 */
@Entity
@Table(name = "pending_request")
public class PendingRequestRow {
    /** What is asked for. */
    public enum Kind {
        ENROLL,
        RESET
    }

    /** What became of it. */
    public enum State {
        OPEN,
        USED,
        /** Another one of the kind was used, or the link was never mailed. */
        VOID
    }

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "pending_request_seq")
    @SequenceGenerator(name = "pending_request_seq", sequenceName = "pending_request_seq", allocationSize = 50)
    private long id;

    @Enumerated(EnumType.STRING)
    @Column(name = "kind", nullable = false, length = 8)
    private Kind kind;

    @Enumerated(EnumType.STRING)
    @Column(name = "request_state", nullable = false, length = 8)
    private State state;

    @Column(name = "email_hash", nullable = false, length = 64)
    private String emailHash;

    @Column(name = "created_day", nullable = false)
    private long createdDay;

    @Column(name = "slot", nullable = false)
    private int slot;

    @Column(name = "email", nullable = false, length = 500)
    private String sealedEmail;

    @Column(name = "password_hash", nullable = false, length = 200)
    private String passwordHash;

    @Column(name = "lang", nullable = false, length = 8)
    private String language;

    @Column(name = "token_hash", nullable = false, length = 64)
    private String tokenHash;

    @Column(name = "browser_hash", nullable = false, length = 64)
    private String browserHash;

    @Column(name = "created_at", nullable = false)
    private Instant createdAt;

    @Column(name = "expires_at", nullable = false)
    private Instant expiresAt;

    @Column(name = "used_at")
    private Instant usedAt;

    protected PendingRequestRow() {}

    /**
     * @param createdDay days since 1970, UTC
     * @param slot the how-manieth request of the address on that day, from 1
     */
    public PendingRequestRow(
            Kind kind,
            State state,
            String emailHash,
            long createdDay,
            int slot,
            String sealedEmail,
            String passwordHash,
            String language,
            String tokenHash,
            String browserHash,
            Instant createdAt,
            Instant expiresAt) {
        this.kind = kind;
        this.state = state;
        this.emailHash = emailHash;
        this.createdDay = createdDay;
        this.slot = slot;
        this.sealedEmail = sealedEmail;
        this.passwordHash = passwordHash;
        this.language = language;
        this.tokenHash = tokenHash;
        this.browserHash = browserHash;
        this.createdAt = createdAt;
        this.expiresAt = expiresAt;
    }

    public long id() {
        return id;
    }

    public Kind kind() {
        return kind;
    }

    public State state() {
        return state;
    }

    public void use(Instant now) {
        state = State.USED;
        usedAt = now;
    }

    public void annul() {
        state = State.VOID;
    }

    public String emailHash() {
        return emailHash;
    }

    public String sealedEmail() {
        return sealedEmail;
    }

    public String passwordHash() {
        return passwordHash;
    }

    public String language() {
        return language;
    }

    public String browserHash() {
        return browserHash;
    }

    public Instant expiresAt() {
        return expiresAt;
    }
}
