package org.vicinity.geocoding;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** All geocoders behind one door: order, time limits, cache and precision policy. */
@ProviderType
public interface Geocoding {
    /**
     * Looks an address up with the geocoders that are there.
     *
     * @throws GeocodingUnavailableException where not one of them could answer
     */
    GeocodeAnswer geocode(String address);

    /** Whether the point lies in the jurisdiction's polygon: the area this installation serves. */
    boolean inServiceArea(Location location);

    /** The geocoders, in the order they are asked. */
    List<GeocoderStatus> geocoders();
}
