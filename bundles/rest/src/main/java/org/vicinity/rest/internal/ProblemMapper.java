package org.vicinity.rest.internal;

import javax.ws.rs.WebApplicationException;
import javax.ws.rs.core.Response;
import javax.ws.rs.ext.ExceptionMapper;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsExtension;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vicinity.enrollment.EnrollmentException;
import org.vicinity.geocoding.GeocodeAnswer;
import org.vicinity.geocoding.GeocodingUnavailableException;
import org.vicinity.registry.InvalidRecordException;

/** Every way a request can end badly, as a problem document. Nobody ever sees a stack trace. */
@Component(scope = ServiceScope.PROTOTYPE)
@JaxrsExtension
@JaxrsName(ProblemMapper.NAME)
public final class ProblemMapper implements ExceptionMapper<Throwable> {
    static final String NAME = "vicinity.problems";
    private static final Logger LOG = LoggerFactory.getLogger(ProblemMapper.class);

    @Override
    public Response toResponse(Throwable problem) {
        return problem(problem).response();
    }

    private static Problem problem(Throwable thrown) {
        if (thrown instanceof Problem problem) {
            return problem;
        }
        if (thrown instanceof EnrollmentException refused) {
            return refused(refused);
        }
        if (thrown instanceof InvalidRecordException invalid) {
            return Problem.field(422, invalid.field(), invalid.getMessage());
        }
        if (thrown instanceof GeocodingUnavailableException) {
            return Problem.unavailable();
        }
        if (thrown instanceof WebApplicationException web) {
            int status = web.getResponse().getStatus();
            return switch (status) {
                case 404 -> Problem.of(404, "not-found", "There is nothing at this address.");
                case 405 -> Problem.of(405, "method-not-allowed", "This method is not offered here.");
                case 406 -> Problem.of(406, "not-acceptable", "Answers are JSON.");
                case 415 -> Problem.of(415, "unsupported-media-type", "A body of this type is not taken here.");
                default ->
                    Problem.of(status < 500 ? status : 500, "request-failed", "The request could not be handled.");
            };
        }
        String id = Long.toHexString(System.nanoTime());
        LOG.error("A request failed ({})", id, thrown);
        return Problem.of(500, "internal-error", "Something went wrong here. Reference: " + id);
    }

    private static Problem refused(EnrollmentException refused) {
        if (refused instanceof EnrollmentException.InvalidField invalid) {
            Problem problem = Problem.of(422, "invalid-field", "Please correct the fields named.");
            invalid.errors().forEach(error -> problem.error(error.field(), Texts.of(error)));
            return problem;
        } else if (refused instanceof EnrollmentException.LinkExpired) {
            return Problem.of(410, "link-expired", "This link is expired or was used. Please ask for a new one.");
        } else if (refused instanceof EnrollmentException.PasswordNeeded) {
            return Problem.of(422, "password-needed", "Please enter the password you have chosen.");
        } else if (refused instanceof EnrollmentException.WrongCredentials) {
            return Problem.of(401, "wrong-credentials", "The e-mail address or the password is wrong.");
        } else if (refused instanceof EnrollmentException.TooManyAttempts many) {
            return Problem.of(429, "too-many-attempts", "Too many attempts. Please wait a little.")
                    .header("Retry-After", Math.max(1, many.retryAfter().toSeconds()));
        } else if (refused instanceof EnrollmentException.LimitReached limit) {
            return Problem.of(409, "limit-reached", "An account may have " + limit.limit() + " of these.");
        } else if (refused instanceof EnrollmentException.Unmappable unmappable) {
            GeocodeAnswer answer = unmappable.answer();
            return Problem.of(422, "unmappable-address", "This address could not be placed on the map.")
                    .error("address", Texts.of(answer.reason()))
                    .with("reason", answer.reason().wireName())
                    .with(
                            "suggestions",
                            answer.suggestions().stream().map(Wire::suggestion).toList());
        }
        return Problem.of(404, "not-found", "There is no such thing in this account.");
    }
}
