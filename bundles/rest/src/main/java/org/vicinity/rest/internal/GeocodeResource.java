package org.vicinity.rest.internal;

import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsExtensionSelect;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsResource;
import org.vicinity.geocoding.GeocodeAnswer;

/** Addresses to points. */
@Component(service = GeocodeResource.class)
@JaxrsResource
@JaxrsExtensionSelect({"(osgi.jaxrs.name=vicinity-problems)", "(osgi.jaxrs.name=vicinity-web-problems)"})
@Path("/v1/geocode")
@Produces(MediaType.APPLICATION_JSON)
public final class GeocodeResource {
    private final Services services;
    private final Gate gate;

    @Activate
    public GeocodeResource(@Reference Services services, @Reference Gate gate) {
        this.services = services;
        this.gate = gate;
    }

    @GET
    public Response geocode(@Context HttpServletRequest request, @QueryParam("address") String address) {
        gate.call(request);
        var answer = services.geocoding().geocode(required(address));
        var document = Json.map(
                "candidates", answer.candidates().stream().map(Json::candidate).toList());
        if (answer.candidates().isEmpty() || answer.reason() != GeocodeAnswer.Reason.NONE) {
            document.put("reason", answer.reason().wireName());
            document.put(
                    "detail",
                    ProblemDocument.detail(
                            Problem.unmappable(answer), Texts.of(request.getHeader("Accept-Language"))));
            document.put("suggestions", Json.suggestions(answer.suggestions()));
        }
        return Json.answer(200, document)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    @GET
    @Path("/components")
    public Response components(@Context HttpServletRequest request, @QueryParam("address") String address) {
        gate.operator(request);
        var parts = services.parser().parse(required(address));
        return Json.answer(
                        200,
                        Json.map(
                                "number", parts.number(),
                                "predirectional", parts.predirectional(),
                                "name", parts.name(),
                                "suffix", parts.suffix(),
                                "postdirectional", parts.postdirectional(),
                                "unit", parts.unit(),
                                "city", parts.city(),
                                "state", parts.state(),
                                "zip", parts.zip(),
                                "crossStreet", parts.crossStreet(),
                                "kind", parts.kind()))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    private static String required(String address) {
        var text = Parameters.text("address", address);
        if (text.isEmpty()) {
            throw Problem.field("address", "required");
        }
        return text;
    }
}
