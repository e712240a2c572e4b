package org.vicinity.geocoder.nominatim.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.vicinity.geocoder.http.Endpoint;
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

/**
 * Any server that speaks Nominatim's search API. The public server's usage policy (one request a second, a User-Agent
 * with a contact, attribution) is kept: a configuration that would break it is refused.
 *
 * @see <a href="https://operations.osmfoundation.org/policies/nominatim/">usage policy</a>
 */
@Component(name = "org.vicinity.geocoder.nominatim", configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = NominatimGeocoder.Config.class)
public final class NominatimGeocoder implements Geocoder {
    private static final String NAME = "nominatim";
    private static final String PUBLIC_HOST = "nominatim.openstreetmap.org";

    /** Ranks of {@code place_rank}: streets are 26 and 27, what is finer stands along or beside them. */
    private static final int STREET_RANK = 26;

    private final Endpoint endpoint;
    private final Config config;
    private final boolean leavesMachine;

    @ObjectClassDefinition(
            name = "Vicinity geocoder: Nominatim",
            description = "Addresses are sent to a Nominatim server; results are © OpenStreetMap contributors, ODbL")
    @interface Config {
        @AttributeDefinition(description = "Base address of the server")
        String url() default "https://nominatim.openstreetmap.org";

        @AttributeDefinition(
                description = "E-mail or web address of whoever runs this installation, sent as part of the User-Agent;"
                        + " compulsory with the public server")
        String contact() default "";

        @AttributeDefinition(description = "Whether the server runs elsewhere, so that addresses leave this machine")
        boolean leavesMachine() default true;

        @AttributeDefinition(description = "Two-letter codes of the countries to search, separated by commas")
        String countries() default "us";

        @AttributeDefinition(description = "Longest time for one request, in milliseconds")
        int timeLimitMillis() default 5000;

        @AttributeDefinition(description = "Most calls a second; the public server allows one")
        double calls_per_second() default 1;

        @AttributeDefinition(description = "To be shown with results")
        String attribution() default "© OpenStreetMap contributors";

        @AttributeDefinition(description = "Order among the geocoders: the highest is asked first")
        int service_ranking() default 10;
    }

