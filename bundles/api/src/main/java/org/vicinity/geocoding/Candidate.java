package org.vicinity.geocoding;

/**
 * A place an address may stand for.
 *
 * @param address the address of this place, in one line
 * @param provider the {@link Geocoder#name() name} of the geocoder that found it
 */
public record Candidate(String address, Location location, Precision precision, String provider) {
    /** The same place, too rough for a radius. */
    public Candidate tooRoughForRadius() {
        return precision.goodEnoughForRadius() ? new Candidate(address, location, Precision.STREET, provider) : this;
    }
}
