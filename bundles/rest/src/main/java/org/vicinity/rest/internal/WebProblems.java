package org.vicinity.rest.internal;

import javax.ws.rs.WebApplicationException;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.Response;
import javax.ws.rs.ext.ExceptionMapper;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsExtension;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsName;

/** What JAX-RS itself refuses (no such path, method or media type) is a problem document too. */
@Component(service = ExceptionMapper.class, scope = ServiceScope.PROTOTYPE)
@JaxrsExtension
@JaxrsName("vicinity-web-problems")
public final class WebProblems implements ExceptionMapper<WebApplicationException> {
    @Context
    private HttpHeaders headers;

    @Override
    public Response toResponse(WebApplicationException thrown) {
        int status = thrown.getResponse().getStatus();
        var name =
                switch (status) {
                    case 400 -> "bad-request";
                    case 404 -> "not-found";
                    case 406 -> "not-acceptable";
                    case 413 -> "too-large";
                    case 415 -> "unsupported-media-type";
                    default -> "other";
                };
        return ProblemDocument.write(Problem.of(status, name), headers.getHeaderString("Accept-Language"));
    }
}
