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

/** A subscriber's place with a radius. Its texts are sealed, its point is plain for matching. */
@Entity
@Table(name = "tracked_address")
public class TrackedAddressRow {
    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "tracked_address_seq")
    @SequenceGenerator(name = "tracked_address_seq", sequenceName = "tracked_address_seq", allocationSize = 50)
    private long id;

    @Column(name = "subscriber_id", nullable = false)
    private long subscriberId;

    @Column(name = "latitude", nullable = false)
    private double latitude;

    @Column(name = "longitude", nullable = false)
    private double longitude;

    @Column(name = "radius_feet", nullable = false)
    private int radiusFeet;

    @Column(name = "commit_number", nullable = false)
    private long commitNumber;

    @Column(name = "label", nullable = false, length = 1000)
    private String sealedLabel;

    @Column(name = "address", nullable = false, length = 2000)
    private String sealedAddress;

    @Column(name = "point_precision", nullable = false, length = 20)
    private String precision;

    @Column(name = "created_at", nullable = false)
    private Instant createdAt;

    /** Names with commas between. */
    @Column(nullable = false)
    private String channels = "email";

    protected TrackedAddressRow() {}

    public TrackedAddressRow(long subscriberId, Instant createdAt) {
        this.subscriberId = subscriberId;
        this.createdAt = createdAt;
    }

    public long id() {
        return id;
    }

    public long subscriberId() {
        return subscriberId;
    }

    public double latitude() {
        return latitude;
    }

    public double longitude() {
        return longitude;
    }

    public int radiusFeet() {
        return radiusFeet;
    }

    /** Commit number of the last change. */
    public long commitNumber() {
        return commitNumber;
    }

    public String sealedLabel() {
        return sealedLabel;
    }

    public String sealedAddress() {
        return sealedAddress;
    }

    /** Name of the precision's enum constant. */
    public String precision() {
        return precision;
    }

    /** Sets everything that a change may change. */
    public void set(
            double newLatitude,
            double newLongitude,
            int newRadiusFeet,
            String newPrecision,
            String newSealedLabel,
            String newSealedAddress,
            long newCommitNumber) {
        latitude = newLatitude;
        longitude = newLongitude;
        radiusFeet = newRadiusFeet;
        precision = newPrecision;
        sealedLabel = newSealedLabel;
        sealedAddress = newSealedAddress;
        commitNumber = newCommitNumber;
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
