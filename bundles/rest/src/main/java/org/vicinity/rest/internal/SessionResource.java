package org.vicinity.rest.internal;

import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsExtensionSelect;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsResource;

/** Logging in and out. */
@Component(service = SessionResource.class)
@JaxrsResource
@JaxrsExtensionSelect({"(osgi.jaxrs.name=vicinity-problems)", "(osgi.jaxrs.name=vicinity-web-problems)"})
@Path("/v1/sessions")
@Produces(MediaType.APPLICATION_JSON)
public final class SessionResource {
    private final Services services;
    private final Gate gate;

    @Activate
    public SessionResource(@Reference Services services, @Reference Gate gate) {
        this.services = services;
        this.gate = gate;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Body({"email", "password"})
    public Response logIn(@Context HttpServletRequest request, InputStream body) {
        gate.call(request);
        var form = Json.read(body);
        var email = form.required("email");
        var password = form.required("password");
        form.check();
        var session = services.enrollment().logIn(email, password);
        return Json.answer(201, Map.of("csrfToken", session.csrfToken()))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header(HttpHeaders.SET_COOKIE, gate.setCookie(Gate.SESSION_COOKIE, session.token(), Optional.empty()))
                .build();
    }

    @DELETE
    @Path("/current")
    public Response logOut(@Context HttpServletRequest request) {
        services.enrollment().logOut(gate.changingSession(request).token());
        return Response.noContent()
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header(HttpHeaders.SET_COOKIE, gate.setCookie(Gate.SESSION_COOKIE, "", Optional.of(Duration.ZERO)))
                .build();
    }
}
