package org.vicinity.persistence.enrollment;

import java.time.Instant;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;

/** Tells the nodes' indexes that a tracked address is gone. */
@Entity
@Table(name = "tracked_address_removal")
public class TrackedAddressRemovalRow {
    @Id
    @Column(name = "tracked_address_id", nullable = false)
    private long trackedAddressId;

    @Column(name = "commit_number", nullable = false)
    private long commitNumber;

    @Column(name = "removed_at", nullable = false)
    private Instant removedAt;

    protected TrackedAddressRemovalRow() {}

    public TrackedAddressRemovalRow(long trackedAddressId, long commitNumber, Instant removedAt) {
        this.trackedAddressId = trackedAddressId;
        this.commitNumber = commitNumber;
        this.removedAt = removedAt;
    }
}
