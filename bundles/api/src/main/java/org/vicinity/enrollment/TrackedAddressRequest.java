package org.vicinity.enrollment;

import org.vicinity.geocoding.Location;

/**
 * A place a subscriber wants to watch.
 *
 * @param label may be empty
 * @param location placed by hand: the text is then free and not looked up; null where the text is to be looked up
 */
public record TrackedAddressRequest(String address, int radiusFeet, String label, Location location) {}
