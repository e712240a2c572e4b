package org.vicinity.rest.internal;

import java.time.Duration;
import java.util.List;
import org.vicinity.enrollment.EnrollmentException.FieldError;
import org.vicinity.geocoding.GeocodeAnswer;

/** A call that is not carried out: what becomes a problem document (RFC 9457). */
final class Problem extends RuntimeException {
    private final int status;
    private final transient List<FieldError> errors;
    private final transient GeocodeAnswer answer;
    private final transient Duration retryAfter;

    private Problem(int status, String name, List<FieldError> errors, GeocodeAnswer answer, Duration retryAfter) {
        super(name);
        this.status = status;
        this.errors = errors;
        this.answer = answer;
        this.retryAfter = retryAfter;
    }

    static Problem of(int status, String name) {
        return new Problem(status, name, List.of(), null, Duration.ZERO);
    }

    static Problem later(int status, String name, Duration retryAfter) {
        return new Problem(status, name, List.of(), null, retryAfter);
    }

    static Problem unavailable() {
        return later(503, "unavailable", Duration.ofSeconds(5));
    }

    static Problem notFound() {
        return of(404, "not-found");
    }

    static Problem fields(List<FieldError> errors) {
        return new Problem(422, "invalid-field", List.copyOf(errors), null, Duration.ZERO);
    }

    static Problem field(String field, String code, Object... arguments) {
        return fields(List.of(new FieldError(field, code, List.of(arguments))));
    }

    static Problem unmappable(GeocodeAnswer answer) {
        return new Problem(422, "unmappable-address", List.of(), answer, Duration.ZERO);
    }

    int status() {
        return status;
    }

    /** The last segment of the problem's type. */
    String name() {
        return getMessage();
    }

    List<FieldError> errors() {
        return errors;
    }

    /** Why an address is unmappable; null for other problems. */
    GeocodeAnswer answer() {
        return answer;
    }

    /** After how many seconds to try again; zero where that is not said. */
    long retryAfterSeconds() {
        // Rounded up: a client that comes back then must not be too early.
        return retryAfter.plusNanos(999_999_999).toSeconds();
    }
}
