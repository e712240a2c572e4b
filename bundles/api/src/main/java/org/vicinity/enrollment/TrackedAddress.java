package org.vicinity.enrollment;

import java.util.List;
import org.vicinity.geocoding.Location;
import org.vicinity.geocoding.Precision;

/**
 * A subscriber's place.
 *
 * @param label the subscriber's name for it; may be empty
 * @param radiusFeet 500 to 26400
 * @param channels by which the subscriber is told of it
 */
public record TrackedAddress(
        long id,
        String address,
        String label,
        Location location,
        Precision precision,
        int radiusFeet,
        List<String> channels) {
    public TrackedAddress {
        channels = List.copyOf(channels);
    }
}
