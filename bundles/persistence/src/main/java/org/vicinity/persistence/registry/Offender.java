package org.vicinity.persistence.registry;

import java.time.Instant;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Lob;
import javax.persistence.Table;

/** An offender of a feed; of a removed one nothing is kept but the id, to know it again. */
@Entity
@Table(name = "offender")
public class Offender {
    @Id
    private String id;

    @Column(nullable = false)
    private String feed;

    @Column(nullable = false)
    private String fingerprint = "";

    @Lob
    @Column(name = "public_record", nullable = false)
    private String json = "";

    @Column(name = "updated_at", nullable = false)
    private Instant updatedAt;

    @Column(name = "removed_at")
    private Instant removedAt;

    /** Under this number the offender or an address of it was written last: who keeps a copy looks for it. */
    @Column(name = "commit_number", nullable = false)
    private long number;

    @Column(name = "record_number", nullable = false)
    private long recordNumber;

    protected Offender() {}

    public Offender(String id, String feed) {
        this.id = id;
        this.feed = feed;
    }

    public String id() {
        return id;
    }

    public String feed() {
        return feed;
    }

    /** Equal for records that say the same. */
    public String fingerprint() {
        return fingerprint;
    }

    /** The record as JSON, without its addresses. */
    public String json() {
        return json;
    }

    public Instant updatedAt() {
        return updatedAt;
    }

    public boolean removed() {
        return removedAt != null;
    }

    /** Its feed said something new of it: under this commit number, which is that of its addresses' points, too. */
    public void written(long newNumber) {
        number = newNumber;
        recordNumber = newNumber;
    }

    /** Under this commit number its feed said what the record is now, or that it is gone. */
    public long recordNumber() {
        return recordNumber;
    }

    /** Takes a record over; a removed offender is back with it. */
    public void enter(String newFeed, String newFingerprint, String newJson, Instant now) {
        feed = newFeed;
        fingerprint = newFingerprint;
        json = newJson;
        updatedAt = now;
        removedAt = null;
    }

    public void remove(Instant now) {
        fingerprint = "";
        json = "";
        updatedAt = now;
        removedAt = now;
    }
}
