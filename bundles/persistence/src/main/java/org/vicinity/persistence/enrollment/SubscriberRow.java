package org.vicinity.persistence.enrollment;

import java.time.Instant;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.GeneratedValue;
import javax.persistence.GenerationType;
import javax.persistence.Id;
import javax.persistence.SequenceGenerator;
import javax.persistence.Table;

/** An enrolled e-mail address and its settings. Locked by whoever adds to what the subscriber watches. */
@Entity
@Table(name = "subscriber")
public class SubscriberRow {
    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "subscriber_seq")
    @SequenceGenerator(name = "subscriber_seq", sequenceName = "subscriber_seq", allocationSize = 50)
    private long id;

    @Column(name = "email_hash", nullable = false, length = 64)
    private String emailHash;

    @Column(name = "email", nullable = false, length = 500)
    private String sealedEmail;

    @Column(name = "password_hash", nullable = false, length = 200)
    private String passwordHash;

    @Column(name = "lang", nullable = false, length = 8)
    private String language;

    @Column(name = "enrolled_at", nullable = false)
    private Instant enrolledAt;

    @Column(name = "paused", nullable = false)
    private boolean paused;

    @Column(name = "moved_out", nullable = false)
    private boolean movedOut;

    @Column(name = "status_changes", nullable = false)
    private boolean statusChanges;

    protected SubscriberRow() {}

    public SubscriberRow(
            String emailHash, String sealedEmail, String passwordHash, String language, Instant enrolledAt) {
        this.emailHash = emailHash;
        this.sealedEmail = sealedEmail;
        this.passwordHash = passwordHash;
        this.language = language;
        this.enrolledAt = enrolledAt;
    }

    public long id() {
        return id;
    }

    /** Keyed hash of the address in lower case. */
    public String emailHash() {
        return emailHash;
    }

    public String sealedEmail() {
        return sealedEmail;
    }

    /** Argon2id with its parameters and salt. */
    public String passwordHash() {
        return passwordHash;
    }

    public void setPasswordHash(String passwordHash) {
        this.passwordHash = passwordHash;
    }

    public String language() {
        return language;
    }

    public void setLanguage(String language) {
        this.language = language;
    }

    public Instant enrolledAt() {
        return enrolledAt;
    }

    public boolean paused() {
        return paused;
    }

    public boolean movedOut() {
        return movedOut;
    }

    public boolean statusChanges() {
        return statusChanges;
    }

    public void setPreferences(boolean nowPaused, boolean nowMovedOut, boolean nowStatusChanges) {
        paused = nowPaused;
        movedOut = nowMovedOut;
        statusChanges = nowStatusChanges;
    }
}
