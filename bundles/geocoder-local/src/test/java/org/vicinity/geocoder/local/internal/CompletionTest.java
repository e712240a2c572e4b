package org.vicinity.geocoder.local.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vicinity.geocoding.AddressParser;
import org.vicinity.geocoding.Candidate;
import org.vicinity.geocoding.Location;
import org.vicinity.geocoding.Precision;
import org.vicinity.geocoding.internal.RuleBasedAddressParser;

/** What is offered while an address is typed, letter by letter. */
class CompletionTest {
    private static final AddressParser PARSER = new RuleBasedAddressParser();

    @TempDir
    private static Path folder;

    private static OpenIndex index;

    @BeforeAll
    static void indexAddresses() throws IOException {
        try (var directory = FSDirectory.open(folder);
                var builder = new IndexBuilder(directory, PARSER, new ZipCodes(), "MO", rows -> {})) {
            builder.point(point("1302", "N 10th St", "Saint Louis", "63106", 0));
            builder.point(point("1302", "S 10th St", "Saint Louis", "63104", 1));
            builder.point(point("1302", "Tenth Ave", "Pevely", "63070", 2));
            builder.point(point("12", "Broadway", "Saint Louis", "63106", 3));
            builder.point(point("14", "Broad Oak Ln", "Pevely", "63070", 4));
            builder.point(point("5709", "Goodfellow Blvd", "Saint Louis", "63120", 5));
            builder.point(point("7", "State Highway AA", "Pevely", "63070", 6));
            builder.finish(Map.of());
        }
        index = OpenIndex.open(folder);
    }

    @AfterAll
    static void close() throws IOException {
        index.reader().close();
    }

    private static Rows.Point point(String number, String street, String city, String zip, int place) {
        return new Rows.Point(number, street, "", city, "MO", zip, -93 + place * 0.02, 37, Precision.ROOFTOP);
    }

    private static List<Candidate> complete(String text) throws IOException {
        return new Completion(new IndexView(index.reader()), PARSER, "local", "", text, 8).suggestions();
    }

    private static List<String> texts(String text) throws IOException {
        return complete(text).stream().map(Candidate::address).toList();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "1302 n 10|1302 N 10th St, Saint Louis, MO 63106",
                "1302 N 10th s|1302 N 10th St, Saint Louis, MO 63106",
                "1302 north tenth stre|1302 N 10th St, Saint Louis, MO 63106",
                "1302 10th st, st. lo|1302 N 10th St, Saint Louis, MO 63106",
                "1302 10th st saint lou|1302 N 10th St, Saint Louis, MO 63106",
                "1302 10th, 63104|1302 S 10th St, Saint Louis, MO 63104",
                "1302 10th, Pev|1302 Tenth Ave, Pevely, MO 63070",
                "1302 N 10th St, St. Louis, MO 63106|1302 N 10th St, Saint Louis, MO 63106",
                "1302 N 10th St Apt 3, Saint Louis|1302 N 10th St, Saint Louis, MO 63106",
                "5709 goodf|5709 Goodfellow Blvd, Saint Louis, MO 63120",
                "5709 godfel|5709 Goodfellow Blvd, Saint Louis, MO 63120",
                "5709 Goodfelow Boul|5709 Goodfellow Blvd, Saint Louis, MO 63120",
                "7 highway aa|7 State Hwy AA, Pevely, MO 63070",
                "broadw|Broadway, Saint Louis, MO",
                "pev|Pevely, MO",
                "6307|Pevely, MO 63070",
            })
    void offersFirst(String typed, String expected) throws IOException {
        assertThat(texts(typed)).first().isEqualTo(expected);
    }

    @Test
    void offersAllThatAreAlike() throws IOException {
        assertThat(texts("1302 10th")).hasSize(3);
        assertThat(texts("1302 10th St")).hasSize(2);
        assertThat(texts("broad")).contains("Broadway, Saint Louis, MO", "Broad Oak Ln, Pevely, MO");
    }

    @Test
    void aSuggestionIsWhatALookUpWouldFind() throws IOException {
        Candidate offered = complete("1302 n 10").get(0);

        assertThat(offered.location()).isEqualTo(new Location(37, -93));
        assertThat(offered.precision()).isEqualTo(Precision.ROOFTOP);
    }

    @Test
    void noNumberIsOfferedThatAStreetHasNot() throws IOException {
        assertThat(texts("77777 n 10th st")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"''", "' '", "','", "1302", "zzzzzzzz", "1302 qqqqqq"})
    void nothingIsOfferedForNothing(String typed) throws IOException {
        assertThat(texts(typed)).isEmpty();
    }
}
