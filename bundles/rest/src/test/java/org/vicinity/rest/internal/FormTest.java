package org.vicinity.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vicinity.enrollment.EnrollmentException.FieldError;

class FormTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "\"text\"", "{} {}", "{\"a\":1,\"a\":2}", "{\"a\":NaN}"})
    void whatIsNotOneObjectIsMalformed(String body) {
        var problem = catchThrowableOfType(Problem.class, () -> form(body));
        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.name()).isEqualTo("malformed-json");
    }

    @Test
    void aBodyOver64KilobytesIsRefused() {
        var problem = catchThrowableOfType(Problem.class, () -> form("{\"a\":\"" + "x".repeat(64 * 1024) + "\"}"));
        assertThat(problem.status()).isEqualTo(413);
    }

    @Test
    void everyFieldOfAWrongTypeIsNamed() {
        var form = form("{\"address\":5,\"radiusFeet\":\"500\",\"location\":{\"latitude\":999,\"longitude\":0}}");
        form.required("address");
        form.integer("radiusFeet");
        form.location("location");
        form.required("label");
        assertThat(catchThrowableOfType(Problem.class, form::check).errors())
                .extracting(FieldError::field)
                .containsExactly("address", "radiusFeet", "location", "label");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5", "3000000000", "1e999", "true", "\"1\""})
    void whatIsNoWholeNumberIsRefused(String value) {
        var form = form("{\"radiusFeet\":" + value + "}");
        form.integer("radiusFeet");
        assertThat(catchThrowableOfType(Problem.class, form::check).status()).isEqualTo(422);
    }

    @Test
    void aRecordNamesItsWrongFieldsByPathAndIgnoresUnknownOnes() {
        var form = form("{\"name\":{\"last\":\"L\"},\"secret\":{\"a\":1},\"dateOfBirth\":\"1970-02-30\","
                + "\"addresses\":[{\"type\":\"home\"},{\"type\":\"cave\"}],\"offenses\":[{\"convictedOn\":3}]}");
        assertThat(catchThrowableOfType(Problem.class, () -> RecordForm.read("R1", form, (field, value) -> false))
                        .errors())
                .extracting(FieldError::field)
                .containsExactlyInAnyOrder("dateOfBirth", "offenses[0].convictedOn", "addresses[1].type");
    }

    @Test
    void aRecordOfOneWhoIsExemptFromPublicationIsRefused() {
        var name = "{\"name\":{\"last\":\"L\"},\"sealed\":";
        BiPredicate<String, String> exempts = (field, value) -> field.equals("sealed") && !value.equals("false");
        for (var mark : List.of("true", "\"yes\"", "{\"by\":\"court\"}")) {
            var form = form(name + mark + "}");
            assertThat(catchThrowableOfType(Problem.class, () -> RecordForm.read("R1", form, exempts))
                            .errors())
                    .extracting(FieldError::field)
                    .containsExactly("sealed");
        }
        for (var mark : List.of("false", "null")) {
            assertThat(RecordForm.read("R1", form(name + mark + "}"), exempts).id())
                    .isEqualTo("R1");
        }
    }

    @Test
    void whatCannotBeATokenIsTheTokenOfNoLink() {
        assertThat(form("{\"token\":\"" + "x".repeat(2001) + "\"}").token("token"))
                .isEmpty();
        assertThat(form("{\"token\":\"a\\u0000\"}").token("token")).isEmpty();
        assertThat(form("{\"token\":\"abc\"}").token("token")).isEqualTo("abc");
    }

    private static Form form(String body) {
        return Json.read(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
    }
}
