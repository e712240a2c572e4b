package org.vicinity.persistence.registry;

import java.time.Instant;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.GeneratedValue;
import javax.persistence.GenerationType;
import javax.persistence.Id;
import javax.persistence.SequenceGenerator;
import javax.persistence.Table;

/** Where and when an address came onto the map: what a forecast counts. */
@Entity
@Table(name = "change_point")
public class ChangePoint {
    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "change_point_seq")
    @SequenceGenerator(name = "change_point_seq", sequenceName = "change_point_seq", allocationSize = 50)
    private Long id;

    @Column(name = "offender_id", nullable = false, length = 64)
    private String offenderId;

    @Column(name = "occurred_at", nullable = false)
    private Instant occurredAt;

    @Column(nullable = false)
    private double latitude;

    @Column(nullable = false)
    private double longitude;

    protected ChangePoint() {}

    public ChangePoint(String offenderId, Instant occurredAt, double latitude, double longitude) {
        this.offenderId = offenderId;
        this.occurredAt = occurredAt;
        this.latitude = latitude;
        this.longitude = longitude;
    }
}
