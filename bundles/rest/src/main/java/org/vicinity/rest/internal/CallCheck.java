package org.vicinity.rest.internal;

import java.util.Locale;
import javax.ws.rs.container.ContainerRequestContext;
import javax.ws.rs.container.ContainerRequestFilter;
import javax.ws.rs.container.PreMatching;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.Response;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsExtension;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsName;

/**
 * What HTTP asks of every call, before JAX-RS looks for the resource: CXF names the methods of all resources together
 * in {@code Allow}, and takes a media type it can't read for any.
 */
@Component(service = ContainerRequestFilter.class, scope = ServiceScope.PROTOTYPE)
@JaxrsExtension
@JaxrsName("vicinity-calls")
@PreMatching
public final class CallCheck implements ContainerRequestFilter {
    private final Services services;

    @Activate
    public CallCheck(@Reference Services services) {
        this.services = services;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        var methods = Route.methods("/" + request.getUriInfo().getPath(false).replaceFirst("^/", ""));
        var allow = String.join(", ", methods);
        if (!methods.isEmpty() && request.getMethod().equals("OPTIONS")) {
            request.abortWith(
                    Response.noContent().header(HttpHeaders.ALLOW, allow).build());
        } else if (!methods.isEmpty() && !methods.contains(request.getMethod())) {
            var problem = ProblemDocument.write(
                    Problem.of(405, "method-not-allowed"), request.getHeaderString(HttpHeaders.ACCEPT_LANGUAGE));
            request.abortWith(Response.fromResponse(problem)
                    .header(HttpHeaders.ALLOW, allow)
                    .build());
        } else {
            services.started();
            checkBody(request);
        }
    }

    private static void checkBody(ContainerRequestContext request) {
        var type = request.getHeaderString(HttpHeaders.CONTENT_TYPE);
        var encoding = request.getHeaderString(HttpHeaders.CONTENT_ENCODING);
        // A snapshot may come packed: the registry unpacks it.
        var encodings =
                request.getUriInfo().getPath(false).endsWith(RegistryResource.SNAPSHOTS) ? "identity|gzip" : "identity";
        if (type != null && !type.matches("[^*;/]+/[^*;/]+(;.*)?")
                || encoding != null && !encoding.toLowerCase(Locale.ROOT).matches(encodings)) {
            throw Problem.of(415, "unsupported-media-type");
        }
    }
}
