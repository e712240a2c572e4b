package org.vicinity.rest.internal;

import java.util.List;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsExtensionSelect;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsResource;
import org.vicinity.enrollment.Accounts;
import org.vicinity.geocoding.GeocodeAnswer;

/** What this installation offers, and look-ups of addresses. */
@Component(service = ServiceResource.class)
@JaxrsResource
@JaxrsExtensionSelect("(osgi.jaxrs.name=" + ProblemMapper.NAME + ")")
@Path("/v1")
@Produces({"application/json", Problem.MEDIA_TYPE})
public final class ServiceResource {
    private static final List<Integer> RADIUS_CHOICES = List.of(500, 1000, 1320, 2640, 5280, 10560, 15840, 26400);

    private final Parts parts;
    private final Access access;

    @Activate
    public ServiceResource(@Reference Parts parts, @Reference Access access) {
        this.parts = parts;
        this.access = access;
    }

    @GET
    @Path("/service")
    public String service() {
        if (!parts.ready()) {
            throw Problem.unavailable();
        }
        Accounts.Limits limits = parts.accounts().limits();
        return Json.write(Wire.members(
                "name", access.name(),
                "limits",
                        Wire.members(
                                "addresses", limits.addresses(),
                                "offenders", limits.offenders(),
                                "radiusFeet",
                                        Wire.members(
                                                "minimum", limits.minimumRadiusFeet(),
                                                "maximum", limits.maximumRadiusFeet(),
                                                "choices", RADIUS_CHOICES)),
                "languages", List.of("en", "es"),
                "registryUpdatedAt", parts.registry().updatedAt().orElse(null)));
    }

    @GET
    @Path("/geocode")
    public String geocode(@QueryParam("address") String address, @Context HttpServletRequest request) {
        access.limitCalls(request);
        if (address == null || address.isBlank()) {
            throw Problem.field(422, "address", "Please give an address.");
        }
        GeocodeAnswer answer = parts.geocoding().geocode(address);
        var wire = Wire.members(
                "candidates", answer.candidates().stream().map(Wire::candidate).toList());
        if (answer.candidates().isEmpty()) {
            wire.put("reason", answer.reason().wireName());
            wire.put(
                    "suggestions",
                    answer.suggestions().stream().map(Wire::suggestion).toList());
        }
        return Json.write(wire);
    }

    @GET
    @Path("/geocode/components")
    public String components(@QueryParam("address") String address, @Context HttpServletRequest request) {
        access.requireOperator(request);
        if (address == null) {
            throw Problem.field(422, "address", "Please give an address.");
        }
        return Json.write(parts.parser().parse(address));
    }
}
