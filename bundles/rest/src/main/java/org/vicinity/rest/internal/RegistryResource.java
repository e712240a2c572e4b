package org.vicinity.rest.internal;

import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.DefaultValue;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.PUT;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.Response;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsExtensionSelect;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsResource;
import org.vicinity.enrollment.EnrollmentException;
import org.vicinity.geocoding.Candidate;
import org.vicinity.geocoding.Location;
import org.vicinity.registry.AddressType;
import org.vicinity.registry.ComplianceStatus;
import org.vicinity.registry.OffenderPage;
import org.vicinity.registry.OffenderQuery;
import org.vicinity.registry.OffenderRecord;
import org.vicinity.registry.RegistryImports.Format;

/** The public search, and the operators' entries. */
@Component(service = RegistryResource.class)
@JaxrsResource
@JaxrsExtensionSelect("(osgi.jaxrs.name=" + ProblemMapper.NAME + ")")
@Path("/v1")
@Produces({"application/json", Problem.MEDIA_TYPE})
@Consumes({"application/json", "*/*"})
public final class RegistryResource {
    private static final int PAGE_LIMIT = 500;

    private final Parts parts;
    private final Access access;

    @Activate
    public RegistryResource(@Reference Parts parts, @Reference Access access) {
        this.parts = parts;
        this.access = access;
    }

    @GET
    @Path("/offenders")
    public String search(
            @QueryParam("name") @DefaultValue("") String name,
            @QueryParam("city") @DefaultValue("") String city,
            @QueryParam("county") @DefaultValue("") String county,
            @QueryParam("zip") @DefaultValue("") String zip,
            @QueryParam("near") @DefaultValue("") String near,
            @QueryParam("lat") @DefaultValue("") String latitude,
            @QueryParam("lon") @DefaultValue("") String longitude,
            @QueryParam("radiusFeet") @DefaultValue("") String radiusFeet,
            @QueryParam("type") @DefaultValue("") String type,
            @QueryParam("limit") @DefaultValue("50") String limit,
            @QueryParam("cursor") @DefaultValue("") String cursor,
            @Context HttpServletRequest request) {
        access.limitCalls(request);
        int pageSize = Parameters.whole("limit", limit, 1, PAGE_LIMIT);
        Location centre = centre(near, latitude, longitude);
        int radius = centre == null ? 0 : Parameters.radius(radiusFeet.isEmpty() ? "5280" : radiusFeet, parts);
        OffenderPage page;
        try {
            page = parts.registry()
                    .search(new OffenderQuery(
                            name,
                            city,
                            county,
                            zip,
                            centre,
                            radius,
                            type.isEmpty() ? null : oneOf("type", type, AddressType.values(), AddressType::wireName),
                            pageSize,
                            cursor));
        } catch (IllegalArgumentException e) {
            throw Problem.field(422, "cursor", "This cursor is not one of ours.");
        }
        return Json.write(Wire.members(
                "items", page.items().stream().map(Wire::offender).toList(),
                "nextCursor", page.nextCursor().isEmpty() ? null : page.nextCursor(),
                "total", page.total()));
    }

    private Location centre(String near, String latitude, String longitude) {
        if (!latitude.isEmpty() || !longitude.isEmpty()) {
            return Parameters.location(latitude, longitude);
        }
        if (near.isBlank()) {
            return null;
        }
        var answer = parts.geocoding().geocode(near);
        return answer.mappable().map(Candidate::location).orElseThrow(() -> new EnrollmentException.Unmappable(answer));
    }

    @GET
    @Path("/offenders/{id}")
    public String offender(@PathParam("id") String id, @Context HttpServletRequest request) {
        access.limitCalls(request);
        return parts.registry()
                .find(id)
                .map(record -> Json.write(Wire.offender(record)))
                .orElseThrow(() -> Problem.of(404, "not-found", "There is no such offender in the registry."));
    }

    @PUT
    @Path("/registry/offenders/{id}")
    public Response put(
            @PathParam("id") String id,
            @QueryParam("feed") @DefaultValue("default") String feed,
            InputStream body,
            @Context HttpServletRequest request) {
        access.requireOperator(request);
        OffenderRecord record = Json.read(body, Entry.class).record(id);
        boolean added = parts.registry().put(feed, record);
        return Response.status(added ? 201 : 200)
                .entity(parts.registry()
                        .find(id)
                        .map(entered -> Json.write(Wire.offender(entered)))
                        .orElse("{}"))
                .build();
    }

