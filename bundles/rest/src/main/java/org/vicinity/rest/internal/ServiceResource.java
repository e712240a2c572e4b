package org.vicinity.rest.internal;

import java.util.Map;
import java.util.stream.IntStream;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vicinity.geocoding.GeocoderStatus;
import org.vicinity.registry.Feeds.FeedStatus;

/** What this installation is and allows; answers once every part is there. */
@Component(service = ServiceResource.class)
@ApiResource
@Path("/v1/service")
@Produces(MediaType.APPLICATION_JSON)
public final class ServiceResource {
    private static final int[] RADIUS_CHOICES = {500, 1000, 1320, 2640, 5280, 10560, 15840, 26400};

    private final Services services;
    private final Gate gate;

    @Activate
    public ServiceResource(@Reference Services services, @Reference Gate gate) {
        this.services = services;
        this.gate = gate;
    }

    @GET
    @Call(value = "What this installation is and allows", answers = "200 Service")
    public Response service(@Context HttpServletRequest request) {
        gate.call(request);
        services.ready();
        var limits = services.accounts().limits();
        var radius = Json.map(
                "minimum", limits.minimumRadiusFeet(),
                "maximum", limits.maximumRadiusFeet(),
                "choices",
                        IntStream.of(RADIUS_CHOICES)
                                .filter(feet ->
                                        feet >= limits.minimumRadiusFeet() && feet <= limits.maximumRadiusFeet())
                                .boxed()
                                .toList());
        return Json.answer(
                        200,
                        Json.map(
                                "name", gate.name(),
                                "limits",
                                        Json.map(
                                                "addresses", limits.addresses(),
                                                "offenders", limits.offenders(),
                                                "radiusFeet", radius),
                                "languages", Texts.LANGUAGES,
                                "registryUpdatedAt",
                                        Json.text(
                                                services.registry().updatedAt().orElse(null)),
                                "geocoders",
                                        services.geocoding().geocoders().stream()
                                                .map(ServiceResource::geocoder)
                                                .toList(),
                                "registryLate", services.feeds().all().stream().anyMatch(FeedStatus::late)))
                .build();
    }

    /** Who types an address may know where it goes. */
    private static Map<String, Object> geocoder(GeocoderStatus geocoder) {
        return Json.map(
                "name", geocoder.name(),
                "leavesMachine", geocoder.leavesMachine(),
                "attribution", geocoder.attribution());
    }
}
