package org.vicinity.geocoding;

/**
 * A point on the earth, WGS 84, in degrees.
 *
 * @param latitude -90 to 90
 * @param longitude -180 to 180
 */
public record Location(double latitude, double longitude) {
    /** @throws IllegalArgumentException where a coordinate is not a number or out of range */
    public Location {
        if (!(latitude >= -90 && latitude <= 90) || !(longitude >= -180 && longitude <= 180)) {
            throw new IllegalArgumentException("not a WGS 84 location");
        }
    }
}
