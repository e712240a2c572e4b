package org.vicinity.geocoder.nominatim.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vicinity.geocoder.http.testing.RecordedServer;
import org.vicinity.geocoding.AddressComponents;
import org.vicinity.geocoding.Candidate;
import org.vicinity.geocoding.GeocodeAnswer;
import org.vicinity.geocoding.GeocodeAnswer.Reason;
import org.vicinity.geocoding.GeocodeQuery;
import org.vicinity.geocoding.GeocodingException;
import org.vicinity.geocoding.Location;
import org.vicinity.geocoding.Precision;

@Timeout(30)
class NominatimGeocoderTest {
    private static final GeocodeQuery DOWNING_STREET = query("10", "Downing", "St", "Westminster", "");

    @Test
    void aMappedHouseIsARooftop() throws Exception {
        try (var server = RecordedServer.recorded(NominatimGeocoderTest.class, "inline_jsonv2_house_no.json")) {
            GeocodeAnswer answer = geocoder(server).geocode(query("23", "Øvre Movei", "", "Nesoddtangen", "1450"));

            assertThat(answer.reason()).isEqualTo(Reason.NONE);
            assertThat(answer.candidates())
                    .containsExactly(new Candidate(
                            "23 Øvre Movei, Nesoddtangen, 1450",
                            new Location(59.8607627, 10.6694777),
                            Precision.ROOFTOP,
                            "nominatim"));
        }
    }

    @Test
    void anotherHouseNumberIsAnOfferOnly() throws Exception {
        try (var server = RecordedServer.recorded(NominatimGeocoderTest.class, "inline_jsonv2_house_no.json")) {
            GeocodeAnswer answer = geocoder(server).geocode(query("25", "Øvre Movei", "", "Nesoddtangen", "1450"));

            assertThat(answer.candidates()).isEmpty();
            assertThat(answer.reason()).isEqualTo(Reason.UNKNOWN_STREET);
            assertThat(answer.suggestions()).hasSize(1);
        }
    }

    @Test
    void anotherTownAndZipIsAnOfferOnly() throws Exception {
        try (var server = RecordedServer.recorded(NominatimGeocoderTest.class, "inline_jsonv2_house_no.json")) {
            assertThat(geocoder(server)
                            .geocode(query("23", "Øvre Movei", "", "Oslo", "0150"))
                            .candidates())
                    .isEmpty();
            assertThat(geocoder(server)
                            .geocode(query("23", "Øvre Movei", "", "Oslo", ""))
                            .candidates())
                    .isEmpty();
            assertThat(geocoder(server)
                            .geocode(query("23", "Øvre Movei", "", "Oslo", "1450"))
                            .candidates())
                    .hasSize(1);
        }
    }

    @Test
    void aBuildingWithTheNumberIsARooftop() throws Exception {
        try (var server = RecordedServer.recorded(NominatimGeocoderTest.class, "inline_jsonv2_building_ge.json")) {
            assertThat(geocoder(server).geocode(query("45", "x", "", "", "")).mappable())
                    .get()
                    .returns(Precision.ROOFTOP, Candidate::precision);
        }
    }

    @Test
    void aHouseOnALineOfNumbersIsComputed() throws Exception {
        String body =
                """
                [{"osm_type": "way", "lat": "38.6", "lon": "-90.2", "category": "place", "type": "house",
                  "place_rank": 30, "display_name": "1200, Olive Street",
                  "address": {"house_number": "1200", "road": "Olive Street", "city": "Saint Louis",
                              "state": "Missouri", "postcode": "63103"}}]""";
        try (var server = RecordedServer.answering(200, body)) {
            GeocodeAnswer answer = geocoder(server).geocode(query("1200", "Olive", "St", "St. Louis", "63103"));

            assertThat(answer.candidates())
                    .singleElement()
                    .returns(Precision.INTERPOLATED, Candidate::precision)
                    .returns("1200 Olive Street, Saint Louis, Missouri 63103", Candidate::address);
        }
    }

    @Test
    void aStreetOrAPostcodeIsNotGoodEnough() throws Exception {
        try (var street = RecordedServer.answering(
                        200,
                        "[" + RecordedServer.text(NominatimGeocoderTest.class, "php_nominatim_237e0bcaa2.json") + "]");
                var postcode = RecordedServer.recorded(NominatimGeocoderTest.class, "php_nominatim_60b19895d3.json")) {
            GeocodeAnswer onStreet = geocoder(street).geocode(query("1", "Sarue", "", "", ""));
            GeocodeAnswer inPlace = geocoder(postcode).geocode(query("", "", "", "Beverly Hills", "90210"));

            assertThat(onStreet.candidates())
                    .isNotEmpty()
                    .extracting(Candidate::precision)
                    .containsOnly(Precision.STREET);
            assertThat(onStreet.reason()).isEqualTo(Reason.NOT_PRECISE);
            assertThat(inPlace.candidates()).extracting(Candidate::precision).containsExactly(Precision.PLACE);
            assertThat(inPlace.mappable()).isEmpty();
        }
    }

