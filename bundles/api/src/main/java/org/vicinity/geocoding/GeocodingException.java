package org.vicinity.geocoding;

/** A geocoder could not ask: down, slow, over its limits. The message never holds the query. */
public class GeocodingException extends Exception {
    public GeocodingException(String message) {
        super(message);
    }

    public GeocodingException(String message, Throwable cause) {
        super(message, cause);
    }
}
