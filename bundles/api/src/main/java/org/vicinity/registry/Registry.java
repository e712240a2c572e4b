package org.vicinity.registry;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import org.vicinity.geocoding.Location;

/** The registry's copy: search it, and enter single records. */
@ProviderType
public interface Registry {
    /** @throws IllegalArgumentException where the cursor is not one of ours */
    OffenderPage search(OffenderQuery query);

    /** The public record; empty where there is none (any more). */
    Optional<OffenderRecord> find(String offenderId);

    /**
     * The registered addresses inside a circle (its edge included), nearest first; in the caller's transaction, where
     * there is one.
     *
     * @param limit the most to return
     */
    List<NearbyOffender> within(Location centre, int radiusFeet, int limit);

    /** How many registered addresses are inside the circle, and how many changes of the last 90 days would have alerted. */
    Forecast forecast(Location centre, int radiusFeet);

    /** What mails and other messages may name of a record, by the law of the jurisdiction. */
    default OffenderRecord told(OffenderRecord record) {
        return record;
    }

    /**
     * Whether a field marks somebody exempt from publication, by the law of the jurisdiction: nobody so marked may be put.
     *
     * @param mark the field's value as text
     */
    default boolean exempts(String field, String mark) {
        return false;
    }

    /**
     * Enters or replaces one record of a feed.
     *
     * @return whether the offender is new to the registry
     * @throws InvalidRecordException where the record cannot be taken
     */
    boolean put(String feed, OffenderRecord record);

    /** @return whether the feed had such an offender */
    boolean remove(String feed, String offenderId);

    /** The time of the last good import or single record; empty before the first. */
    Optional<Instant> updatedAt();

    /** Addresses that could not be mapped, newest first. */
    List<UnmappedAddress> unmapped(int limit);

    /**
     * Places an unmapped address by hand; it stays so while the address's text stays the same, and is matched as if new.
     *
     * @return whether there is such an unmapped address
     */
    boolean place(long addressId, Location location);

    /** @param insideNow registered addresses inside the circle now */
    record Forecast(long insideNow, long alertsLast90Days) {}

    /** @param reason why it is not mapped, in words */
    record UnmappedAddress(
            long addressId, String offenderId, OffenderRecord.Address address, String reason, Instant since) {}
}
