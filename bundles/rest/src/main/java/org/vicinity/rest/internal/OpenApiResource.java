package org.vicinity.rest.internal;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.Consumes;
import javax.ws.rs.GET;
import javax.ws.rs.HttpMethod;
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
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsExtensionSelect;
import org.osgi.service.jaxrs.whiteboard.propertytypes.JaxrsResource;

/** The API's description, read from the resources' annotations. */
@Component(service = OpenApiResource.class)
@JaxrsResource
@JaxrsExtensionSelect({"(osgi.jaxrs.name=vicinity-problems)", "(osgi.jaxrs.name=vicinity-web-problems)"})
@Path("/v1/openapi.json")
@Produces(MediaType.APPLICATION_JSON)
public final class OpenApiResource {
    private static final List<Class<?>> RESOURCES = List.of(
            ServiceResource.class,
            EnrollmentResource.class,
            PasswordResetResource.class,
            SessionResource.class,
            AccountResource.class,
            GeocodeResource.class,
            OffenderResource.class,
            RegistryResource.class,
            OpenApiResource.class);

    private final Gate gate;
    private final byte[] document;

    @Activate
    public OpenApiResource(@Reference Gate gate) {
        this.gate = gate;
        document = Json.write(describe());
    }

    @GET
    public Response openApi(@Context HttpServletRequest request) {
        gate.call(request);
        return Response.ok(document, MediaType.APPLICATION_JSON_TYPE).build();
    }

    static Map<String, Object> describe() {
        var paths = new TreeMap<String, Map<String, Object>>();
        for (var resource : RESOURCES) {
            for (var method : resource.getDeclaredMethods()) {
                for (Annotation annotation : method.getAnnotations()) {
                    var http = annotation.annotationType().getAnnotation(HttpMethod.class);
                    if (http != null) {
                        var path = resource.getAnnotation(Path.class).value()
                                + (method.isAnnotationPresent(Path.class)
                                        ? method.getAnnotation(Path.class).value()
                                        : "");
                        paths.computeIfAbsent(path, key -> new TreeMap<>())
                                .put(http.value().toLowerCase(Locale.ROOT), operation(resource, method));
                    }
                }
            }
        }
        return Json.map(
                "openapi", "3.0.3",
                "info", Json.map("title", "Vicinity", "version", "1"),
                "servers", List.of(Map.of("url", "/api")),
                "paths", paths,
                "components", Json.map("schemas", Json.map("Problem", problem())));
    }

    private static Map<String, Object> operation(Class<?> resource, Method method) {
        var operation = new LinkedHashMap<String, Object>();
        operation.put("operationId", resource.getSimpleName().replace("Resource", "") + "_" + method.getName());
        var parameters = new ArrayList<Map<String, Object>>();
        for (var parameter : method.getParameters()) {
            if (parameter.isAnnotationPresent(PathParam.class)) {
                parameters.add(
                        parameter(parameter.getAnnotation(PathParam.class).value(), "path"));
            } else if (parameter.isAnnotationPresent(QueryParam.class)) {
                parameters.add(
                        parameter(parameter.getAnnotation(QueryParam.class).value(), "query"));
            }
        }
        if (!parameters.isEmpty()) {
            operation.put("parameters", parameters);
        }
        if (method.isAnnotationPresent(Body.class)) {
            operation.put("requestBody", body(method));
        }
        operation.put(
                "responses",
                Json.map(
                        "2XX",
                        Map.of("description", "Done"),
                        "default",
                        Json.map(
                                "description",
                                "Refused",
                                "content",
                                Json.map(
                                        "application/problem+json",
                                        Map.of("schema", Map.of("$ref", "#/components/schemas/Problem"))))));
        return operation;
    }

    private static Map<String, Object> parameter(String name, String in) {
        return Json.map("name", name, "in", in, "required", in.equals("path"), "schema", Map.of("type", "string"));
    }

    private static Map<String, Object> body(Method method) {
        var content = new LinkedHashMap<String, Object>();
        for (var type : method.getAnnotation(Consumes.class).value()) {
            if (type.equals(MediaType.APPLICATION_JSON)) {
                content.put(
                        type,
                        Map.of("schema", schema(method.getAnnotation(Body.class).value())));
            } else {
                content.put(type, Map.of("schema", Map.of("type", "string", "format", "binary")));
            }
        }
        return Json.map("required", true, "content", content);
    }

    private static Map<String, Object> schema(String[] fields) {
        if (fields[0].contains(" ")) {
            return Json.map("type", "object", "description", fields[0]);
        }
        var properties = new LinkedHashMap<String, Object>();
        var required = new ArrayList<String>();
        for (var field : fields) {
            var name = field.replace("?", "");
            var type =
                    switch (name) {
                        case "radiusFeet" -> "integer";
                        case "location", "preferences" -> "object";
                        default -> "string";
                    };
            properties.put(name, Map.of("type", type));
            if (name.equals(field)) {
                required.add(name);
            }
        }
        var schema = Json.map("type", "object", "properties", properties);
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        return schema;
    }

    private static Map<String, Object> problem() {
        var text = Map.of("type", "string");
        return Json.map(
                "type",
                "object",
                "properties",
                Json.map(
                        "type",
                        text,
                        "title",
                        text,
                        "status",
                        Map.of("type", "integer"),
                        "detail",
                        text,
                        "errors",
                        Json.map(
                                "type",
                                "array",
                                "items",
                                Json.map("type", "object", "properties", Json.map("field", text, "message", text)))));
    }
}