    @Test
    void theHouseComesBeforeWhatIsInIt() throws Exception {
        try (var server = RecordedServer.recorded(NominatimGeocoderTest.class, "php_nominatim_1c28ca5196.json")) {
            GeocodeAnswer answer = geocoder(server).geocode(DOWNING_STREET);

            assertThat(answer.mappable()).get().returns(Precision.ROOFTOP, Candidate::precision);
        }
    }

    @Test
    void nothingIsNothing() throws Exception {
        try (var server = RecordedServer.recorded(NominatimGeocoderTest.class, "php_nominatim_dfdc355642.json")) {
            GeocodeAnswer answer = geocoder(server).geocode(DOWNING_STREET);

            assertThat(answer.candidates()).isEmpty();
            assertThat(answer.reason()).isEqualTo(Reason.UNKNOWN_STREET);
        }
    }

    @Test
    void saysWhoAsksAndAsksInOneLineWithoutTheUnit() throws Exception {
        try (var server = RecordedServer.recorded(NominatimGeocoderTest.class, "php_nominatim_dfdc355642.json")) {
            new NominatimGeocoder(Settings.of(
                            NominatimGeocoder.Config.class,
                            Map.of("url", server.url(), "contact", "admin@example.org")))
                    .geocode(new GeocodeQuery(
                            "1200 Olive St Apt 3",
                            new AddressComponents(
                                    "1200", "N", "Olive", "St", "", "Apt 3", "St. Louis", "MO", "63103", "", "address"),
                            10));

            assertThat(server.userAgents).containsExactly("Vicinity/1.0 (admin@example.org)");
            assertThat(server.queries)
                    .containsExactly("/search?format=jsonv2&addressdetails=1&limit=10&countrycodes=us"
                            + "&q=1200 N Olive St, St. Louis, MO 63103");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "500|oops",
                "429|",
                "403|blocked",
                "200|",
                "200|[",
                "200|{\"error\": \"Unable to geocode\"}",
                "200|[{\"lat\": \"north\", \"lon\": \"1\"}]",
                "200|[{}]",
                "200|[{\"lat\": \"91\", \"lon\": \"1\"}]",
            })
    void couldNotAskWhereTheServerIsBroken(int status, String body) throws Exception {
        try (var server = RecordedServer.answering(status, body == null ? "" : body)) {
            assertThatThrownBy(() -> geocoder(server).geocode(DOWNING_STREET))
                    .isInstanceOf(GeocodingException.class)
                    .message()
                    .doesNotContain("Downing");
        }
    }

    @Test
    void couldNotAskWhereTheServerBlocksWithAPage() throws Exception {
        try (var server = RecordedServer.recorded(NominatimGeocoderTest.class, "ruby_nominatim_over_limit.html")) {
            assertThatThrownBy(() -> geocoder(server).geocode(DOWNING_STREET)).isInstanceOf(GeocodingException.class);
        }
    }

    @Test
    void couldNotAskWhereTheServerIsSlow() throws Exception {
        try (var server = RecordedServer.slow()) {
            var geocoder = new NominatimGeocoder(
                    Settings.of(NominatimGeocoder.Config.class, Map.of("url", server.url(), "timeLimitMillis", 200)));

            assertThatThrownBy(() -> geocoder.geocode(DOWNING_STREET)).isInstanceOf(GeocodingException.class);
        }
    }

    @Test
    void leavesTheServerAloneAsLongAsItAsksFor() throws Exception {
        try (var server = RecordedServer.askingForAPause(503, 600)) {
            NominatimGeocoder geocoder = geocoder(server);

            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> geocoder.geocode(DOWNING_STREET)).isInstanceOf(GeocodingException.class);
            }

            assertThat(server.queries).hasSize(1);
        }
    }

    @Test
    void refusesAConfigurationThatBreaksThePublicServersPolicy() {
        assertThatThrownBy(() -> configured(Map.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> configured(Map.of("contact", "a@example.org", "calls_per_second", 5.0)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> configured(Map.of("contact", "a@example.org", "calls_per_second", 0.0)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(configured(Map.of("contact", "a@example.org", "leavesMachine", false))
                        .leavesMachine())
                .isTrue();
    }

    private static NominatimGeocoder configured(Map<String, Object> settings) {
        return new NominatimGeocoder(Settings.of(NominatimGeocoder.Config.class, settings));
    }

    private static NominatimGeocoder geocoder(RecordedServer server) {
        return configured(Map.of("url", server.url()));
    }

    private static GeocodeQuery query(String number, String name, String suffix, String city, String zip) {
        return new GeocodeQuery(
                "",
                new AddressComponents(
                        number, "", name, suffix, "", "", city, "", zip, "", name.isEmpty() ? "place" : "address"),
                5);
    }
}
