package org.vicinity.geocoder.census.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.vicinity.geocoder.http.JsonEndpoint;
import org.vicinity.geocoder.http.QueryLine;
import org.vicinity.geocoding.AddressComponents;
import org.vicinity.geocoding.Candidate;
import org.vicinity.geocoding.GeocodeAnswer;
import org.vicinity.geocoding.GeocodeAnswer.Reason;
import org.vicinity.geocoding.GeocodeQuery;
import org.vicinity.geocoding.Geocoder;
import org.vicinity.geocoding.GeocodingException;
import org.vicinity.geocoding.Location;
import org.vicinity.geocoding.Precision;

/** The US Census Bureau's service: points computed along the house number ranges of TIGER/Line street segments. */
@Component(name = "org.vicinity.geocoder.census", configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = CensusGeocoder.Config.class)
public final class CensusGeocoder implements Geocoder {
    private static final String NAME = "census";

    /** Matches further apart than this are different places: about 100 m. */
    private static final double SAME_PLACE_DEGREES = 0.001;

    private final JsonEndpoint endpoint;
    private final String url;
    private final String benchmark;

    @ObjectClassDefinition(
            name = "Vicinity geocoder: US Census",
            description = "Addresses leave this machine for the US Census Bureau's geocoding service")
    @interface Config {
        @AttributeDefinition(description = "Base address of the service")
        String url() default "https://geocoding.geo.census.gov/geocoder";

        @AttributeDefinition(description = "Name of the set of address ranges to ask")
        String benchmark() default "Public_AR_Current";

        @AttributeDefinition(description = "Longest time for one request, in milliseconds")
        int timeLimitMillis() default 8000;

        @AttributeDefinition(description = "Most calls a second")
        double calls_per_second() default 10;

        @AttributeDefinition(description = "Order among the geocoders: the highest is asked first")
        int service_ranking() default 50;
    }

    @Activate
    public CensusGeocoder(Config config) {
        this.endpoint = new JsonEndpoint(NAME, "Vicinity/1.0", Duration.ofMillis(config.timeLimitMillis()));
        this.url = config.url();
        this.benchmark = config.benchmark();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean leavesMachine() {
        return true;
    }

    /** Asks for house numbers only: the service knows no others, and what isn't asked isn't revealed. */
    @Override
    public GeocodeAnswer geocode(GeocodeQuery query) throws GeocodingException {
        AddressComponents wanted = query.components();
        if (wanted.number().isEmpty() || wanted.name().isEmpty()) {
            return GeocodeAnswer.none(Reason.NUMBER_MISSING, List.of());
        }
        JsonNode answer = endpoint.get(URI.create(url + "/locations/onelineaddress?format=json&benchmark="
                + encoded(benchmark) + "&address=" + encoded(QueryLine.of(wanted))));
        JsonNode matches = answer.path("result").path("addressMatches");
        if (!matches.isArray()) {
            throw new GeocodingException(NAME + " answered in an unknown form");
        }
        List<Candidate> fitting = new ArrayList<>();
        List<Candidate> others = new ArrayList<>();
        for (JsonNode match : matches) {
            var candidate = new Candidate(address(match), location(match), Precision.INTERPOLATED, NAME);
            (contradicts(wanted, match) ? others : fitting).add(candidate);
        }
        if (fitting.isEmpty()) {
            return GeocodeAnswer.none(Reason.UNKNOWN_STREET, limited(others, query));
        }
        if (areDifferentPlaces(fitting)) {
            return GeocodeAnswer.none(Reason.AMBIGUOUS, limited(fitting, query));
        }
        return GeocodeAnswer.of(limited(fitting, query));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static List<Candidate> limited(List<Candidate> candidates, GeocodeQuery query) {
        return candidates.subList(0, Math.min(candidates.size(), Math.max(1, query.limit())));
    }

    private static Location location(JsonNode match) throws GeocodingException {
        JsonNode coordinates = match.path("coordinates");
        try {
            return new Location(
                    coordinates.path("y").asDouble(Double.NaN),
                    coordinates.path("x").asDouble(Double.NaN));
        } catch (IllegalArgumentException e) {
            throw new GeocodingException(NAME + " answered a match without a location");
        }
    }

    /** {@code 4600 Silver Hill Rd, Washington, DC 20233}, from the service's capitals. */
    private static String address(JsonNode match) {
        JsonNode parts = match.path("addressComponents");
        String whole = match.path("matchedAddress").asText("");
        int comma = whole.indexOf(',');
        String street = comma < 0 ? whole : whole.substring(0, comma);
        String last = (text(parts, "state") + " " + text(parts, "zip")).strip();
        return Capitals.title(street) + ", " + Capitals.title(text(parts, "city")) + ", " + last;
    }

    private static String text(JsonNode parts, String name) {
        return parts.path(name).asText("");
    }

    /**
     * The service is forgiving: it also answers with the same street in another town, or its other half (North for
     * South). That is an offer to the person, not a match.
     */
    private static boolean contradicts(AddressComponents wanted, JsonNode match) {
        JsonNode parts = match.path("addressComponents");
        boolean otherZip = differs(wanted.zip(), text(parts, "zip"));
        boolean otherCity = differs(wanted.city(), text(parts, "city"));
        boolean elsewhere = otherZip && (otherCity || wanted.city().isEmpty())
                || otherCity && wanted.zip().isEmpty();
        return elsewhere
                || differs(wanted.state(), text(parts, "state"))
                || differs(wanted.predirectional(), text(parts, "preDirection"))
                || differs(wanted.postdirectional(), text(parts, "suffixDirection"))
                || differs(leadingDigits(wanted.number()), leadingDigits(text(match, "matchedAddress")));
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

    private static boolean areDifferentPlaces(List<Candidate> candidates) {
        Location first = candidates.get(0).location();
        return candidates.stream()
                .map(Candidate::location)
                .anyMatch(other -> Math.abs(other.latitude() - first.latitude()) > SAME_PLACE_DEGREES
                        || Math.abs(other.longitude() - first.longitude()) > SAME_PLACE_DEGREES);
    }
}
