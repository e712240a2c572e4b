package org.vicinity.geocoder.census.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.vicinity.geocoder.http.Endpoint;
import org.vicinity.geocoder.http.Multipart;
import org.vicinity.geocoder.http.QueryLine;
import org.vicinity.geocoding.BatchGeocoder;
import org.vicinity.geocoding.Candidate;
import org.vicinity.geocoding.GeocodeAnswer;
import org.vicinity.geocoding.GeocodeAnswer.Reason;
import org.vicinity.geocoding.GeocodeQuery;
import org.vicinity.geocoding.Geocoder;
import org.vicinity.geocoding.GeocodingException;
import org.vicinity.geocoding.Location;
import org.vicinity.geocoding.Precision;

/**
 * The US Census Bureau's service: points computed along the house number ranges of TIGER/Line street segments. Many
 * addresses go as one file.
 *
 * @see <a href="https://geocoding.geo.census.gov/geocoder/Geocoding_Services_API.html">its description</a>
 */
@Component(
        name = "org.vicinity.geocoder.census",
        service = Geocoder.class,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = CensusGeocoder.Config.class)
public final class CensusGeocoder implements BatchGeocoder {
    static final String NAME = "census";

    /** Matches further apart than this are different places: about 100 m. */
    private static final double SAME_PLACE_DEGREES = 0.001;

    /** The service takes 10,000 lines; fewer are answered in time, and are less to lose. */
    private static final int LARGEST_BATCH = 1000;

    private final Endpoint endpoint;
    private final Duration batchTimeLimit;
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

        @AttributeDefinition(description = "Longest time for a file of addresses, in seconds")
        int batchTimeLimitSeconds() default 110;

        @AttributeDefinition(description = "Most calls a second")
        double calls_per_second() default 10;

        @AttributeDefinition(description = "Order among the geocoders: the highest is asked first")
        int service_ranking() default 50;
    }

    @Activate
    public CensusGeocoder(Config config) {
        this.endpoint = new Endpoint(NAME, "Vicinity/1.0", Duration.ofMillis(config.timeLimitMillis()));
        this.batchTimeLimit = Duration.ofSeconds(config.batchTimeLimitSeconds());
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

    @Override
    public GeocodeAnswer geocode(GeocodeQuery query) throws GeocodingException {
        if (!isAskable(query)) {
            return GeocodeAnswer.none(Reason.NUMBER_MISSING, List.of());
        }
        JsonNode answer = endpoint.getJson(URI.create(url + "/locations/onelineaddress?format=json&benchmark="
                + encoded(benchmark) + "&address=" + encoded(QueryLine.of(query.components()))));
        JsonNode found = answer.path("result").path("addressMatches");
        if (!found.isArray()) {
            throw new GeocodingException(NAME + " answered in an unknown form");
        }
        List<Match> matches = new ArrayList<>();
        for (JsonNode match : found) {
            matches.add(Match.of(match));
        }
        return answer(query, matches);
    }

    @Override
    public int largestBatch() {
        return LARGEST_BATCH;
    }

    @Override
    public List<GeocodeAnswer> geocodeAll(List<GeocodeQuery> queries) throws GeocodingException {
        List<GeocodeAnswer> answers = new ArrayList<>(
                Collections.nCopies(queries.size(), GeocodeAnswer.none(Reason.NUMBER_MISSING, List.of())));
        BitSet asked = new BitSet();
        for (int i = 0; i < queries.size(); i++) {
            asked.set(i, isAskable(queries.get(i)));
        }
        if (asked.isEmpty()) {
            return answers;
        }
        var form = new Multipart()
                .field("benchmark", benchmark)
                .file("addressFile", "addresses.csv", BatchFile.write(queries, asked));
        String table = endpoint.post(URI.create(url + "/locations/addressbatch"), form, batchTimeLimit);
        for (BatchFile.Line line : BatchFile.read(table)) {
            if (line.number() < 0 || !asked.get(line.number())) {
                throw new GeocodingException(NAME + " answered what was not asked");
            }
            asked.clear(line.number());
            answers.set(
                    line.number(),
                    line.tie()
                            ? GeocodeAnswer.none(Reason.AMBIGUOUS, List.of())
                            : answer(queries.get(line.number()), line.matches()));
        }
        if (!asked.isEmpty()) {
            throw new GeocodingException(NAME + " did not answer all that was asked");
        }
        return answers;
    }

    /** House numbers only: the service knows no other places, and what isn't asked isn't revealed. */
    private static boolean isAskable(GeocodeQuery query) {
        return !query.components().number().isEmpty()
                && !query.components().name().isEmpty();
    }

    private static GeocodeAnswer answer(GeocodeQuery query, List<Match> matches) {
        List<Candidate> fitting = new ArrayList<>();
        List<Candidate> others = new ArrayList<>();
        for (Match match : matches) {
            var candidate = new Candidate(match.address(), match.location(), Precision.INTERPOLATED, NAME);
            (match.contradicts(query.components()) ? others : fitting).add(candidate);
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

    private static boolean areDifferentPlaces(List<Candidate> candidates) {
        Location first = candidates.get(0).location();
        return candidates.stream()
                .map(Candidate::location)
                .anyMatch(other -> Math.abs(other.latitude() - first.latitude()) > SAME_PLACE_DEGREES
                        || Math.abs(other.longitude() - first.longitude()) > SAME_PLACE_DEGREES);
    }
}
