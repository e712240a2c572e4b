package org.vicinity.geocoding;

/**
 * What a geocoder is asked.
 *
 * @param text the address as the person or the registry wrote it
 * @param components the same, understood
 * @param limit the most candidates wanted
 */
public record GeocodeQuery(String text, AddressComponents components, int limit) {}
