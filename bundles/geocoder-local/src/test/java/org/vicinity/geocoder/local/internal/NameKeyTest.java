package org.vicinity.geocoder.local.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NameKeyTest {
    @Test
    void namesWrittenDifferentlyHaveOneKey() {
        assertThat(NameKey.of("Saint Louis")).isEqualTo(NameKey.of("ST. LOUIS")).isEqualTo("STLOUIS");
        assertThat(NameKey.of("O'Fallon")).isEqualTo(NameKey.of("OFALLON"));
        assertThat(NameKey.of("La Salle")).isEqualTo(NameKey.of("Lasalle"));
        assertThat(NameKey.of("Cañon")).isEqualTo(NameKey.of("Canon"));
    }

    @Test
    void ordinalsAreTheirNumbers() {
        assertThat(NameKey.of("Eleventh")).isEqualTo(NameKey.of("11th")).isEqualTo("11");
        assertThat(NameKey.of("Twenty-First")).isEqualTo(NameKey.of("21st")).isEqualTo("21");
        assertThat(NameKey.of("Twenty Mile")).isEqualTo("TWENTYMILE");
        assertThat(NameKey.of("2nd")).isNotEqualTo(NameKey.of("3rd"));
    }

    @Test
    void aStreetTypeAtTheEndOfANameIsSpelledOut() {
        assertThat(NameKey.ofStreet("Carr Lane")).isEqualTo(NameKey.ofStreet("CARR LN"));
        assertThat(NameKey.ofStreet("Holly Hills")).isEqualTo("HOLLYHILLS");
        assertThat(NameKey.ofStreet("Ln")).isEqualTo("LN");
    }

    @Test
    void capitalsAreShownAsNames() {
        assertThat(NameKey.display("QUEEN CITY")).isEqualTo("Queen City");
        assertThat(NameKey.display("12TH")).isEqualTo("12th");
        assertThat(NameKey.display("DD")).isEqualTo("DD");
        assertThat(NameKey.display("McArthur")).isEqualTo("McArthur");
    }
}
