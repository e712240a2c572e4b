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
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsExtensionSelect;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsResource;

/** Asking for an account, and confirming it. */
@Component(service = EnrollmentResource.class)
@JaxrsResource
@JaxrsExtensionSelect({"(osgi.jaxrs.name=vicinity-problems)", "(osgi.jaxrs.name=vicinity-web-problems)"})
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
    @Body({"email", "password", "language?"})
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
        if (!services.enrollment().confirm(token, Gate.cookie(request, COOKIE), password)) {
            return Json.answer(200, Map.of("alreadyConfirmed", true))
                    .header(HttpHeaders.CACHE_CONTROL, "no-store")
                    .build();
        }
        return Response.noContent()
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }
}
