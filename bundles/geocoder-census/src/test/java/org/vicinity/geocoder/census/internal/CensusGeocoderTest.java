package org.vicinity.geocoder.census.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vicinity.geocoder.http.testing.RecordedServer;
import org.vicinity.geocoding.AddressComponents;
import org.vicinity.geocoding.Candidate;
import org.vicinity.geocoding.GeocodeAnswer;
import org.vicinity.geocoding.GeocodeAnswer.Reason;
import org.vicinity.geocoding.GeocodeQuery;
import org.vicinity.geocoding.GeocodingException;
import org.vicinity.geocoding.Precision;

@Timeout(30)
class CensusGeocoderTest {
    private static final GeocodeQuery SILVER_HILL = query("4600", "", "Silver Hill", "Rd", "Washington", "DC", "20233");

    @Test
    void findsARecordedAddress() throws Exception {
        try (var server = RecordedServer.recorded(CensusGeocoderTest.class, "go_locations_onelineaddress.json")) {
            GeocodeAnswer answer = geocoder(server).geocode(SILVER_HILL);

            assertThat(answer.reason()).isEqualTo(Reason.NONE);
            Candidate candidate = answer.mappable().orElseThrow();
            assertThat(candidate.address()).isEqualTo("4600 Silver Hill Rd, Washington, DC 20233");
            assertThat(candidate.precision()).isEqualTo(Precision.INTERPOLATED);
            assertThat(candidate.provider()).isEqualTo("census");
            assertThat(candidate.location().latitude()).isCloseTo(38.8459865, within(1e-6));
            assertThat(candidate.location().longitude()).isCloseTo(-76.9274361, within(1e-6));
        }
    }

    @Test
    void sendsNoMoreThanFindingTheHouseNeeds() throws Exception {
        try (var server = RecordedServer.recorded(CensusGeocoderTest.class, "go_locations_onelineaddress.json")) {
            geocoder(server)
                    .geocode(new GeocodeQuery(
                            "4600 Silver Hill Rd Apt 12, c/o J. Doe, Washington DC 20233",
                            new AddressComponents(
                                    "4600",
                                    "",
                                    "Silver Hill",
                                    "Rd",
                                    "",
                                    "Apt 12",
                                    "Washington",
                                    "DC",
                                    "20233",
                                    "",
                                    "address"),
                            5));

            assertThat(server.queries)
                    .containsExactly("/locations/onelineaddress?format=json&benchmark=Public_AR_Current"
                            + "&address=4600 Silver Hill Rd, Washington, DC 20233");
            assertThat(server.userAgents).containsExactly("Vicinity/1.0");
        }
    }

    @Test
    void namesARouteByItsKind() throws Exception {
        try (var server = RecordedServer.recorded(CensusGeocoderTest.class, "inline_no_match.json")) {
            geocoder(server)
                    .geocode(new GeocodeQuery(
                            "",
                            new AddressComponents("12", "", "DD", "", "", "", "Rolla", "MO", "", "", "State Hwy"),
                            5));

            assertThat(server.queries).singleElement().asString().endsWith("address=12 State Hwy DD, Rolla, MO");
        }
    }

    @Test
    void saysSoWhereThereIsNoMatch() throws Exception {
        try (var server = RecordedServer.recorded(CensusGeocoderTest.class, "inline_no_match.json")) {
            GeocodeAnswer answer = geocoder(server).geocode(SILVER_HILL);

            assertThat(answer.candidates()).isEmpty();
            assertThat(answer.reason()).isEqualTo(Reason.UNKNOWN_STREET);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "100,,Joe Nuxhall,Way,Cincinnati,OH,45202,true",
        "100,,Joe Nuxhall,Way,Cincinnati,OH,45999,true",
        "100,,Joe Nuxhall,Way,,,45202,true",
        "100,,Joe Nuxhall,Way,CINCINNATI,,,true",
        "100,,Joe Nuxhall,Way,Dayton,OH,45402,false",
        "100,,Joe Nuxhall,Way,Dayton,OH,,false",
        "100,,Joe Nuxhall,Way,,OH,45402,false",
        "102,,Joe Nuxhall,Way,Cincinnati,OH,45202,false",
        "100,,Joe Nuxhall,Way,Cincinnati,MO,45202,false",
    })
    void offersButDoesNotBelieveWhatContradictsTheQuestion(
            String number,
            String predirectional,
            String name,
            String suffix,
            String city,
            String state,
            String zip,
            boolean believed)
            throws Exception {
        try (var server = RecordedServer.recorded(CensusGeocoderTest.class, "inline_php_reds_stadium.json")) {
            GeocodeAnswer answer =
                    geocoder(server).geocode(query(number, predirectional, name, suffix, city, state, zip));

            assertThat(answer.candidates()).hasSize(believed ? 1 : 0);
            assertThat(answer.suggestions()).hasSize(believed ? 0 : 1);
        }
    }

