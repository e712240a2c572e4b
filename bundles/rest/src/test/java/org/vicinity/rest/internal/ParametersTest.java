package org.vicinity.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.vicinity.geocoding.Location;

class ParametersTest {
    @Test
    void textIsTakenWithoutTheBlanksAroundIt() {
        assertThat(Parameters.text("city", " Testford ")).isEqualTo("Testford");
        assertThat(Parameters.text("city", null)).isEmpty();
        assertThat(refused(() -> Parameters.text("city", "x".repeat(501)))).isEqualTo("city: long");
        assertThat(refused(() -> Parameters.text("city", "a\0b"))).isEqualTo("city: characters");
    }

    @Test
    void aNumberIsInsideItsRangeOrRefused() {
        assertThat(Parameters.between("limit", null, 50, 1, 500)).isEqualTo(50);
        assertThat(Parameters.between("limit", " ", 50, 1, 500)).isEqualTo(50);
        assertThat(Parameters.between("limit", "1", 50, 1, 500)).isEqualTo(1);
        assertThat(Parameters.between("limit", "500", 50, 1, 500)).isEqualTo(500);
        for (var odd : new String[] {"0", "501", "-1"}) {
            assertThat(refused(() -> Parameters.between("limit", odd, 50, 1, 500)))
                    .isEqualTo("limit: range");
        }
        for (var odd : new String[] {"x", "1.5", "99999999999"}) {
            assertThat(refused(() -> Parameters.between("limit", odd, 50, 1, 500)))
                    .isEqualTo("limit: type.integer");
        }
    }

    @Test
    void aPointHasBothCoordinatesOrNone() {
        assertThat(Parameters.location("38.5", "-92")).isEqualTo(new Location(38.5, -92));
        assertThat(Parameters.location(null, null)).isNull();
        assertThat(refused(() -> Parameters.location("38.5", null))).isEqualTo("lon: required");
        assertThat(refused(() -> Parameters.location("", "-92"))).isEqualTo("lat: required");
        assertThat(refused(() -> Parameters.location("NaN", "-92"))).isEqualTo("lat: range");
        assertThat(refused(() -> Parameters.location("38.5", "-180.1"))).isEqualTo("lon: range");
        assertThat(refused(() -> Parameters.location("38,5", "-92"))).isEqualTo("lat: type.number");
    }

    /** The field and the code of the refusal. */
    private static String refused(ThrowingCallable call) {
        var error = catchThrowableOfType(Problem.class, call).errors().get(0);
        return error.field() + ": " + error.code();
    }
}
