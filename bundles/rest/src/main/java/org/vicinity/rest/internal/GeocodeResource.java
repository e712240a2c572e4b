package org.vicinity.rest.internal;

import java.util.List;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vicinity.geocoding.Candidate;
import org.vicinity.geocoding.GeocodeAnswer;
import org.vicinity.geocoding.GeocodingException;
import org.vicinity.rest.internal.Call.By;

/** Addresses to points. */
@Component(service = GeocodeResource.class)
@ApiResource
@Path("/v1/geocode")
@Produces(MediaType.APPLICATION_JSON)
public final class GeocodeResource {
    private static final int MOST_SUGGESTIONS = 20;

    private final Services services;
    private final Gate gate;

    @Activate
    public GeocodeResource(@Reference Services services, @Reference Gate gate) {
        this.services = services;
        this.gate = gate;
    }

    @GET
    @Call(
            value = "Places that an address text may mean, best first",
            answers = {"200 GeocodeAnswer", "422 invalid-field", "503 unavailable"})
    public Response geocode(@Context HttpServletRequest request, @QueryParam("address") String address) {
        gate.call(request);
        var answer = services.geocoding().geocodeInServiceArea(required(address));
        var document = Json.map(
                "candidates", answer.candidates().stream().map(Json::candidate).toList());
        if (answer.candidates().isEmpty() || answer.reason() != GeocodeAnswer.Reason.NONE) {
            document.put("reason", answer.reason().wireName());
            document.put(
                    "detail",
                    ProblemDocument.detail(Problem.unmappable(answer), Texts.of(request.getHeader("Accept-Language"))));
            document.put("suggestions", Json.suggestions(answer.suggestions()));
        }
        return Json.answer(200, document).build();
    }

    @GET
    @Path("/suggestions")
    @Call(
            value = "Addresses that begin so, as one types; only from geocoders on this machine",
            answers = {"200 AddressSuggestions", "422 invalid-field", "503 unavailable"})
    public Response suggestions(
            @Context HttpServletRequest request, @QueryParam("text") String text, @QueryParam("limit") String limit) {
        gate.typing(request);
        if (text == null) {
            throw Problem.field("text", "required");
        }
        var typed = Parameters.text("text", text);
        int most = Parameters.between("limit", limit, 8, 1, MOST_SUGGESTIONS);
        // a blank at the end says that the last word is whole
        var items = typed.isEmpty() ? List.<Candidate>of() : completed(text.endsWith(" ") ? typed + " " : typed, most);
        return Json.answer(
                        200,
                        Json.map("items", items.stream().map(Json::completed).toList()))
                .build();
    }

    private List<Candidate> completed(String text, int most) {
        var completion = services.completion();
        if (completion.isEmpty()) {
            return List.of();
        }
        try {
            return completion.get().complete(text, most).stream()
                    .filter(one -> services.geocoding().inServiceArea(one.location()))
                    .toList();
        } catch (GeocodingException e) {
            throw Problem.unavailable();
        }
    }

    @GET
    @Path("/components")
    @Call(
            value = "How an address text is understood, USPS-abbreviated",
            by = By.OPERATOR,
            answers = {"200 AddressComponents", "401 operator-key-needed", "422 invalid-field"})
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
