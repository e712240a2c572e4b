package org.vicinity.geocoder.local.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.lucene.store.FSDirectory;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vicinity.geocoding.AddressParser;
import org.vicinity.geocoding.Candidate;
import org.vicinity.geocoding.GeocodeAnswer;
import org.vicinity.geocoding.Location;
import org.vicinity.geocoding.Precision;
import org.vicinity.geocoding.internal.RuleBasedAddressParser;

/** Addresses in every form that registers and people write them: found at their own text, and never at another's. */
class AddressFormsTest {
    private static final AddressParser PARSER = new RuleBasedAddressParser();

    private static final List<String> ROADS = List.of(
            "Missouri State Highway 94",
            "St Hwy D",
            "State Hwy AA",
            "Route K",
            "Supplemental Route F",
            "US Highway 61 67",
            "US Hwy 60-63",
            "Old Highway 8",
            "Business Loop 70",
            "Interstate 44",
            "County Road 305",
            "CRD 501",
            "PCR 1205",
            "Pvt Dr 1305",
            "Private Road 7",
            "Dent County Rd 512",
            "Farm Road 135",
            "FR 47",
            "Farm to Market Road 12",
            "Forest Service Road 12",
            "National Forest Road 15",
            "Lake Road 54-29",
            "Outer Road 44",
            "S Outer Rd 55",
            "N Outer Rd W",
            "Outer 364",
            "Service Road 70",
            "Frontage Road 3",
            "Rd 221",
            "Road P",
            "1/2 Mile Rd",
            "Avenue 5",
            "State Spur 5",
            "Alt 69",
            "Bypass 13",
            "02nd St",
            "East West Hwy",
            "Ave of Mid America",
            "Section Rd 9",
            "Jail St",
            "Transient Camp Rd",
            "71 Business Hwy");

    private static final List<String> NUMBERS =
            List.of("7", "44A", "1302 1/2", "17.5", "100-B", "14-2", "N6W23001", "2917-1/2", "003");

    @TempDir
    private static Path folder;

    private static OpenIndex index;
    private static final List<Rows.Point> POINTS = new ArrayList<>();

    @BeforeAll
    static void indexAddresses() throws IOException {
        for (int i = 0; i < ROADS.size(); i++) {
            POINTS.add(point(1000 + i + "", ROADS.get(i), "Pevely", "63070", i));
        }
        for (int i = 0; i < NUMBERS.size(); i++) {
            POINTS.add(point(NUMBERS.get(i), "Half Ln", "Sault Ste Marie", "65101", 100 + i));
        }
        POINTS.add(point("1302", "N 10th St", "Pevely", "63070", 200));
        POINTS.add(point("4", "N 10th St", "Pevely", "63048", 201));
        POINTS.add(point("37", "N 10th St", "Pevely", "63048", 202));
        POINTS.add(point("11098", "Highway 61", "Pevely", "63070", 203));
        POINTS.add(point("5709", "Goodfellow Blvd", "Pevely", "63070", 204));
        try (var directory = FSDirectory.open(folder);
                var builder = new IndexBuilder(directory, PARSER, new ZipCodes(), "MO", rows -> {})) {
            for (Rows.Point point : POINTS) {
                builder.point(point);
            }
            builder.finish(Map.of());
        }
        index = OpenIndex.open(folder);
    }

    @AfterAll
    static void close() throws IOException {
        index.reader().close();
    }

    private static Rows.Point point(String number, String street, String city, String zip, int place) {
        return new Rows.Point(
                number,
                street,
                "",
                city,
                "MO",
                zip,
                -93 + place % 20 * 0.02,
                37 + place / 20 * 0.02,
                Precision.ROOFTOP);
    }

