package org.vicinity.geocoding;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** What each geocoder says of an address: for operators who compare them. */
@ProviderType
public interface GeocoderComparison {
    /**
     * Asks every geocoder anew, also where the first one knows the address. Text that {@link Geocoding#geocode} would
     * ask nobody about, or nobody elsewhere, is not asked here either.
     *
     * @return in the order geocoders are asked
     */
    List<Opinion> compare(String address);

    /**
     * What one geocoder says.
     *
     * @param answer empty where it could not ask
     * @param problem why not, in words; empty where there is an answer
     */
    record Opinion(String geocoder, Optional<GeocodeAnswer> answer, String problem) {}
}
