package org.vicinity.geocoding.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vicinity.geocoding.AddressParser;
import org.vicinity.geocoding.Candidate;
import org.vicinity.geocoding.GeocodeAnswer;
import org.vicinity.geocoding.GeocodeAnswer.Reason;
import org.vicinity.geocoding.Location;
import org.vicinity.geocoding.Precision;

/** What a geocoder found counts as far as it is what was asked for. */
class AgreementTest {
    private static final AddressParser PARSER = new RuleBasedAddressParser();
    private static final Location HERE = new Location(38.6, -90.2);

    private static GeocodeAnswer held(String asked, String found, Precision precision, boolean zipCounts) {
        return new Agreement(PARSER, zipCounts)
                .held(
                        PARSER.parse(asked),
                        GeocodeAnswer.of(List.of(new Candidate(found, HERE, precision, "somebody"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "12 Oak St, Pevely, MO 63070|10 Oak St, Pevely, MO 63070",
                "12 Oak St, Pevely, MO 63070|112 Oak St, Pevely, MO 63070",
                "4-1302 N 10th St, Pevely, MO|4 N 10th St, Pevely, MO",
                "4-1302 N 10th St, Pevely, MO|1302 N 10th St, Pevely, MO",
                "12 Oak St, Pevely, MO 63070|12 Oak St, Pevely, MO 63048",
                "12 Oak St, Pevely, MO|12 Oak St, Pevely, KS",
                "12 Oak St, Pevely, MO|12 Willow St, Pevely, MO",
                "12 Oak St, Pevely, MO|14-20 Oak St, Pevely, MO",
                "Oak St, Pevely, MO|12 Oak St, Pevely, MO",
            })
    void anotherPlaceIsNoAnswerButAnOffer(String asked, String found) {
        GeocodeAnswer answer = held(asked, found, Precision.ROOFTOP, true);

        assertThat(answer.mappable()).isEmpty();
        assertThat(answer.reason()).isEqualTo(Reason.CONTRADICTORY);
        assertThat(answer.suggestions()).singleElement().returns(found, Candidate::address);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "12 Oak St, Pevely, MO 63070|12 OAK ST, PEVELY, MO, 63070-1234",
                "012 Oak St, Pevely|12 Oak Street, Pevely, Missouri",
                "12 1/2 Oak St, Pevely, MO|12 Oak St, Pevely, MO",
                "12A Oak St, Pevely, MO|12 Oak St, Pevely, MO",
                "12 Oak St Apt 4, Pevely, MO|12 Oak St, Pevely, MO",
                "12 Oak St, Pevely, MO|10-16 Oak St, Pevely, MO",
                "12 Oka St, Pevely, MO|12 Oak St, Pevely, MO",
                "12 MLK Dr, Pevely, MO|12 Martin Luther King Dr, Pevely, MO",
                "12 Tenth St, Pevely, MO|12 N 10th St, Pevely, MO",
                "12 St Hwy D, Pevely, MO|12 State Route D, Pevely, MO",
                "12 Oak St, Pevely, MO|The old mill",
            })
    void otherWritingsOfThePlaceAreAnAnswer(String asked, String found) {
        assertThat(held(asked, found, Precision.ROOFTOP, true).mappable()).isPresent();
    }

    @Test
    void aGeocoderOnThisMachineJudgesZipCodesItself() {
        assertThat(held("12 Oak St, Pevely, MO 63070", "12 Oak St, Pevely, MO 63048", Precision.ROOFTOP, false)
                        .mappable())
                .isPresent();
    }

    @Test
    void whatIsRoughStaysAsItIs() {
        GeocodeAnswer answer = held("12 Oak St, Pevely, MO", "10 Oak St, Pevely, MO", Precision.STREET, true);

        assertThat(answer.suggestions()).isEmpty();
        assertThat(answer.candidates()).singleElement().returns(Precision.STREET, Candidate::precision);
    }
}
