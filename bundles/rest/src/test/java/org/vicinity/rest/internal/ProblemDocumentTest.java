package org.vicinity.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.servlet.ServletOutputStream;
import javax.servlet.WriteListener;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.Test;
import org.vicinity.enrollment.EnrollmentException;
import org.vicinity.geocoding.GeocodingUnavailableException;
import org.vicinity.registry.InvalidRecordException;

class ProblemDocumentTest {
    private final Map<String, String> headers = new HashMap<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    @Test
    void theDomainsExceptionsAreProblemsOfTheContract() {
        var retry = new EnrollmentException.TooManyAttempts(Duration.ofSeconds(15));
        assertThat(name(new EnrollmentException.LinkExpired())).isEqualTo("410 link-expired");
        assertThat(name(new EnrollmentException.PasswordNeeded())).isEqualTo("422 password-needed");
        assertThat(name(new EnrollmentException.WrongCredentials())).isEqualTo("401 wrong-credentials");
        assertThat(name(new EnrollmentException.LimitReached(5))).isEqualTo("409 limit-reached");
        assertThat(name(new EnrollmentException.NotFound())).isEqualTo("404 not-found");
        assertThat(name(retry)).isEqualTo("429 too-many-requests");
        assertThat(name(new GeocodingUnavailableException("none"))).isEqualTo("503 unavailable");
        assertThat(name(new InvalidRecordException("tier", "too long"))).isEqualTo("422 invalid-field");
        assertThat(ProblemDocument.of(new IllegalStateException("secret"))).isNull();
    }

    @Test
    void aClientThatComesBackWhenToldIsNotTooEarly() throws IOException {
        write(Problem.later(429, "too-many-requests", Duration.ofNanos(1)), null);
        assertThat(headers).containsEntry("Retry-After", "1");

        write(Problem.later(429, "too-many-requests", Duration.ofMillis(1001)), null);
        assertThat(headers).containsEntry("Retry-After", "2").containsEntry("Content-Language", "en");
    }

    @Test
    void theDocumentIsInTheReadersLanguageAndNamesEachField() throws IOException {
        var english = write(Problem.field("limit", "range", 1, 500), "en");
        var spanish = write(Problem.field("limit", "range", 1, 500), "es-MX, en");
        assertThat(english.get("type").asText()).isEqualTo("/problems/invalid-field");
        assertThat(english.get("status").asInt()).isEqualTo(422);
        assertThat(english.at("/errors/0/field").asText()).isEqualTo("limit");
        assertThat(english.at("/errors/0/message").asText()).isEqualTo("This must be from 1 to 500.");
        assertThat(spanish.at("/errors/0/message")).isNotEqualTo(english.at("/errors/0/message"));
        assertThat(spanish.get("type")).isEqualTo(english.get("type"));
    }

    @Test
    void everyProblemHasItsOwnWordsInBothLanguages() throws IOException {
        for (var name : List.of(
                "unavailable",
                "not-found",
                "too-large",
                "bad-request",
                "operator-key-needed",
                "operator-key-expired",
                "csrf")) {
            for (var language : List.of("en", "es")) {
                var other = write(Problem.of(400, "other"), language);
                assertThat(write(Problem.of(400, name), language).get("title")).isNotEqualTo(other.get("title"));
            }
        }
    }

    private static String name(Throwable thrown) {
        var problem = ProblemDocument.of(thrown);
        return problem.status() + " " + problem.name();
    }

    private JsonNode write(Problem problem, String language) throws IOException {
        body.reset();
        var request = (HttpServletRequest) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> language);
        var response = (HttpServletResponse) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {HttpServletResponse.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("setHeader")) {
                        headers.put((String) arguments[0], (String) arguments[1]);
                    }
                    return method.getName().equals("getOutputStream") ? stream() : null;
                });
        ProblemDocument.write(problem, request, response);
        return new ObjectMapper().readTree(body.toByteArray());
    }

    private ServletOutputStream stream() {
        return new ServletOutputStream() {
            @Override
            public boolean isReady() {
                return true;
            }

            @Override
            public void setWriteListener(WriteListener listener) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void write(int value) {
                body.write(value);
            }
        };
    }
}
