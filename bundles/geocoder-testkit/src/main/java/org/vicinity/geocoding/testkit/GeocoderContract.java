package org.vicinity.geocoding.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vicinity.geocoding.AddressComponents;
import org.vicinity.geocoding.BatchGeocoder;
import org.vicinity.geocoding.Candidate;
import org.vicinity.geocoding.GeocodeAnswer;
import org.vicinity.geocoding.GeocodeAnswer.Reason;
import org.vicinity.geocoding.GeocodeQuery;
import org.vicinity.geocoding.Geocoder;
import org.vicinity.geocoding.GeocodingException;

/**
 * What every {@link Geocoder} must do. A geocoder's test extends this class, and gives it one geocoder whose source
 * knows an address, one whose source knows none, and one whose source can't be reached. A recorded answer served on
 * this machine is a source. What they hold open is the subclass' to close after each test.
 */
@Timeout(60)
public abstract class GeocoderContract {
    private static final int CALLERS = 8;
    private static final int CALLS = 10;

    /** A geocoder whose source knows {@link #known()}. */
    protected abstract Geocoder knowing() throws Exception;

    /** A geocoder whose source can be asked and does not know {@link #known()}. */
    protected abstract Geocoder knowingNothing() throws Exception;

    /** A geocoder whose source can't be asked. */
    protected abstract Geocoder cutOff() throws Exception;

    /** An address with number, name of the street, and city, which {@link #knowing()} finds well enough for a radius. */
    protected abstract AddressComponents known();

    /** An address in its parts, each empty where it isn't there. */
    protected static AddressComponents address(
            String number, String name, String suffix, String city, String state, String zip) {
        return new AddressComponents(number, "", name, suffix, "", "", city, state, zip, "", "address");
    }

    private static GeocodeQuery query(AddressComponents parts, int limit) {
        String line = "%s %s %s, %s, %s %s"
                .formatted(parts.number(), parts.name(), parts.suffix(), parts.city(), parts.state(), parts.zip());
        return new GeocodeQuery(line, parts, limit);
    }

    @Test
    void itsNameIsShortAndStable() throws Exception {
        Geocoder geocoder = knowing();

        assertThat(geocoder.name())
                .matches("[a-z][a-z0-9-]{1,30}")
                .isEqualTo(knowingNothing().name());
        assertThat(geocoder.leavesMachine()).isEqualTo(geocoder.leavesMachine());
    }

    @Test
    void whatItFindsIsCompleteAndItsOwn() throws Exception {
        Geocoder geocoder = knowing();

        GeocodeAnswer answer = geocoder.geocode(query(known(), 5));

        assertThat(answer.reason()).isEqualTo(Reason.NONE);
        assertThat(answer.mappable()).isPresent();
        assertThat(answer.candidates()).hasSizeLessThanOrEqualTo(5);
        assertThatCandidatesAreSound(geocoder, answer);
    }

    @Test
    void itGivesNoMoreThanIsWanted() throws Exception {
        assertThat(knowing().geocode(query(known(), 1)).candidates()).hasSize(1);
    }

    @Test
    void noSuchAddressIsAnAnswerWithItsReason() throws Exception {
        Geocoder geocoder = knowingNothing();

        GeocodeAnswer answer = geocoder.geocode(query(known(), 5));

        assertThat(answer.mappable()).isEmpty();
        assertThat(answer.reason()).isNotEqualTo(Reason.NONE);
        assertThatCandidatesAreSound(geocoder, answer);
    }

    private static void assertThatCandidatesAreSound(Geocoder geocoder, GeocodeAnswer answer) {
        var all = new ArrayList<>(answer.candidates());
        all.addAll(answer.suggestions());
        assertThat(all).allSatisfy(candidate -> {
            assertThat(candidate.address()).isNotBlank().doesNotContainPattern("\\p{Cntrl}");
            assertThat(candidate.location()).isNotNull();
            assertThat(candidate.precision()).isNotNull();
            assertThat(candidate.provider()).isEqualTo(geocoder.name());
        });
        assertThat(answer.candidates())
                .isSortedAccordingTo((a, b) -> a.precision().compareTo(b.precision()));
    }

    @Test
    void couldNotAskIsAnExceptionThatTellsNothingOfTheAddress() throws Exception {
        Geocoder geocoder = cutOff();

        assertThatThrownBy(() -> geocoder.geocode(query(known(), 5)))
                .isInstanceOf(GeocodingException.class)
                .satisfies(this::tellsNothing);
    }

    private void tellsNothing(Throwable thrown) {
        var whole = new StringWriter();
        thrown.printStackTrace(new PrintWriter(whole));
        assertThat(whole.toString()).doesNotContainIgnoringCase(known().name());
    }

    @Test
    void nothingOfTheAddressIsLogged() throws Exception {
        try (var said = new Said()) {
            knowing().geocode(query(known(), 5));
            knowingNothing().geocode(query(known(), 5));
            Geocoder cutOff = cutOff();
            assertThatThrownBy(() -> cutOff.geocode(query(known(), 5)));

            assertThat(said.text()).doesNotContainIgnoringCase(known().name());
        }
    }

    @Test
    void manyMayAskAtOnce() throws Exception {
        Geocoder geocoder = knowing();
        GeocodeAnswer alone = geocoder.geocode(query(known(), 5));
        var threads = Executors.newFixedThreadPool(CALLERS);
        try {
            List<Future<GeocodeAnswer>> answers = new ArrayList<>();
            for (int i = 0; i < CALLERS * CALLS; i++) {
                answers.add(threads.submit(() -> geocoder.geocode(query(known(), 5))));
            }
            for (Future<GeocodeAnswer> answer : answers) {
                assertThat(answer.get()).isEqualTo(alone);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Whatever people type: a street alone, a town, a corner, nothing that is understood. */
    @Test
    void strangeQuestionsAreAnsweredOrRefusedButNeverBreakIt() throws Exception {
        Geocoder geocoder = knowingNothing();
        var parts = known();
        List<GeocodeQuery> strange = List.of(
                query(new AddressComponents("", "", "", "", "", "", "", "", "", "", "unknown"), 5),
                query(new AddressComponents("", "", parts.name(), "", "", "", "", "", "", "", "street"), 5),
                query(new AddressComponents("", "", "", "", "", "", parts.city(), "", "", "", "place"), 5),
                query(new AddressComponents("", "", parts.name(), "", "", "", "", "", "", "Elm St", "intersection"), 5),
                query(new AddressComponents("12", "", "DD", "", "", "", "", "MO", "", "", "State Hwy"), 5),
                query(address("1".repeat(40), "\u0000\r\n\"'&?#%\u00e9", "", "x".repeat(5000), "??", "1"), 5));

        for (GeocodeQuery query : strange) {
            try {
                assertThat(geocoder.geocode(query).mappable()).isEmpty();
            } catch (GeocodingException e) {
                assertThat(e).hasMessageNotContaining(query.text());
            }
        }
    }

    @Test
    void manyAddressesAreAnsweredInTheirOrder() throws Exception {
        if (knowing() instanceof BatchGeocoder batches) {
            var unnumbered = new AddressComponents(
                    "", "", known().name(), known().suffix(), "", "", known().city(), "", "", "", "street");
            assertThat(batches.largestBatch()).isPositive();

            var answers = batches.geocodeAll(List.of(query(known(), 5), query(unnumbered, 5)));

            assertThat(answers).hasSize(2);
            assertThat(answers.get(0).mappable()).get().returns(batches.name(), Candidate::provider);
            assertThat(answers.get(1).mappable()).isEmpty();
        }
    }
}