    @Test
    void doesNotChooseAmongDifferentPlaces() throws Exception {
        String match =
                """
                {"coordinates": {"x": %s, "y": 38.6}, "matchedAddress": "1 %s MAIN ST, ROLLA, MO, 65401",
                 "addressComponents": {"preDirection": "%s", "city": "ROLLA", "state": "MO", "zip": "65401"}}""";
        String body = "{\"result\": {\"addressMatches\": [" + match.formatted("-90.1", "N", "N") + ","
                + match.formatted("-90.2", "S", "S") + "]}}";
        try (var server = RecordedServer.answering(200, body)) {
            GeocodeAnswer answer = geocoder(server).geocode(query("1", "", "Main", "St", "Rolla", "MO", ""));
            GeocodeAnswer south = geocoder(server).geocode(query("1", "S", "Main", "St", "Rolla", "MO", ""));

            assertThat(answer.candidates()).isEmpty();
            assertThat(answer.reason()).isEqualTo(Reason.AMBIGUOUS);
            assertThat(answer.suggestions())
                    .extracting(Candidate::address)
                    .containsExactly("1 N Main St, Rolla, MO 65401", "1 S Main St, Rolla, MO 65401");
            assertThat(south.candidates()).singleElement().returns("1 S Main St, Rolla, MO 65401", Candidate::address);
        }
    }

    @Test
    void asksNothingWithoutAHouseNumber() throws Exception {
        try (var server = RecordedServer.recorded(CensusGeocoderTest.class, "inline_no_match.json")) {
            GeocodeAnswer answer = geocoder(server).geocode(query("", "", "Main", "St", "Rolla", "MO", ""));

            assertThat(answer.reason()).isEqualTo(Reason.NUMBER_MISSING);
            assertThat(server.queries).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "500|oops",
                "503|",
                "404|{}",
                "302|",
                "200|",
                "200|{",
                "200|<html>down for maintenance</html>",
                "200|{}",
                "200|[]",
                "200|{\"result\": {\"addressMatches\": {}}}",
                "200|{\"result\": {\"addressMatches\": [{}]}}",
                "200|{\"result\": {\"addressMatches\": [{\"coordinates\": {\"x\": 999, \"y\": 0}}]}}",
            })
    void couldNotAskWhereTheServiceIsBroken(int status, String body) throws Exception {
        try (var server = RecordedServer.answering(status, body == null ? "" : body)) {
            assertThatThrownBy(() -> geocoder(server).geocode(SILVER_HILL))
                    .isInstanceOf(GeocodingException.class)
                    .message()
                    .doesNotContain("Silver");
        }
    }

    @Test
    void couldNotAskWhereTheServiceIsSlowOrAway() throws Exception {
        try (var server = RecordedServer.slow()) {
            var geocoder = new CensusGeocoder(
                    Settings.of(CensusGeocoder.Config.class, Map.of("url", server.url(), "timeLimitMillis", 200)));

            assertThatThrownBy(() -> geocoder.geocode(SILVER_HILL)).isInstanceOf(GeocodingException.class);
        }
        CensusGeocoder gone;
        try (var server = RecordedServer.recorded(CensusGeocoderTest.class, "inline_no_match.json")) {
            gone = geocoder(server);
        }
        assertThatThrownBy(() -> gone.geocode(SILVER_HILL)).isInstanceOf(GeocodingException.class);
    }

    @Test
    void leavesTheServiceAloneAsLongAsItAsksFor() throws Exception {
        try (var server = RecordedServer.askingForAPause(429, 600)) {
            CensusGeocoder geocoder = geocoder(server);

            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> geocoder.geocode(SILVER_HILL)).isInstanceOf(GeocodingException.class);
            }

