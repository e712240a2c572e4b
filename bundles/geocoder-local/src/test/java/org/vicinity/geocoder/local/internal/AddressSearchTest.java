package org.vicinity.geocoder.local.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.locationtech.jts.geom.Coordinate;
import org.vicinity.geocoding.AddressParser;
import org.vicinity.geocoding.Candidate;
import org.vicinity.geocoding.GeocodeAnswer;
import org.vicinity.geocoding.GeocodeAnswer.Reason;
import org.vicinity.geocoding.Precision;
import org.vicinity.geocoding.internal.RuleBasedAddressParser;

/** A made-up town: Rolla's ZIP codes and its neighbour's, streets that neither has. */
class AddressSearchTest {
    private static final AddressParser PARSER = new RuleBasedAddressParser();
    private static final String ROLLA = "Rolla";
    private static final String SALEM = "Salem";

    @TempDir
    static Path folder;

    private static OpenIndex index;

    @BeforeAll
    static void build() throws IOException {
        try (var directory = FSDirectory.open(folder);
                var builder = new IndexBuilder(directory, PARSER, new ZipCodes(), "MO", rows -> {})) {
            for (int number = 100; number <= 140; number += 2) {
                if (number != 120) {
                    point(builder, number, "Quillfeather Ave", ROLLA, "65401", -91.77, 37.95 + (number - 100) * 1e-4);
                }
            }
            point(builder, 100, "Quillfeather Ave", SALEM, "65560", -91.53, 37.64);
            point(builder, 200, "N Brambleworth St", ROLLA, "65401", -91.78, 37.96);
            point(builder, 200, "S Brambleworth St", ROLLA, "65401", -91.78, 37.94);
            point(builder, 300, "N Brambleworth St", ROLLA, "65401", -91.78, 37.961);
            point(builder, 12, "Marrowstone Ct", ROLLA, "65401", -91.79, 37.95);
            point(builder, 12, "Marrowstone Ln", ROLLA, "65401", -91.75, 37.95);
            point(builder, 7, "Marrowstone Ln", ROLLA, "65401", -91.7501, 37.951);
            point(builder, 500, "State Hwy DD", ROLLA, "65401", -91.80, 37.95);
            point(builder, 44, "Tallowmere Rd", SALEM, "65560", -91.54, 37.65);
            builder.point(new Rows.Point(
                    "60", "Tallowmere Rd", "A", SALEM, "MO", "65560", -91.541, 37.66, Precision.ROOFTOP));
            builder.point(new Rows.Point(
                    "60", "Tallowmere Rd", "B", SALEM, "MO", "65560", -91.541, 37.6602, Precision.ROOFTOP));
            builder.point(
                    new Rows.Point("70", "Tallowmere Rd", "", SALEM, "MO", "65560", -91.5, 37.6, Precision.PARCEL));
            builder.point(
                    new Rows.Point("70", "Tallowmere Rd", "", SALEM, "MO", "65560", -91.5001, 37.6, Precision.ROOFTOP));
            point(builder, 1, "Elm St", "Thistlebrook", "65999", -92.8, 39.5);
            // A segment that runs east: even numbers on its left, the north, odd ones on its right.
            var west = new Coordinate(-91.70, 37.90);
            var east = new Coordinate(-91.698, 37.90);
            builder.side(
                    new Rows.Side("Fennimoor Dr", 400, 498, 'E', true, "MO", "65401", new Coordinate[] {west, east}));
            builder.side(
                    new Rows.Side("Fennimoor Dr", 401, 499, 'O', false, "MO", "65401", new Coordinate[] {west, east}));
            builder.side(new Rows.Side("Pellwick St", 1, 99, 'O', true, "MO", "65401", new Coordinate[] {
                east, new Coordinate(-91.698, 37.902)
            }));
            builder.finish(Map.of());
        }
        index = OpenIndex.open(folder);
    }

    private static void point(
            IndexBuilder builder, int number, String street, String city, String zip, double longitude, double latitude)
            throws IOException {
        builder.point(new Rows.Point(
                Integer.toString(number), street, "", city, "MO", zip, longitude, latitude, Precision.ROOFTOP));
    }

