package org.vicinity.rest.internal;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.Response;
import org.vicinity.enrollment.EnrollmentException;
import org.vicinity.geocoding.GeocodeAnswer;
import org.vicinity.geocoding.GeocodingUnavailableException;
import org.vicinity.notification.ChannelFailedException;
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
        } else if (thrown instanceof GeocodingUnavailableException || thrown instanceof ChannelFailedException) {
            return Problem.unavailable();
        } else if (thrown instanceof InvalidRecordException invalid) {
            return Problem.field(invalid.field(), "given", String.valueOf(invalid.getMessage()));
        }
        return null;
    }

    static Response write(Problem problem, String acceptLanguage) {
        var texts = Texts.of(acceptLanguage);
        var response = Response.status(problem.status()).type(TYPE).entity(Json.write(document(problem, texts)));
        headers(problem, texts).forEach(response::header);
        return response.build();
    }

    /** The same outside JAX-RS. */
    static void write(Problem problem, HttpServletRequest request, HttpServletResponse response) throws IOException {
        var texts = Texts.of(request.getHeader(HttpHeaders.ACCEPT_LANGUAGE));
        response.setStatus(problem.status());
        response.setContentType(TYPE);
        headers(problem, texts).forEach(response::setHeader);
        response.getOutputStream().write(Json.write(document(problem, texts)));
    }

    private static Map<String, String> headers(Problem problem, Texts texts) {
        var headers = new LinkedHashMap<String, String>();
        headers.put(HttpHeaders.CONTENT_LANGUAGE, texts.language());
        if (problem.retryAfterSeconds() > 0) {
            headers.put(HttpHeaders.RETRY_AFTER, Long.toString(problem.retryAfterSeconds()));
        }
        if (problem.name().startsWith("operator-key-")) {
            headers.put(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        return headers;
    }

    private static Map<String, Object> document(Problem problem, Texts texts) {
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
        return document;
    }

    /** What the problem means for the person, in their language. */
    static String detail(Problem problem, Texts texts) {
        if (problem.answer() != null && problem.answer().reason() != GeocodeAnswer.Reason.NONE) {
            return texts.text("reason." + problem.answer().reason().wireName(), "detail.unmappable-address", List.of());
        }
        return texts.text("detail." + problem.name(), "detail.other", List.of());
    }
}
