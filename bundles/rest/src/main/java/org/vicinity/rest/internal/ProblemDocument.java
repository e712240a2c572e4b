package org.vicinity.rest.internal;

import java.util.List;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.Response;
import org.vicinity.enrollment.EnrollmentException;
import org.vicinity.geocoding.GeocodeAnswer;
import org.vicinity.geocoding.GeocodingUnavailableException;
import org.vicinity.registry.InvalidRecordException;

/** Writes problems as RFC 9457 documents. */
final class ProblemDocument {
    static final String TYPE = "application/problem+json";

    private ProblemDocument() {}

    /** The problem that an exception of the domain stands for; null where it is none of these. */
    static Problem of(Throwable thrown) {
        if (thrown instanceof Problem problem) {
            return problem;
        } else if (thrown instanceof EnrollmentException.InvalidField invalid) {
            return Problem.fields(invalid.errors());
        } else if (thrown instanceof EnrollmentException.LinkExpired) {
            return Problem.of(410, "link-expired");
        } else if (thrown instanceof EnrollmentException.PasswordNeeded) {
            return Problem.of(422, "password-needed");
        } else if (thrown instanceof EnrollmentException.WrongCredentials) {
            return Problem.of(401, "wrong-credentials");
        } else if (thrown instanceof EnrollmentException.TooManyAttempts many) {
            return Problem.later(429, "too-many-requests", many.retryAfter());
        } else if (thrown instanceof EnrollmentException.LimitReached) {
            return Problem.of(409, "limit-reached");
        } else if (thrown instanceof EnrollmentException.Unmappable unmappable) {
            return Problem.unmappable(unmappable.answer());
        } else if (thrown instanceof EnrollmentException.NotFound) {
            return Problem.notFound();
        } else if (thrown instanceof GeocodingUnavailableException) {
            return Problem.unavailable();
        } else if (thrown instanceof InvalidRecordException invalid) {
            return Problem.field(invalid.field(), "given", String.valueOf(invalid.getMessage()));
        }
        return null;
    }

    static Response write(Problem problem, String acceptLanguage) {
        var texts = Texts.of(acceptLanguage);
        var document = Json.map(
                "type", "/problems/" + problem.name(),
                "title", texts.text("title." + problem.name(), "title.other", List.of()),
                "status", problem.status(),
                "detail", detail(problem, texts));
        if (!problem.errors().isEmpty()) {
            document.put(
                    "errors",
                    problem.errors().stream()
                            .map(error -> Json.map(
                                    "field", error.field(),
                                    "message", texts.text("field." + error.code(), "field.other", error.arguments())))
                            .toList());
        }
        if (problem.answer() != null) {
            document.put("reason", problem.answer().reason().wireName());
            document.put("suggestions", Json.suggestions(problem.answer().suggestions()));
        }
        var response = Response.status(problem.status())
                .type(TYPE)
                .header(HttpHeaders.CONTENT_LANGUAGE, texts.language())
                .entity(Json.write(document));
        if (!problem.retryAfter().isZero()) {
            // Rounded up: a client that comes back then must not be too early.
            response.header(
                    HttpHeaders.RETRY_AFTER,
                    Math.max(1, problem.retryAfter().plusMillis(999).toSeconds()));
        }
        if (problem.name().equals("operator-key-needed")) {
            response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        return response.build();
    }

    /** What the problem means for the person, in their language. */
    static String detail(Problem problem, Texts texts) {
        if (problem.answer() != null && problem.answer().reason() != GeocodeAnswer.Reason.NONE) {
            return texts.text("reason." + problem.answer().reason().wireName(), "detail.unmappable-address", List.of());
        }
        return texts.text("detail." + problem.name(), "detail.other", List.of());
    }
}
