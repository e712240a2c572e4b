package org.vicinity.registry;

/**
 * A registered address inside a circle.
 *
 * @param feet geodesic distance from the centre in feet
 */
public record NearbyOffender(OffenderRecord offender, OffenderRecord.Address address, double feet) {}
