package org.vicinity.rest.internal;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.PUT;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import org.apache.commons.io.input.BoundedInputStream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vicinity.registry.RegistryImports.Format;
import org.vicinity.rest.internal.Call.By;

/** The authority's door to the registry; needs an operator's key. */
@Component(service = RegistryResource.class)
@ApiResource
@Path("/v1/registry")
@Produces(MediaType.APPLICATION_JSON)
public final class RegistryResource {
    private final Services services;
    private final Gate gate;

    @Activate
    public RegistryResource(@Reference Services services, @Reference Gate gate) {
        this.services = services;
        this.gate = gate;
    }

    static final String SNAPSHOTS = "/snapshots";
    private static final String NDJSON = "application/x-ndjson";

    @PUT
    @Path("/offenders/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Call(
            value = "Enters or replaces a record; 201 where it is new to the registry",
            by = By.OPERATOR,
            body = "Offender",
            answers = {"200 Offender", "201 Offender", "401 operator-key-needed", "422 invalid-field"})
    public Response put(
            @Context HttpServletRequest request,
            @PathParam("id") String id,
            @QueryParam("feed") String feed,
            InputStream body) {
        gate.operator(request);
        var registry = services.registry();
        var record = RecordForm.read(id, Json.read(body), registry::exempts);
        boolean isNew = registry.put(feed(feed), record);
        return Json.answer(
                        isNew ? 201 : 200, registry.find(id).map(Json::offender).orElseGet(() -> Json.map("id", id)))
                .build();
    }

    @DELETE
    @Path("/offenders/{id}")
    @Call(
            value = "Removes a record",
            by = By.OPERATOR,
            answers = {"204", "401 operator-key-needed", "404 not-found"})
    public Response remove(
            @Context HttpServletRequest request, @PathParam("id") String id, @QueryParam("feed") String feed) {
        gate.operator(request);
        if (!services.registry().remove(feed(feed), id)) {
            throw Problem.notFound();
        }
        return Response.noContent().build();
    }

    @POST
    @Path(SNAPSHOTS)
    @Consumes({"text/csv", NDJSON})
    @Call(
            value = "Takes in a snapshot, which replaces all records of its feed",
            by = By.OPERATOR,
            answers = {"202 Import", "401 operator-key-needed", "413 too-large", "415 unsupported-media-type"})
    public Response snapshot(
            @Context HttpServletRequest request,
            @Context HttpHeaders headers,
            @QueryParam("feed") String feed,
            InputStream body) {
        gate.operator(request);
        if (headers.getMediaType() == null) {
            throw Problem.of(415, "unsupported-media-type");
        }
        var format = headers.getMediaType().getSubtype().equals("csv") ? Format.CSV : Format.NDJSON;
        try (var bounded = bounded(body, gate.snapshotBytes())) {
            var id = services.imports().start(feed(feed), format, bounded);
            return Json.answer(202, Map.of("importId", id))
                    .header(HttpHeaders.LOCATION, "/api/v1/registry/imports/" + id)
                    .build();
        } catch (IOException e) {
            throw Problem.of(400, "broken-off");
        }
    }

    static InputStream bounded(InputStream body, long most) throws IOException {
        return BoundedInputStream.builder()
                .setInputStream(body)
                .setMaxCount(most)
                .setOnMaxCount((limit, count) -> {
                    throw Problem.of(413, "too-large");
                })
                .get();
    }

    @GET
    @Path("/imports/{id}")
    @Call(
            value = "How far an import is, and what became of it",
            by = By.OPERATOR,
            answers = {"200 ImportReport", "401 operator-key-needed", "404 not-found"})
    public Response report(@Context HttpServletRequest request, @PathParam("id") String id) {
        gate.operator(request);
        var report = services.imports().find(id).orElseThrow(Problem::notFound);
        return Json.answer(200, Json.report(report)).build();
    }

    private static String feed(String feed) {
        var name = Parameters.text("feed", feed);
        if (!name.matches("[A-Za-z0-9._-]{0,64}")) {
            throw Problem.field("feed", "characters");
        }
        return name.isEmpty() ? "default" : name;
    }
}
