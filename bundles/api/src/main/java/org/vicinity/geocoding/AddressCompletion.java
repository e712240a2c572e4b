package org.vicinity.geocoding;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Offers addresses while one is being typed. Only for providers whose data lie on this machine: unfinished text is never
 * sent elsewhere, kept or logged.
 */
@ConsumerType
public interface AddressCompletion {
    /**
     * Addresses that begin as the text does, towns where it names no street yet. A typing error or two are forgiven
     * where nothing begins as written.
     *
     * @param text what was typed so far; the last word may be unfinished
     * @param limit the most suggestions wanted, at least 1
     * @return the likeliest first, none twice; empty where nothing is alike
     * @throws GeocodingException where the data can't be asked
     */
    List<Candidate> complete(String text, int limit) throws GeocodingException;
}
