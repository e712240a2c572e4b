package org.vicinity.rest.internal;

import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
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

/** Asking for an account, and confirming it. */
@Component(service = EnrollmentResource.class)
@ApiResource
@Path("/v1/enrollments")
@Produces(MediaType.APPLICATION_JSON)
public final class EnrollmentResource {
    private final Services services;
    private final Gate gate;

    @Activate
    public EnrollmentResource(@Reference Services services, @Reference Gate gate) {
        this.services = services;
        this.gate = gate;
    }

    static final String COOKIE = "vicinity_enrollment";

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Call(
            value = "Asks for an account; a link is mailed, whether the address is known or not",
            body = "EnrollmentRequest",
            answers = {"202", "422 invalid-field", "429 too-many-requests"})
    public Response enroll(@Context HttpServletRequest request, InputStream body) {
        gate.mailingRequest(request);
        var form = Json.read(body);
        var email = form.required("email");
        var password = form.required("password");
        var language = form.text("language");
        form.check();
        var secret = services.enrollment()
                .enroll(
                        email,
                        password,
                        language.isEmpty() ? Texts.language(request.getHeader("Accept-Language")) : language);
        return Response.accepted()
                .header(HttpHeaders.SET_COOKIE, gate.setCookie(COOKIE, secret, Optional.of(Duration.ofHours(48))))
                .build();
    }

    @POST
    @Path("/confirmations")
    @Consumes(MediaType.APPLICATION_JSON)
    @Call(
            value = "Confirms by the mailed link; 200 on a second click",
            body = "Confirmation",
            answers = {"200 AlreadyConfirmed", "204", "410 link-expired", "422 password-needed"})
    public Response confirm(@Context HttpServletRequest request, InputStream body) {
        gate.call(request);
        var form = Json.read(body);
        var token = form.token("token");
        var password = form.text("password");
        form.check();
        if (!services.enrollment().confirm(token, Gate.cookie(request, COOKIE), password)) {
            return Json.answer(200, Map.of("alreadyConfirmed", true)).build();
        }
        return Response.noContent().build();
    }
}
