package org.vicinity.geocoder.census.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import org.vicinity.geocoding.AddressComponents;
import org.vicinity.geocoding.GeocodingException;
import org.vicinity.geocoding.Location;

/**
 * What the service found, in its capitals.
 *
 * @param street with the house number
 */
record Match(
        String street,
        String predirectional,
        String postdirectional,
        String city,
        String state,
        String zip,
        Location location) {

    /** From an answer for one address. */
    static Match of(JsonNode match) throws GeocodingException {
        JsonNode parts = match.path("addressComponents");
        JsonNode coordinates = match.path("coordinates");
        String whole = match.path("matchedAddress").asText("");
        int comma = whole.indexOf(',');
        return new Match(
                comma < 0 ? whole : whole.substring(0, comma),
                parts.path("preDirection").asText(""),
                parts.path("suffixDirection").asText(""),
                parts.path("city").asText(""),
                parts.path("state").asText(""),
                parts.path("zip").asText(""),
                location(
                        coordinates.path("x").asDouble(Double.NaN),
                        coordinates.path("y").asDouble(Double.NaN)));
    }

    /**
     * From a file's line, where the address is in one piece: {@code 222 NW 14TH ST, CORVALLIS, OR, 97330}.
     *
     * @param coordinates longitude and latitude, separated by a comma
     */
    static Match of(String address, String coordinates) throws GeocodingException {
        String[] parts = address.split(", ?", -1);
        String[] words = parts[0].strip().split(" ");
        int comma = coordinates.indexOf(',');
        if (parts.length != 4 || comma < 0) {
            throw new GeocodingException(CensusGeocoder.NAME + " answered in an unknown form");
        }
        try {
            return new Match(
                    parts[0],
                    words.length > 2 && Capitals.isDirectional(words[1]) ? words[1] : "",
                    words.length > 2 && Capitals.isDirectional(words[words.length - 1]) ? words[words.length - 1] : "",
                    parts[1],
                    parts[2],
                    parts[3],
                    location(
                            Double.parseDouble(coordinates.substring(0, comma)),
                            Double.parseDouble(coordinates.substring(comma + 1))));
        } catch (NumberFormatException e) {
            throw new GeocodingException(CensusGeocoder.NAME + " answered a match without a location");
        }
    }

    private static Location location(double longitude, double latitude) throws GeocodingException {
        try {
            return new Location(latitude, longitude);
        } catch (IllegalArgumentException e) {
            throw new GeocodingException(CensusGeocoder.NAME + " answered a match without a location");
        }
    }

    /** {@code 4600 Silver Hill Rd, Washington, DC 20233}. */
    String address() {
        return Capitals.title(street) + ", " + Capitals.title(city) + ", " + (state + " " + zip).strip();
    }

    /**
     * The service is forgiving: it also answers with the same street in another town, or its other half (North for
     * South). That is an offer to the person, not a match.
     */
    boolean contradicts(AddressComponents wanted) {
        boolean otherZip = differs(wanted.zip(), zip);
        boolean otherCity = differs(wanted.city(), city);
        boolean elsewhere = otherZip && (otherCity || wanted.city().isEmpty())
                || otherCity && wanted.zip().isEmpty();
        return elsewhere
                || differs(wanted.state(), state)
                || differs(wanted.predirectional(), predirectional)
                || differs(wanted.postdirectional(), postdirectional)
                || differs(leadingDigits(wanted.number()), leadingDigits(street));
    }

    private static String leadingDigits(String text) {
        int end = 0;
        while (end < text.length() && Character.isDigit(text.charAt(end))) {
            end++;
        }
        return text.substring(0, end);
    }

    /** Whether both are known and unlike, but for capitals, periods and "St" for "Saint". */
    private static boolean differs(String wanted, String found) {
        return !wanted.isEmpty() && !found.isEmpty() && !plain(wanted).equals(plain(found));
    }

    private static String plain(String text) {
        return text.toUpperCase(Locale.ROOT)
                .replaceAll("[^A-Z0-9 ]", "")
                .replaceAll("\\bSAINT\\b", "ST")
                .replaceAll("\\bFORT\\b", "FT")
                .replaceAll("\\bMOUNT\\b", "MT")
                .replace(" ", "");
    }
}
