package org.vicinity.geocoding;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A geocoder whose source takes many addresses in one request; published as a {@link Geocoder}. The chain asks it so
 * where many addresses are looked up in the background; a request counts as one call of its rate limit.
 */
@ConsumerType
public interface BatchGeocoder extends Geocoder {
    /** How many queries one call may hold, at least 1. */
    int largestBatch();

    /**
     * Looks addresses up together.
     *
     * @param queries at most {@link #largestBatch()}
     * @return as many answers as queries, in their order
     * @throws GeocodingException where the geocoder could not ask; then none of them counts as answered
     */
    List<GeocodeAnswer> geocodeAll(List<GeocodeQuery> queries) throws GeocodingException;
}