    @Test
    void everyRecordIsFoundAtItsOwnText() {
        var all = new SoftAssertions();
        for (Rows.Point point : POINTS) {
            String text = point.number() + " " + point.street() + ", " + point.city() + ", MO";
            for (String asked : List.of(
                    text + " " + point.zip(), text, text.toUpperCase(Locale.ROOT), text.toLowerCase(Locale.ROOT))) {
                all.assertThat(ask(asked).mappable().map(Candidate::location))
                        .as(asked)
                        .contains(new Location(point.latitude(), point.longitude()));
            }
        }
        all.assertAll();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1017 Farm Rd 47, Pevely, MO",
                "11098 US Hwy 61 67, Pevely, MO 63070",
                "11098 Highway 61 67, Pevely, MO",
                "4-1302 N 10th St, Pevely, MO 63070",
                "100-1302 N 10th St, Pevely, MO",
                "37-12 N 10th St, Pevely, MO",
            })
    void anotherRoadsOrNumbersPlaceIsNeverTaken(String text) {
        assertThat(ask(text).mappable()).isEmpty();
    }

    @Test
    void whatIsAUnitInFrontIsOfferedWithoutIt() {
        assertThat(ask("4-1302 N 10th St, Pevely, MO").suggestions())
                .extracting(Candidate::address)
                .first()
                .isEqualTo("1302 N 10th St, Pevely, MO 63070");
        assertThat(ask("1302-04 N 10th St, Pevely, MO").mappable()).isPresent();
    }

    @Test
    void aTypedZipIsNotOverruled() {
        GeocodeAnswer answer = ask("1302 N 10th St, Pevely, MO 63048");

        assertThat(answer.mappable()).isEmpty();
        assertThat(answer.suggestions()).extracting(Candidate::address).contains("1302 N 10th St, Pevely, MO 63070");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u200e1302 N 10th St, Pevely, MO",
                "1302 N 10\u200bth St, Pevely, MO",
                "\ufeff1302 N\u00a010th\u00ad St, Pevely, MO",
                "\u2022 1302 N 10th St, Pevely, MO",
                "1302 N.10th St, Pevely, MO",
                "1302N 10th St, Pevely, MO",
                "1302 N 10th St, Pevely, MO63070",
                "1302 N 10th St, Pevely, MO MO 63070",
                "1302 N 010th St, Pevely, MO",
                "PAT EXAMPLE 1302 N 10TH ST PEVELY MO 63070",
                "c/o Pat Example, 1302 N 10th St, Pevely MO",
                "1302 N 10th St (homeless), Pevely, MO",
                "1302 N 10th St Apt A & B, Pevely MO"
            })
    void noiseAroundAnAddressIsSetAside(String text) {
        assertThat(ask(text).mappable().map(Candidate::location)).contains(new Location(37.2, -93));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1302 N 10th St The Fairfield, Pevely, MO",
                "1302 S 10th St, Pevely, MO",
                "1302 10th Street East, Pevely MO",
                "1300 N 10th St, Pevely, MO",
                "5709 Godfelow Blvd, Pevely, MO",
                "5709 Goodfellow House, Pevely, MO"
            })
    void whatIsNearIsSuggested(String text) {
        GeocodeAnswer answer = ask(text);

        assertThat(answer.mappable()).isEmpty();
        assertThat(answer.suggestions()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1302 N 10th St #201, Pevely, MO | 1302 N 10th St # 201, Pevely, MO 63070",
                "1302 N 10th St, # C, Pevely, MO | 1302 N 10th St # C, Pevely, MO 63070",
                "Apt 4, 1302 N 10th St, Pevely, MO | 1302 N 10th St Apt 4, Pevely, MO 63070",
                "1302N 10th St, Pevely | 1302 N 10th St, Pevely, MO 63070",
                "2917 -1/2 Half Ln, Sault Ste Marie, MO | 2917 1/2 Half Ln, Sault Ste Marie, MO 65101"
            })
    void addressesAreShownAsPeopleWriteThemAndReadTheSameAgain(String text, String shown) {
        Candidate found = ask(text).mappable().orElseThrow();

        assertThat(found.address()).isEqualTo(shown);
        assertThat(ask(shown).mappable()).contains(found);
    }

    @Test
    void aTownThatBeginsLikeASuffixOrHoldsADesignatorIsRead() {
        assertThat(ask("7 Half Ln Unit C-D, Sault Ste Marie, MO").mappable()).isPresent();
        assertThat(PARSER.parse("12 Main St, Ste. Genevieve, MO").city()).isEqualTo("Ste Genevieve");
    }

    private static GeocodeAnswer ask(String text) {
        try {
            return new AddressSearch(new IndexView(index.reader()), PARSER, "local", "", PARSER.parse(text), 5)
                    .answer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