    /** @throws IllegalArgumentException where the configuration breaks the public server's policy */
    @Activate
    public NominatimGeocoder(Config config) {
        boolean publicServer = PUBLIC_HOST.equals(URI.create(config.url()).getHost());
        if (publicServer && config.contact().isBlank()) {
            throw new IllegalArgumentException("the public Nominatim server needs a contact");
        }
        if (publicServer && !(config.calls_per_second() > 0 && config.calls_per_second() <= 1)) {
            throw new IllegalArgumentException("the public Nominatim server allows one call a second");
        }
        String contact = config.contact().isBlank() ? "" : " (" + config.contact() + ")";
        this.endpoint = new Endpoint(NAME, "Vicinity/1.0" + contact, Duration.ofMillis(config.timeLimitMillis()));
        this.config = config;
        this.leavesMachine = publicServer || config.leavesMachine();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean leavesMachine() {
        return leavesMachine;
    }

    @Override
    public String attribution() {
        return config.attribution();
    }

    @Override
    public GeocodeAnswer geocode(GeocodeQuery query) throws GeocodingException {
        AddressComponents wanted = query.components();
        if (wanted.kind().equals("intersection")) {
            return GeocodeAnswer.none(Reason.NOT_PRECISE, List.of());
        }
        String line = wanted.name().isEmpty() && wanted.city().isEmpty() ? query.text() : QueryLine.of(wanted);
        JsonNode results = endpoint.getJson(URI.create(config.url() + "/search?format=jsonv2&addressdetails=1&limit="
                + Math.max(1, Math.min(query.limit(), 40)) + "&countrycodes=" + encoded(config.countries()) + "&q="
                + encoded(line)));
        if (!results.isArray()) {
            throw new GeocodingException(NAME + " answered in an unknown form");
        }
        List<Candidate> candidates = new ArrayList<>();
        List<Candidate> suggestions = new ArrayList<>();
        for (JsonNode result : results) {
            var candidate = new Candidate(address(result), location(result), precision(result), NAME);
            boolean fits = fits(wanted, result);
            (fits ? candidates : suggestions).add(candidate);
        }
        candidates.sort(Comparator.comparing(Candidate::precision));
        return new GeocodeAnswer(candidates, reason(wanted, candidates), suggestions);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static Reason reason(AddressComponents wanted, List<Candidate> candidates) {
        if (candidates.isEmpty()) {
            return wanted.name().isEmpty() ? Reason.UNKNOWN_PLACE : Reason.UNKNOWN_STREET;
        }
        if (candidates.get(0).precision().goodEnoughForRadius()) {
            return Reason.NONE;
        }
        return wanted.number().isEmpty() ? Reason.NUMBER_MISSING : Reason.NOT_PRECISE;
    }

    private static Location location(JsonNode result) throws GeocodingException {
        try {
            return new Location(
                    Double.parseDouble(result.path("lat").asText()),
                    Double.parseDouble(result.path("lon").asText()));
        } catch (IllegalArgumentException e) {
            throw new GeocodingException(NAME + " answered a result without a location");
        }
    }

    /**
     * A house that is mapped is a building, or a node set upon it; a "house" that is a way lies on a line of house
     * numbers (mapped as such, or TIGER's), and its point is computed.
     */
    private static Precision precision(JsonNode result) {
        int rank = result.path("place_rank").asInt(0);
        boolean numbered = !detail(result, "house_number").isEmpty();
        if (numbered && rank >= 28) {
            boolean onALine = category(result).equals("place")
                    && result.path("osm_type").asText().equals("way")
                    && result.path("type").asText().startsWith("house");
            return onALine ? Precision.INTERPOLATED : Precision.ROOFTOP;
        }
        boolean street = category(result).equals("highway") || rank == STREET_RANK || rank == STREET_RANK + 1;
        return street ? Precision.STREET : Precision.PLACE;
    }

    /** The name changed from format json to jsonv2. */
    private static String category(JsonNode result) {
        return result.path("category").asText(result.path("class").asText(""));
    }

    private static String detail(JsonNode result, String name) {
        return result.path("address").path(name).asText("");
    }

    /** Another house number, or another town and ZIP code both, is an offer, not an answer. */
    private static boolean fits(AddressComponents wanted, JsonNode result) {
        String number = detail(result, "house_number");
        if (!number.isEmpty() && !wanted.number().isEmpty() && !holds(number, wanted.number())) {
            return false;
        }
        if (!number.isEmpty() && wanted.number().isEmpty()) {
            return false;
        }
        boolean otherZip = differs(wanted.zip(), detail(result, "postcode"));
        boolean otherCity = otherCity(wanted.city(), result);
        return !(otherZip && (otherCity || wanted.city().isEmpty())
                || otherCity && wanted.zip().isEmpty());
    }

    /** {@code 12;14} and {@code 12-14} are several houses. */
    private static boolean holds(String numbers, String wanted) {
        for (String number : numbers.split("[;,]")) {
            if (plain(number).equals(plain(wanted))) {
                return true;
            }
        }
        return false;
    }

    private static boolean otherCity(String wanted, JsonNode result) {
        boolean any = false;
        for (String level : List.of("city", "town", "village", "hamlet", "municipality", "suburb", "neighbourhood")) {
            String found = detail(result, level);
            if (!found.isEmpty() && !differs(wanted, found)) {
                return false;
            }
            any |= !found.isEmpty();
        }
        return any;
    }

    private static boolean differs(String wanted, String found) {
        return !wanted.isEmpty() && !found.isEmpty() && !plain(found).startsWith(plain(wanted));
    }

    private static String plain(String text) {
        return text.toUpperCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} ]", "")
                .replaceAll("\\bSAINT\\b", "ST")
                .replaceAll("\\bFORT\\b", "FT")
                .replaceAll("\\bMOUNT\\b", "MT")
                .replace(" ", "");
    }

    private static String address(JsonNode result) {
        String road = detail(result, "road");
        String number = detail(result, "house_number");
        String town = detail(result, "city");
        for (String level : List.of("town", "village", "hamlet")) {
            town = town.isEmpty() ? detail(result, level) : town;
        }
        if (road.isEmpty() || town.isEmpty()) {
            return result.path("display_name").asText("");
        }
        String last = (detail(result, "state") + " " + detail(result, "postcode")).strip();
        return (number + " " + road).strip() + ", " + town + (last.isEmpty() ? "" : ", " + last);
    }
}
