package org.vicinity.geocoding;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A source of points for addresses: one class, published as an OSGi service. The geocoding chain asks geocoders by
 * descending {@code service.ranking} and owns threads, time limits, retries and caching: an implementation is small,
 * synchronous and may be called by several threads at once.
 */
@ConsumerType
public interface Geocoder {
    /** A short, stable name, shown with each candidate: {@code local}. */
    String name();

    /** Whether the address text leaves this machine: a privacy matter that pages tell. */
    boolean leavesMachine();

    /** Whom its answers are owed to, in the words that a licence asks for; pages show it. Empty where none does. */
    default String attribution() {
        return "";
    }

    /**
     * Looks an address up. "No such address" is an answer without candidates, with the reason and, where known, the
     * nearest mappable suggestions.
     *
     * @return never null
     * @throws GeocodingException where the geocoder could not ask
     */
    GeocodeAnswer geocode(GeocodeQuery query) throws GeocodingException;
}
