package org.vicinity.rest.internal;

import java.util.UUID;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.Response;
import javax.ws.rs.ext.ExceptionMapper;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsExtension;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whatever a call throws becomes a problem document; the unforeseen is logged and says no more than an id. */
@Component(service = ExceptionMapper.class, scope = ServiceScope.PROTOTYPE)
@JaxrsExtension
@JaxrsName("vicinity-problems")
public final class Problems implements ExceptionMapper<Throwable> {
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    @Context
    private HttpHeaders headers;

    @Override
    public Response toResponse(Throwable thrown) {
        var problem = ProblemDocument.of(thrown);
        if (problem == null) {
            // Without messages: a database's may hold what a person typed.
            var id = UUID.randomUUID();
            var trace = new StringBuilder();
            for (Throwable cause = thrown; cause != null && trace.length() < 4000; cause = cause.getCause()) {
                trace.append("\n  ").append(cause.getClass().getName());
                var frames = cause.getStackTrace();
                for (int i = 0; i < Math.min(12, frames.length); i++) {
                    trace.append("\n    at ").append(frames[i]);
                }
            }
            LOG.error("A call failed ({}):{}", id, trace);
            problem = Problem.of(500, "internal");
        }
        return ProblemDocument.write(problem, headers.getHeaderString("Accept-Language"));
    }
}
