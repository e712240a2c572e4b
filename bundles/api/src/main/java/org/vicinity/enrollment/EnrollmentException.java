package org.vicinity.enrollment;

import java.time.Duration;
import java.util.List;
import org.vicinity.geocoding.GeocodeAnswer;

/** A request that is not carried out, and why. Messages never hold what the person typed. */
public abstract sealed class EnrollmentException extends RuntimeException {
    private EnrollmentException(String message) {
        super(message);
    }

    /**
     * A field that cannot be taken.
     *
     * @param field as REST names it: {@code radiusFeet}
     * @param code a stable key for the text: {@code email.invalid}, {@code password.short}, {@code password.common},
     *     {@code radius.range}, {@code location.outside}, {@code label.long}, {@code language.unknown}, …
     * @param arguments for the text: limits, in the order the text names them
     */
    public record FieldError(String field, String code, List<Object> arguments) {
        public FieldError {
            arguments = List.copyOf(arguments);
        }
    }

    /** Fields that cannot be taken. */
    public static final class InvalidField extends EnrollmentException {
        private final transient List<FieldError> errors;

        public InvalidField(List<FieldError> errors) {
            super("invalid field");
            this.errors = List.copyOf(errors);
        }

        public List<FieldError> errors() {
            return errors;
        }
    }

    /** The link is expired, used up by another request, or was never ours. */
    public static final class LinkExpired extends EnrollmentException {
        public LinkExpired() {
            super("link expired");
        }
    }

    /** The request does not come from the browser that started it, and the chosen password is not or wrongly given. */
    public static final class PasswordNeeded extends EnrollmentException {
        public PasswordNeeded() {
            super("password needed");
        }
    }

    /** Unknown, unconfirmed or wrong: not told apart. */
    public static final class WrongCredentials extends EnrollmentException {
        public WrongCredentials() {
            super("wrong credentials");
        }
    }

    /** Too many attempts. */
    public static final class TooManyAttempts extends EnrollmentException {
        private final transient Duration retryAfter;

        public TooManyAttempts(Duration retryAfter) {
            super("too many attempts");
            this.retryAfter = retryAfter;
        }

        public Duration retryAfter() {
            return retryAfter;
        }
    }

    /** The account has as many as it may have. */
    public static final class LimitReached extends EnrollmentException {
        private final int limit;

        public LimitReached(int limit) {
            super("limit reached");
            this.limit = limit;
        }

        public int limit() {
            return limit;
        }
    }

    /** The address has no point a radius could be drawn around. */
    public static final class Unmappable extends EnrollmentException {
        private final transient GeocodeAnswer answer;

        public Unmappable(GeocodeAnswer answer) {
            super("unmappable address");
            this.answer = answer;
        }

        /** Reason and suggestions. */
        public GeocodeAnswer answer() {
            return answer;
        }
    }

    /** There is no such thing, or it is another's. */
    public static final class NotFound extends EnrollmentException {
        public NotFound() {
            super("not found");
        }
    }
}