    @DELETE
    @Path("/registry/offenders/{id}")
    public Response remove(
            @PathParam("id") String id,
            @QueryParam("feed") @DefaultValue("default") String feed,
            @Context HttpServletRequest request) {
        access.requireOperator(request);
        if (!parts.registry().remove(feed, id)) {
            throw Problem.of(404, "not-found", "This feed has no such offender.");
        }
        return Response.noContent().build();
    }

    @POST
    @Path("/registry/snapshots")
    public Response snapshot(
            @QueryParam("feed") @DefaultValue("default") String feed,
            InputStream body,
            @Context HttpServletRequest request) {
        access.requireOperator(request);
        String type = request.getContentType() == null
                ? ""
                : request.getContentType().split(";")[0].trim();
        Format format =
                switch (type) {
                    case "text/csv" -> Format.CSV;
                    case "application/x-ndjson" -> Format.NDJSON;
                    default ->
                        throw Problem.of(
                                415, "unsupported-media-type", "A snapshot is text/csv or application/x-ndjson.");
                };
        try {
            String id = parts.imports().start(feed, format, body);
            return Response.accepted()
                    .header("Location", "/api/v1/registry/imports/" + id)
                    .entity(Json.write(Map.of("importId", id)))
                    .build();
        } catch (IOException e) {
            throw Problem.of(400, "snapshot-incomplete", "The snapshot broke off; nothing was changed.");
        }
    }

    @GET
    @Path("/registry/imports/{id}")
    public String report(@PathParam("id") String id, @Context HttpServletRequest request) {
        access.requireOperator(request);
        return parts.imports()
                .find(id)
                .map(report -> Json.write(Wire.report(report)))
                .orElseThrow(() -> Problem.of(404, "not-found", "There is no such import."));
    }

    private static <T> T oneOf(String field, String text, T[] values, Function<T, String> name) {
        List<String> names = Arrays.stream(values).map(name).toList();
        int index = names.indexOf(text);
        if (index < 0) {
            throw Problem.field(422, field, "This is one of " + String.join(", ", names) + ".");
        }
        return values[index];
    }

    /** A record on its way in: what is not named here is dropped before it is stored. */
    record Entry(
            OffenderRecord.Name name,
            List<OffenderRecord.Name> aliases,
            LocalDate dateOfBirth,
            String sex,
            String race,
            Integer heightInches,
            Integer weightPounds,
            String hair,
            String eyes,
            List<String> marks,
            String photoUrl,
            String tier,
            String status,
            List<OffenderRecord.Offense> offenses,
            List<OffenderRecord.Vehicle> vehicles,
            List<EntryAddress> addresses) {
        OffenderRecord record(String id) {
            if (name == null || text(name.last()).isBlank()) {
                throw Problem.field(422, "name.last", "This is needed.");
            }
            return new OffenderRecord(
                    id,
                    name(name),
                    list(aliases).stream().map(Entry::name).toList(),
                    dateOfBirth,
                    text(sex),
                    text(race),
                    heightInches,
                    weightPounds,
                    text(hair),
                    text(eyes),
                    list(marks),
                    text(photoUrl),
                    text(tier),
                    status == null
                            ? null
                            : oneOf("status", status, ComplianceStatus.values(), ComplianceStatus::wireName),
                    list(offenses).stream()
                            .map(offense -> new OffenderRecord.Offense(
                                    text(offense.description()),
                                    text(offense.statute()),
                                    offense.convictedOn(),
                                    offense.releasedOn()))
                            .toList(),
                    list(vehicles).stream()
                            .map(vehicle -> new OffenderRecord.Vehicle(
                                    vehicle.year(),
                                    text(vehicle.make()),
                                    text(vehicle.model()),
                                    text(vehicle.color()),
                                    text(vehicle.plate())))
                            .toList(),
                    list(addresses).stream().map(EntryAddress::address).toList(),
                    null);
        }

        private static OffenderRecord.Name name(OffenderRecord.Name name) {
            return new OffenderRecord.Name(
                    text(name.first()), text(name.middle()), text(name.last()), text(name.suffix()));
        }
    }

    record EntryAddress(
            String type,
            String street,
            String city,
            String county,
            String state,
            String zip,
            AccountResource.Point location) {
        OffenderRecord.Address address() {
            return new OffenderRecord.Address(
                    oneOf("addresses.type", text(type), AddressType.values(), AddressType::wireName),
                    text(street),
                    text(city),
                    text(county),
                    text(state),
                    text(zip),
                    AccountResource.location("addresses.location", location));
        }
    }

    private static String text(String value) {
        return value == null ? "" : value;
    }

    private static <T> List<T> list(List<T> values) {
        return values == null ? List.of() : values;
    }
}
