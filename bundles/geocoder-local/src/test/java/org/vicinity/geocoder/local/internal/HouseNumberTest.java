package org.vicinity.geocoder.local.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HouseNumberTest {
    @Test
    void suffixesAndFractionsAreKeptApartFromTheValue() {
        assertThat(HouseNumber.of("4570R")).isEqualTo(new HouseNumber(4570, "R"));
        assertThat(HouseNumber.of("4570-r")).isEqualTo(new HouseNumber(4570, "R"));
        assertThat(HouseNumber.of("123 1/2")).isEqualTo(new HouseNumber(123, "1/2"));
        assertThat(HouseNumber.of("123 1/2").display()).isEqualTo("123 1/2");
        assertThat(HouseNumber.of("123-125").base()).isEqualTo(new HouseNumber(123, ""));
    }

    @Test
    void gridNumbersHaveNoValue() {
        assertThat(HouseNumber.of("N6W23001").numbered()).isFalse();
        assertThat(HouseNumber.of("n6w23001").display()).isEqualTo("N6W23001");
    }

    @Test
    void tooManyDigitsAreNoNumber() {
        assertThat(HouseNumber.of("99999999999999999999").numbered()).isFalse();
        assertThat(HouseNumber.of("99999999999999999999").allDigits()).isTrue();
    }
}
