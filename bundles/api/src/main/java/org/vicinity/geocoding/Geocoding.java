package org.vicinity.geocoding;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** All geocoders behind one door: order, time limits, cache and precision policy. */
@ProviderType
public interface Geocoding {
    /**
     * Looks an address up with the geocoders that are there.
     *
     * @throws GeocodingUnavailableException where nothing is settled: none of them could answer, or none that answered
     *     knows the address and one that may know it could not be asked
     */
    GeocodeAnswer geocode(String address);

    /**
     * As {@link #geocode}, for what is to be watched or looked near: an address outside the area that this installation
     * serves is answered so ({@link GeocodeAnswer.Reason#OUTSIDE_SERVICE_AREA}).
     *
     * @throws GeocodingUnavailableException as {@link #geocode}
     */
    default GeocodeAnswer geocodeInServiceArea(String address) {
        return geocode(address).within(this::inServiceArea);
    }

    /**
     * Looks many addresses up, in fewer calls where a geocoder takes several at once. For work in the background: it
     * takes as long as the slowest of them.
     *
     * @return as many answers as addresses, in their order; empty where {@link #geocode} would throw
     */
    default List<Optional<GeocodeAnswer>> geocodeAll(List<String> addresses) {
        List<Optional<GeocodeAnswer>> answers = new ArrayList<>();
        for (String address : addresses) {
            try {
                answers.add(Optional.of(geocode(address)));
            } catch (GeocodingUnavailableException e) {
                answers.add(Optional.empty());
            }
        }
        return answers;
    }

    /** Whether the point lies in the jurisdiction's polygon: the area this installation serves. */
    boolean inServiceArea(Location location);

    /** The geocoders, in the order they are asked. */
    List<GeocoderStatus> geocoders();
}
