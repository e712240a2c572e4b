package org.vicinity.rest.internal;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.Consumes;
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
import org.vicinity.rest.internal.Call.By;

/** The API's description: calls by the resources' annotations, schemas from a file beside this class. */
@Component(service = OpenApiResource.class)
@ApiResource
@Path("/v1/openapi.json")
@Produces(MediaType.APPLICATION_JSON)
public final class OpenApiResource {
    private final Gate gate;
    private final byte[] document;

    @Activate
    public OpenApiResource(@Reference Gate gate) {
        this.gate = gate;
        document = Json.write(describe());
    }

    @GET
    @Call(value = "This description", answers = "200 Description")
    public Response openApi(@Context HttpServletRequest request) {
        gate.call(request);
        return Response.ok(document, MediaType.APPLICATION_JSON_TYPE).build();
    }

    static Map<String, Object> describe() {
        var paths = new TreeMap<String, Map<String, Object>>();
        for (var route : Route.ALL) {
            paths.computeIfAbsent(route.path(), path -> new TreeMap<>())
                    .put(route.httpMethod().toLowerCase(Locale.ROOT), operation(route));
        }
        return Json.map(
                "openapi", "3.0.3",
                "info", Map.of("title", "Vicinity", "version", "1", "license", Map.of("name", "Apache-2.0")),
                "servers", List.of(Map.of("url", "/api")),
                "paths", paths,
                "components", components());
    }

    private static Object components() {
        try (var file = OpenApiResource.class.getResourceAsStream("openapi-components.json")) {
            return new ObjectMapper().readValue(file, Map.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Object> operation(Route route) {
        var method = route.method();
        var call = method.getAnnotation(Call.class);
        var operation = Json.map(
                "operationId", method.getDeclaringClass().getSimpleName().replace("Resource", "_") + method.getName(),
                "summary", call.value(),
                "security", security(call.by(), route.httpMethod().equals("GET")));
        var parameters = Arrays.stream(method.getParameters())
                .flatMap(parameter ->
                        Stream.of(parameter.getAnnotation(PathParam.class), parameter.getAnnotation(QueryParam.class)))
                .filter(Objects::nonNull)
                .map(annotation -> ref(
                        "parameters",
                        annotation instanceof PathParam inPath ? inPath.value() : ((QueryParam) annotation).value()))
                .toList();
        if (!parameters.isEmpty()) {
            operation.put("parameters", parameters);
        }
        if (method.isAnnotationPresent(Consumes.class)) {
            operation.put(
                    "requestBody", body(method.getAnnotation(Consumes.class).value(), call.body()));
        }
        operation.put("responses", responses(call));
        return operation;
    }

    /** A subscriber's change shows the CSRF token beside the cookie. */
    private static List<Map<String, List<String>>> security(By by, boolean onlyReads) {
        return switch (by) {
            case ANYBODY -> List.of();
            case OPERATOR -> List.of(Map.of("operatorKey", List.of()));
            case SUBSCRIBER ->
                List.of(
                        onlyReads
                                ? Map.of("session", List.of())
                                : Map.of("session", List.of(), "csrfToken", List.of()));
        };
    }

    private static Map<String, Object> body(String[] types, String schema) {
        var content = new LinkedHashMap<String, Object>();
        for (var type : types) {
            content.put(type, Map.of("schema", schema.isEmpty() ? Map.of("type", "string") : ref("schemas", schema)));
        }
        return Json.map("required", true, "content", content);
    }

    private static Map<String, Object> responses(Call call) {
        var responses = new LinkedHashMap<String, Object>();
        for (var answer : call.answers()) {
            var parts = answer.split(" ");
            if (parts.length == 1) {
                responses.put(parts[0], Map.of("description", "Done"));
            } else if (parts[0].startsWith("2")) {
                responses.put(parts[0], response(parts[1], MediaType.APPLICATION_JSON, parts[1]));
            } else {
                responses.put(parts[0], problem(parts[1]));
            }
        }
        responses.put("default", problem("Refused"));
        return responses;
    }

    private static Map<String, Object> problem(String description) {
        return response(description, ProblemDocument.TYPE, "Problem");
    }

    private static Map<String, Object> response(String description, String type, String schema) {
        return Json.map("description", description, "content", Map.of(type, Map.of("schema", ref("schemas", schema))));
    }

    private static Map<String, Object> ref(String kind, String name) {
        return Map.of("$ref", "#/components/" + kind + "/" + name);
    }
}
