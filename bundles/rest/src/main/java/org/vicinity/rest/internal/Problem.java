package org.vicinity.rest.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.ws.rs.WebApplicationException;
import javax.ws.rs.core.Response;

/** An answer by RFC 9457, thrown where the request ends. */
final class Problem extends WebApplicationException {
    static final String MEDIA_TYPE = "application/problem+json";

    private final transient Map<String, Object> document = new LinkedHashMap<>();
    private final transient Map<String, Object> headers = new LinkedHashMap<>();

    private Problem(int status, String name, String detail) {
        super(Response.status(status).build());
        document.put("type", "/problems/" + name);
        document.put("title", title(name));
        document.put("status", status);
        document.put("detail", detail);
    }

    static Problem of(int status, String name, String detail) {
        return new Problem(status, name, detail);
    }

    static Problem field(int status, String field, String message) {
        return of(status, "invalid-field", message).error(field, message);
    }

    static Problem unavailable() {
        return of(503, "unavailable", "This part of the service is starting or away for a moment. Please try again.")
                .header("Retry-After", 5);
    }

    @SuppressWarnings("unchecked")
    Problem error(String field, String message) {
        ((List<Object>) document.computeIfAbsent("errors", any -> new ArrayList<>()))
                .add(Map.of("field", field, "message", message));
        return this;
    }

    Problem with(String member, Object value) {
        document.put(member, value);
        return this;
    }

    Problem header(String name, Object value) {
        headers.put(name, value);
        return this;
    }

    Response response() {
        var response = Response.status((int) document.get("status"))
                .type(MEDIA_TYPE)
                .header("Cache-Control", "no-store")
                .entity(Json.write(document));
        headers.forEach(response::header);
        return response.build();
    }

    private static String title(String name) {
        String words = name.replace('-', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
