package org.vicinity.geocoder.local.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {
    @ParameterizedTest
    @CsvSource({"MINNESOTA,MINESOTA", "WINONA,WNIONA", "AUBERT,AUBRET", "CLAXTON,CLAYTON", "LEE,LEES"})
    void oneErrorIsFoundByACommonDeletion(String name, String typed) {
        Set<String> deletions = Spelling.deletions(name);

        assertThat(Spelling.oneErrorApart(name, typed)).isTrue();
        assertThat(Collections.disjoint(deletions, Spelling.deletions(typed))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"MINNESOTA,MINESSOTA", "WINONA,WINONA", "OAK,ELM", "ABCD,BADC"})
    void twoErrorsOrNoneAreNotOne(String name, String typed) {
        assertThat(Spelling.oneErrorApart(name, typed)).isFalse();
    }

    @Test
    void digitsAreNeverErrors() {
        assertThat(Spelling.oneErrorApart("11", "12")).isFalse();
        assertThat(Spelling.oneErrorApart("N11", "N1")).isFalse();
    }
}
