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
import org.vicinity.rest.internal.Call.By;

/** Logging in and out. */
@Component(service = SessionResource.class)
@ApiResource
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
    @Call(
            value = "Logs in",
            body = "Credentials",
            answers = {"201 Session", "401 wrong-credentials", "429 too-many-requests"})
    public Response logIn(@Context HttpServletRequest request, InputStream body) {
        gate.call(request);
        var form = Json.read(body);
        var email = form.required("email");
        var password = form.required("password");
        form.check();
        var session = services.enrollment().logIn(email, password);
        return Json.answer(201, Map.of("csrfToken", session.csrfToken()))
                .header(HttpHeaders.SET_COOKIE, gate.setCookie(Gate.SESSION_COOKIE, session.token(), Optional.empty()))
                .build();
    }

    @DELETE
    @Path("/current")
    @Call(
            value = "Logs out",
            by = By.SUBSCRIBER,
            answers = {"204", "401 not-logged-in", "403 csrf"})
    public Response logOut(@Context HttpServletRequest request) {
        services.enrollment().logOut(gate.changingSession(request).token());
        return Response.noContent()
                .header(HttpHeaders.SET_COOKIE, gate.setCookie(Gate.SESSION_COOKIE, "", Optional.of(Duration.ZERO)))
                .build();
    }
}
