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

/** Choosing a new password, and making it count. */
@Component(service = PasswordResetResource.class)
@ApiResource
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
    @Call(
            value = "Chooses a new password; it counts from the click on the mailed link",
            body = "PasswordResetRequest",
            answers = {"202", "422 invalid-field", "429 too-many-requests"})
    public Response request(@Context HttpServletRequest request, InputStream body) {
        gate.mailingRequest(request);
        var form = Json.read(body);
        var email = form.required("email");
        var password = form.required("newPassword");
        form.check();
        var secret = services.enrollment().requestPasswordReset(email, password);
        return Response.accepted()
                .header(HttpHeaders.SET_COOKIE, gate.setCookie(COOKIE, secret, Optional.of(Duration.ofHours(48))))
                .build();
    }

    @POST
    @Path("/confirmations")
    @Consumes(MediaType.APPLICATION_JSON)
    @Call(
            value = "Makes the new password count, and ends all sessions",
            body = "Confirmation",
            answers = {"204", "410 link-expired", "422 password-needed"})
    public Response confirm(@Context HttpServletRequest request, InputStream body) {
        gate.call(request);
        var form = Json.read(body);
        var token = form.token("token");
        var password = form.text("password");
        form.check();
        services.enrollment().confirmPasswordReset(token, Gate.cookie(request, COOKIE), password);
        return Response.noContent().build();
    }
}
