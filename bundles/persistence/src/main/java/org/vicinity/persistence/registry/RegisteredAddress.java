package org.vicinity.persistence.registry;

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
import org.vicinity.geocoding.Location;
import org.vicinity.registry.AddressType;
import org.vicinity.registry.OffenderRecord;

/** An address an offender has in the registry now, and where it is. */
@Entity
@Table(name = "registered_address")
public class RegisteredAddress {
    private static final int LONGEST_REASON = 200;

    /** Whether it has a point. */
    public enum Mapping {
        PENDING,
        MAPPED,
        UNMAPPED
    }

    /** Where the point comes from. */
    public enum Source {
        NONE,
        GIVEN,
        GEOCODED,
        HAND
    }

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "registered_address_seq")
    @SequenceGenerator(name = "registered_address_seq", sequenceName = "registered_address_seq", allocationSize = 50)
    private Long id;

    @Column(name = "offender_id", nullable = false)
    private String offenderId;

    @Column(nullable = false)
    private String feed;

    @Column(name = "list_position", nullable = false)
    private int position;

    @Enumerated(EnumType.STRING)
    @Column(name = "address_type", nullable = false)
    private AddressType type;

    @Column(nullable = false)
    private String street;

    @Column(nullable = false)
    private String city;

    @Column(nullable = false)
    private String county;

    @Column(name = "us_state", nullable = false)
    private String state;

    @Column(nullable = false)
    private String zip;

    @Column(name = "text_key", nullable = false)
    private String textKey;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    private Mapping mapping = Mapping.PENDING;

    @Enumerated(EnumType.STRING)
    @Column(name = "point_source", nullable = false)
    private Source source = Source.NONE;

    private Double latitude;

    private Double longitude;

    @Column(nullable = false)
    private String reason = "";

    @Column(name = "since_at", nullable = false)
    private Instant since;

    /** Milliseconds since 1970. */
    @Column(name = "tried_at", nullable = false)
    private long triedAt;

    protected RegisteredAddress() {}

    public RegisteredAddress(String offenderId) {
        this.offenderId = offenderId;
    }

    /** Takes the text over, not the point. */
    public void describe(String newFeed, int newPosition, OffenderRecord.Address address, String newTextKey) {
        feed = newFeed;
        position = newPosition;
        type = address.type();
        street = address.street();
        city = address.city();
        county = address.county();
        state = address.state();
        zip = address.zip();
        textKey = newTextKey;
    }

    /** A new place whose point is not known yet. */
    public void await(Instant now) {
        mapping = Mapping.PENDING;
        source = Source.NONE;
        latitude = null;
        longitude = null;
        reason = "";
        since = now;
    }

    public void place(Location location, Source from, Instant now) {
        if (since == null || mapping != Mapping.MAPPED) {
            since = now;
        }
        mapping = Mapping.MAPPED;
        source = from;
        latitude = location.latitude();
        longitude = location.longitude();
        reason = "";
    }

    /** The point that it has was found in this way. */
    public void foundBy(Source from) {
        source = from;
    }

    /** Nobody can say where it is; since when is kept from the first try. */
    public void giveUp(String why, Instant now) {
        mapping = Mapping.UNMAPPED;
        reason = why.length() > LONGEST_REASON ? why.substring(0, LONGEST_REASON) : why;
        triedAt = now.toEpochMilli();
    }

    public long id() {
        return id;
    }

    public String offenderId() {
        return offenderId;
    }

    public int position() {
        return position;
    }

    public String textKey() {
        return textKey;
    }

    public Mapping mapping() {
        return mapping;
    }

    public Source source() {
        return source;
    }

    public AddressType type() {
        return type;
    }

    public String reason() {
        return reason;
    }

    public Instant since() {
        return since;
    }

    /** As the public sees it; without a location while it is not mapped. */
    public OffenderRecord.Address address() {
        Location location = mapping == Mapping.MAPPED ? new Location(latitude, longitude) : null;
        return new OffenderRecord.Address(type, street, city, county, state, zip, location);
    }
}
