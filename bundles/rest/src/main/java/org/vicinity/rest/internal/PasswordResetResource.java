package org.vicinity.rest.internal;

import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.Consumes;
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

/** Choosing a new password, and making it count. */
@Component(service = PasswordResetResource.class)
@JaxrsResource
@JaxrsExtensionSelect({"(osgi.jaxrs.name=vicinity-problems)", "(osgi.jaxrs.name=vicinity-web-problems)"})
@Path("/v1/password-resets")
@Produces(MediaType.APPLICATION_JSON)
public final class PasswordResetResource {
    private final Services services;
    private final Gate gate;

    @Activate
    public PasswordResetResource(@Reference Services services, @Reference Gate gate) {
        this.services = services;
        this.gate = gate;
    }

    private static final String COOKIE = "vicinity_reset";

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Body({"email", "newPassword"})
    public Response request(@Context HttpServletRequest request, InputStream body) {
        gate.mailingRequest(request);
        var form = Json.read(body);
        var email = form.required("email");
        var password = form.required("newPassword");
        form.check();
        var secret = services.enrollment().requestPasswordReset(email, password);
        return Response.accepted()
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header(HttpHeaders.SET_COOKIE, gate.setCookie(COOKIE, secret, Optional.of(Duration.ofHours(48))))
                .build();
    }

    @POST
    @Path("/confirmations")
    @Consumes(MediaType.APPLICATION_JSON)
    @Body({"token", "password?"})
    public Response confirm(@Context HttpServletRequest request, InputStream body) {
        gate.call(request);
        var form = Json.read(body);
        var token = form.required("token");
        var password = form.text("password");
        form.check();
        services.enrollment().confirmPasswordReset(token, Gate.cookie(request, COOKIE), password);
        return Response.noContent()
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }
}
