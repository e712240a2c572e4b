package org.vicinity.persistence.enrollment;

import java.time.Instant;
import java.util.List;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.GeneratedValue;
import javax.persistence.GenerationType;
import javax.persistence.Id;
import javax.persistence.SequenceGenerator;
import javax.persistence.Table;

/** An offender a subscriber follows. */
@Entity
@Table(name = "followed_offender")
public class FollowedOffenderRow {
    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "followed_offender_seq")
    @SequenceGenerator(name = "followed_offender_seq", sequenceName = "followed_offender_seq", allocationSize = 50)
    private long id;

    @Column(name = "subscriber_id", nullable = false)
    private long subscriberId;

    @Column(name = "offender_id", nullable = false, length = 200)
    private String offenderId;

    @Column(name = "commit_number", nullable = false)
    private long commitNumber;

    @Column(name = "created_at", nullable = false)
    private Instant createdAt;

    /** Names with commas between. */
    @Column(nullable = false)
    private String channels = "email";

    protected FollowedOffenderRow() {}

    public FollowedOffenderRow(long subscriberId, String offenderId, long commitNumber, Instant createdAt) {
        this.subscriberId = subscriberId;
        this.offenderId = offenderId;
        this.commitNumber = commitNumber;
        this.createdAt = createdAt;
    }

    public long subscriberId() {
        return subscriberId;
    }

    public String offenderId() {
        return offenderId;
    }

    public long commitNumber() {
        return commitNumber;
    }

    /** By which the subscriber is told of it. */
    public List<String> channels() {
        return List.of(channels.split(","));
    }

    /** @param chosen at least one */
    public void setChannels(List<String> chosen) {
        channels = String.join(",", chosen);
    }
}
