package org.vicinity.geocoding.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServedPlacesTest {
    private static boolean elsewhere(String address, String[] states, String[] prefixes) {
        return new ServedPlaces(states, prefixes).areElsewhere(new RuleBasedAddressParser().parse(address));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "12 Oak St, Columbus, OH 43004|true",
                "12 Oak St, Columbus, Ohio|true",
                "12 Oak St 43004|true",
                "12 Oak St, Pevely, MO 43004|false",
                "12 Oak St, Pevely, MO|false",
                "12 Oak St 63070|false",
                "12 Oak St|false",
                "qwertz|false",
            })
    void anAddressSaysWhereItLies(String address, boolean elsewhere) {
        assertThat(elsewhere(address, new String[] {"MO"}, new String[] {"630-658"}))
                .isEqualTo(elsewhere);
    }

    @Test
    void withoutNamesNothingIsElsewhere() {
        assertThat(elsewhere("12 Oak St, Columbus, OH 43004", new String[] {" "}, new String[0]))
                .isFalse();
    }

    @Test
    void aWrongPrefixIsSaid() {
        assertThatThrownBy(() -> new ServedPlaces(new String[0], new String[] {"63"}))
                .hasMessageContaining("63");
    }
}