            assertThat(server.queries).hasSize(1);
        }
    }

    /** The recorded table, whose lines are numbered otherwise; the service answers in any order. */
    private static String recordedBatch() throws Exception {
        return RecordedServer.text(CensusGeocoderTest.class, "go_batch-locations-2020.csv")
                .replace("\"2022\"", "\"0\"")
                .replace("\"2000\"", "\"1\"")
                .replace("\"2010\"", "\"2\"")
                .replace("\"id\"", "\"3\"")
                .replace("\"2020\"", "\"4\"");
    }

    private static List<GeocodeQuery> recordedQueries() {
        return List.of(
                query("2525", "", "Buckelew", "Dr", "Falls Church", "VA", "22046"),
                query("222", "SE", "14th", "St", "Corvallis", "OR", ""),
                query("3444", "", "Gallows", "Rd", "Annandale", "", ""),
                query("1", "", "Nowhere", "Rd", "Rolla", "MO", ""),
                query("7309", "", "Carol", "Ln", "Falls Church", "VA", ""),
                query("", "", "Main", "St", "Rolla", "MO", ""));
    }

    @Test
    void asksForManyAddressesWithOneFile() throws Exception {
        try (var server = RecordedServer.answering(200, recordedBatch())) {
            List<GeocodeAnswer> answers = geocoder(server).geocodeAll(recordedQueries());

            assertThat(answers).hasSize(6);
            assertThat(answers.get(0).mappable().orElseThrow())
                    .returns("2525 Buckelew Dr, Falls Church, VA 22046", Candidate::address)
                    .returns(Precision.INTERPOLATED, Candidate::precision)
                    .satisfies(found -> assertThat(found.location().latitude()).isCloseTo(38.887015767, within(1e-6)));
            assertThat(answers.get(1).candidates()).isEmpty();
            assertThat(answers.get(1).suggestions())
                    .singleElement()
                    .returns("222 NW 14th St, Corvallis, OR 97330", Candidate::address);
            assertThat(answers.get(2).mappable()).isPresent();
            assertThat(answers.get(3).reason()).isEqualTo(Reason.UNKNOWN_STREET);
            assertThat(answers.get(4).mappable()).isPresent();
            assertThat(answers.get(5).reason()).isEqualTo(Reason.NUMBER_MISSING);
            assertThat(server.queries).containsExactly("/locations/addressbatch");
            assertThat(server.bodies)
                    .singleElement()
                    .asString()
                    .contains("name=\"benchmark\"\r\n\r\nPublic_AR_Current\r\n")
                    .contains("0,2525 Buckelew Dr,Falls Church,VA,22046\r\n1,222 SE 14th St,Corvallis,OR,\r\n")
                    .doesNotContain("Main");
        }
    }

    @Test
    void doesNotChooseWhereTheFilesAnswerIsATie() throws Exception {
        try (var server = RecordedServer.answering(200, "\"0\",\"4600 Silver Hill Rd\",\"Tie\"\n")) {
            assertThat(geocoder(server).geocodeAll(List.of(SILVER_HILL)))
                    .singleElement()
                    .returns(Reason.AMBIGUOUS, GeocodeAnswer::reason);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>down for maintenance</html>",
                "\"7\",\"4600 Silver Hill Rd\",\"No_Match\"",
                "\"-1\",\"4600 Silver Hill Rd\",\"No_Match\"",
                "\"x\",\"4600 Silver Hill Rd\",\"No_Match\"",
                "\"0\",\"4600 Silver Hill Rd",
                "\"0\",\"4600 Silver Hill Rd\",\"Match\",\"Exact\",\"4600 SILVER HILL RD\",\"-76.9,38.8\"",
                "\"0\",\"Silver\",\"Match\",\"Exact\",\"4600 SILVER HILL RD, WASHINGTON, DC, 20233\",\"far,away\"",
            })
    void couldNotAskWhereTheFilesAnswerIsBroken(String table) throws Exception {
        try (var server = RecordedServer.answering(200, table)) {
            assertThatThrownBy(() -> geocoder(server).geocodeAll(List.of(SILVER_HILL)))
                    .isInstanceOf(GeocodingException.class)
                    .hasNoCause()
                    .message()
                    .doesNotContainIgnoringCase("Silver");
        }
    }

    private static CensusGeocoder geocoder(RecordedServer server) {
        return new CensusGeocoder(Settings.of(CensusGeocoder.Config.class, Map.of("url", server.url())));
    }

    private static GeocodeQuery query(
            String number, String predirectional, String name, String suffix, String city, String state, String zip) {
        var components = new AddressComponents(
                text(number),
                text(predirectional),
                name,
                suffix,
                "",
                "",
                text(city),
                text(state),
                text(zip),
                "",
                "address");
        return new GeocodeQuery("", components, 5);
    }

    private static String text(String cell) {
        return cell == null ? "" : cell;
    }
}
