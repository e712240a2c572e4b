package org.vicinity.geocoding;

/** No geocoder could be asked now: try again later. */
public class GeocodingUnavailableException extends RuntimeException {
    public GeocodingUnavailableException(String message) {
        super(message);
    }
}
