package org.vicinity.rest.internal;

import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vicinity.geocoding.Location;
import org.vicinity.registry.OffenderPage;
import org.vicinity.registry.OffenderQuery;

/** The public part of the registry. */
@Component(service = OffenderResource.class)
@ApiResource
@Path("/v1/offenders")
@Produces(MediaType.APPLICATION_JSON)
public final class OffenderResource {
    private final Services services;
    private final Gate gate;

    @Activate
    public OffenderResource(@Reference Services services, @Reference Gate gate) {
        this.services = services;
        this.gate = gate;
    }

    private static final int DEFAULT_RADIUS_FEET = 5280;
    private static final int MAXIMUM_RADIUS_FEET = 26_400;

    @GET
    @Call(
            value = "Searches the registry; without a filter, pages through all of it",
            answers = {"200 OffenderPage", "422 invalid-field"})
    public Response search(
            @Context HttpServletRequest request,
            @QueryParam("name") String name,
            @QueryParam("city") String city,
            @QueryParam("county") String county,
            @QueryParam("zip") String zip,
            @QueryParam("near") String near,
            @QueryParam("lat") String latitude,
            @QueryParam("lon") String longitude,
            @QueryParam("radiusFeet") String radiusFeet,
            @QueryParam("type") String type,
            @QueryParam("limit") String limit,
            @QueryParam("cursor") String cursor) {
        gate.call(request);
        int size = Parameters.between("limit", limit, 50, 1, 500);
        int radius = Parameters.between("radiusFeet", radiusFeet, DEFAULT_RADIUS_FEET, 1, MAXIMUM_RADIUS_FEET);
        var typeName = Parameters.text("type", type);
        var addressType = typeName.isEmpty() ? null : RecordForm.addressType(typeName);
        if (addressType == null && !typeName.isEmpty()) {
            throw Problem.field("type", "address.type");
        }
        var registry = services.registry();
        var query = new OffenderQuery(
                Parameters.text("name", name),
                Parameters.text("city", city),
                Parameters.text("county", county),
                Parameters.text("zip", zip),
                centre(Parameters.text("near", near), latitude, longitude),
                radius,
                addressType,
                size,
                Parameters.text("cursor", cursor));
        OffenderPage page;
        try {
            page = registry.search(query);
        } catch (IllegalArgumentException e) {
            throw Problem.field("cursor", "cursor");
        }
        return Json.answer(
                        200,
                        Json.map(
                                "items",
                                        page.items().stream()
                                                .map(Json::offender)
                                                .toList(),
                                "nextCursor", page.nextCursor().isEmpty() ? null : page.nextCursor(),
                                "total", page.total()))
                .build();
    }

    private Location centre(String near, String latitude, String longitude) {
        var point = Parameters.location(latitude, longitude);
        if (point != null || near.isEmpty()) {
            return point;
        }
        var answer = services.geocoding().geocodeInServiceArea(near);
        return answer.mappable().orElseThrow(() -> Problem.unmappable(answer)).location();
    }

    @GET
    @Path("/{id}")
    @Call(
            value = "A public record",
            answers = {"200 Offender", "404 not-found"})
    public Response offender(@Context HttpServletRequest request, @PathParam("id") String id) {
        gate.call(request);
        var offender = services.registry().find(id).orElseThrow(Problem::notFound);
        return Json.answer(200, Json.offender(offender)).build();
    }
}
