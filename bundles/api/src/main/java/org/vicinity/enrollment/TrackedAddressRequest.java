package org.vicinity.enrollment;

import java.util.List;
import org.vicinity.geocoding.Location;

/**
 * A place a subscriber wants to watch.
 *
 * @param label may be empty
 * @param location placed by hand: the text is then free and not looked up; null where the text is to be looked up
 * @param channels by which the subscriber wants to be told of it; empty: as before, of a new place by e-mail
 */
public record TrackedAddressRequest(
        String address, int radiusFeet, String label, Location location, List<String> channels) {
    public TrackedAddressRequest {
        channels = List.copyOf(channels);
    }
}