    @AfterAll
    static void close() throws IOException {
        index.reader().close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "104 Quillfeather Ave, Rolla, MO 65401",
                "104 QUILLFEATHER AVENUE ROLLA MO",
                "104 Quillfeather Ave 65401",
                "104 Quillfeather, Rolla, MO",
                "104 Quillfeather St, Rolla, MO",
                "104 Quilfeather Ave, Rolla, MO",
                "104 Quillfaether Ave, Rolla, MO 65401",
                "104 Quillfeather Ave Apt 3, Rolla, MO 65401",
                "104 Quillfeather Ave, Rola, MO",
                "104 Quillfeather Ave"
            })
    void findsThePointHoweverItIsWritten(String text) {
        Candidate found = ask(text).mappable().orElseThrow();

        assertThat(found.precision()).isEqualTo(Precision.ROOFTOP);
        assertThat(found.location().latitude()).isCloseTo(37.9504, within(1e-6));
        assertThat(found.address()).startsWith("104 Quillfeather Ave").endsWith("Rolla, MO 65401");
        assertThat(found.provider()).isEqualTo("local");
    }

    @Test
    void aDirectionalBehindTheStreetIsTheSameAsBefore() {
        assertThat(ask("200 Brambleworth St S, Rolla, MO")
                        .mappable()
                        .orElseThrow()
                        .address())
                .isEqualTo("200 S Brambleworth St, Rolla, MO 65401");
    }

    @Test
    void aMissingDirectionalIsForgivenOnlyWhereOneStreetFits() {
        assertThat(ask("300 Brambleworth St, Rolla, MO")
                        .mappable()
                        .orElseThrow()
                        .address())
                .startsWith("300 N Brambleworth St");

        GeocodeAnswer answer = ask("200 Brambleworth St, Rolla, MO");

        assertThat(answer.candidates()).isEmpty();
        assertThat(answer.reason()).isEqualTo(Reason.AMBIGUOUS);
        assertThat(answer.suggestions())
                .extracting(Candidate::address)
                .containsExactlyInAnyOrder(
                        "200 N Brambleworth St, Rolla, MO 65401", "200 S Brambleworth St, Rolla, MO 65401");
    }

    @Test
    void theOppositeDirectionalIsNoMatch() {
        GeocodeAnswer answer = ask("300 S Brambleworth St, Rolla, MO");

        assertThat(answer.mappable()).isEmpty();
        assertThat(answer.reason()).isEqualTo(Reason.NUMBER_OUT_OF_RANGE);
    }

    @Test
    void aNumberThatTwoTypesHaveIsAmbiguousAndOneThatOnlyOneHasIsNot() {
        assertThat(ask("12 Marrowstone, Rolla, MO").reason()).isEqualTo(Reason.AMBIGUOUS);
        assertThat(ask("7 Marrowstone, Rolla, MO").mappable().orElseThrow().address())
                .startsWith("7 Marrowstone Ln");
        assertThat(ask("12 Marrowstone Ct, Rolla, MO").mappable().orElseThrow().address())
                .startsWith("12 Marrowstone Ct");
    }

    @Test
    void aNumberBetweenTwoKnownOnesIsInterpolated() {
        Candidate found =
                ask("120 Quillfeather Ave, Rolla, MO 65401").mappable().orElseThrow();

        assertThat(found.precision()).isEqualTo(Precision.INTERPOLATED);
        assertThat(found.location().latitude()).isCloseTo(37.952, within(1e-6));
    }

    @Test
    void aNumberOutOfRangeIsNeverMapped() {
        GeocodeAnswer answer = ask("9999 Quillfeather Ave, Rolla, MO 65401");

        assertThat(answer.mappable()).isEmpty();
        assertThat(answer.candidates()).singleElement().satisfies(street -> assertThat(street.precision())
                .isEqualTo(Precision.STREET));
        assertThat(answer.reason()).isEqualTo(Reason.NUMBER_OUT_OF_RANGE);
        assertThat(answer.suggestions().get(0).address()).isEqualTo("140 Quillfeather Ave, Rolla, MO 65401");
    }

    @Test
    void aStreetOfAnotherCityIsASuggestionOnly() {
        GeocodeAnswer answer = ask("44 Tallowmere Rd, Rolla, MO");

        assertThat(answer.candidates()).isEmpty();
        assertThat(answer.reason()).isEqualTo(Reason.UNKNOWN_STREET);
        assertThat(answer.suggestions())
                .extracting(Candidate::address)
                .containsExactly("44 Tallowmere Rd, Salem, MO 65560");
    }

    @Test
    void cityAndZipThatContradictAreNoMatch() {
        assertThat(ask("44 Tallowmere Rd, Rolla, MO 65401").candidates()).isEmpty();
        GeocodeAnswer otherTown = ask("44 Tallowmere Rd, Rolla, MO 65560");
        assertThat(otherTown.mappable()).isEmpty();
        assertThat(otherTown.reason()).isEqualTo(Reason.CONTRADICTORY);
        assertThat(otherTown.suggestions())
                .extracting(Candidate::address)
                .containsExactly("44 Tallowmere Rd, Salem, MO 65560");
        assertThat(ask("44 Tallowmere Rd, Salem, IL 62881").candidates()).isEmpty();
    }

    @Test
    void whatIsNotThereIsNamed() {
        assertThat(ask("1 Snorkelwhack Dr, Rolla, MO 65401").reason()).isEqualTo(Reason.UNKNOWN_STREET);
        assertThat(ask("1 Main St, Louisville, KY 40202").reason()).isEqualTo(Reason.UNKNOWN_PLACE);
        assertThat(ask("PO Box 12, Rolla, MO 65401").reason()).isEqualTo(Reason.PO_BOX);
        assertThat(ask("homeless").reason()).isEqualTo(Reason.PSEUDO_ADDRESS);
        assertThat(ask("Quillfeather Ave, Rolla, MO").reason()).isEqualTo(Reason.NUMBER_MISSING);
        assertThat(ask("0 Quillfeather Ave, Rolla, MO").candidates()).isEmpty();
    }

    @Test
    void twoErrorsAreASuggestionOnly() {
        GeocodeAnswer answer = ask("104 Qulilfeathr Ave, Rolla, MO");

        assertThat(answer.candidates()).isEmpty();
        assertThat(ask("104 Quilxlfeathr Ave, Rolla, MO").suggestions())
                .extracting(Candidate::address)
                .containsExactly("104 Quillfeather Ave, Rolla, MO 65401");
    }

    @Test
    void aNumberThatAMisspeltStreetHasNotIsOfferedNextToIt() {
        GeocodeAnswer answer = ask("900 Quillfeathr Ave, Rolla, MO");

        assertThat(answer.candidates()).isEmpty();
        assertThat(answer.suggestions())
                .extracting(Candidate::address)
                .containsExactly(
                        "140 Quillfeather Ave, Rolla, MO 65401",
                        "138 Quillfeather Ave, Rolla, MO 65401",
                        "136 Quillfeather Ave, Rolla, MO 65401");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ",,,",
                "& & &",
                "1",
                "1 1 1 1 1",
                "1 Quillfeather Ave & , Rolla",
                "1/2 1/2 St",
                "- - -",
                "1 \u0000 St, Rolla",
                "1 Éàü Straße, Rolla, MO 65401",
                "9999999999 Quillfeather Ave, Rolla, MO",
                "1 N S E W, Rolla, MO 99999",
                "Quillfeather Ave & Quillfeather Ave, Rolla, MO"
            })
    void strangeTextIsNeverMappedAndNeverFails(String text) {
        assertThat(ask(text).mappable()).isEmpty();
    }

    @Test
    void aTownThatTheParserDoesNotKnowIsAPlace() {
        GeocodeAnswer answer = ask("Thistlebrook, MO");

        assertThat(answer.reason()).isEqualTo(Reason.NOT_PRECISE);
        assertThat(answer.candidates())
                .singleElement()
                .returns(Precision.PLACE, Candidate::precision)
                .satisfies(place -> assertThat(place.address()).startsWith("Thistlebrook, MO"));
    }

    @Test
    void aPlaceIsOnlyAPlace() {
        GeocodeAnswer answer = ask("Salem, MO");

        assertThat(answer.reason()).isEqualTo(Reason.NOT_PRECISE);
        assertThat(answer.candidates()).singleElement().satisfies(place -> assertThat(place.precision())
                .isEqualTo(Precision.PLACE));
    }

    @Test
    void rangesAreInterpolatedOnTheRightSideWithASetback() {
        Candidate even = ask("450 Fennimoor Dr, Rolla, MO 65401").mappable().orElseThrow();
        Candidate odd = ask("451 Fennimoor Dr, Rolla, MO 65401").mappable().orElseThrow();

        assertThat(even.precision()).isEqualTo(Precision.INTERPOLATED);
        assertThat(even.location().longitude()).isCloseTo(-91.699, within(5e-5));
        assertThat((even.location().latitude() - 37.90) * 111_195).isCloseTo(SegmentSide.SETBACK_METRES, within(0.5));
        assertThat((odd.location().latitude() - 37.90) * 111_195).isCloseTo(-SegmentSide.SETBACK_METRES, within(0.5));
        assertThat(ask("500 Fennimoor Dr, Rolla, MO 65401").mappable()).isEmpty();
        assertThat(ask("500 Fennimoor Dr, Rolla, MO 65401").suggestions()).isNotEmpty();
    }

    @Test
    void aCornerIsFoundWhereTwoStreetsMeet() {
        GeocodeAnswer answer = ask("Pellwick St & Fennimoor Dr, Rolla, MO");

        assertThat(answer.mappable()).isEmpty();
        assertThat(answer.candidates()).singleElement().satisfies(corner -> {
            assertThat(corner.precision()).isEqualTo(Precision.INTERSECTION);
            assertThat(corner.location().longitude()).isCloseTo(-91.698, within(1e-6));
        });
    }

    @Test
    void theAskedUnitAndTheBestPrecisionWin() {
        assertThat(ask("60 Tallowmere Rd Apt B, Salem, MO")
                        .mappable()
                        .orElseThrow()
                        .location()
                        .latitude())
                .isCloseTo(37.6602, within(1e-6));
        assertThat(ask("70 Tallowmere Rd, Salem, MO").mappable().orElseThrow().precision())
                .isEqualTo(Precision.ROOFTOP);
    }

    @Test
    void numberedRoadsAreFound() {
        assertThat(ask("500 State Highway DD, Rolla, MO 65401").mappable()).isPresent();
        assertThat(ask("500 Hwy DD, Rolla, MO 65401").mappable()).isPresent();
    }

    private static GeocodeAnswer ask(String text) {
        try {
            return new AddressSearch(new IndexView(index.reader()), PARSER, "local", "", PARSER.parse(text), 5)
                    .answer();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
