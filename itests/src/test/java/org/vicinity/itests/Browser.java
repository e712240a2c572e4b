package org.vicinity.itests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** An HTTP client that keeps cookies, never follows redirects, and sends the CSRF token once it was given one. */
final class Browser {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI root;
    private final HttpClient client = HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final Map<String, String> headers = new LinkedHashMap<>();

    Browser(URI root) {
        this.root = root;
    }

    /** An answer; {@link #json} reads its body. */
    record Response(int status, HttpHeaders headers, String body) {

        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException e) {
                throw new UncheckedIOException("not JSON: " + body, e);
            }
        }

        String header(String name) {
            return headers.firstValue(name).orElse("");
        }
    }

    /** Sends this header with every request from now on. */
    Browser with(String header, String value) {
        headers.put(header, value);
        return this;
    }

    /** Sends an operator's key with every request from now on. */
    Browser withKey(String key) {
        return with("Authorization", "Bearer " + key);
    }

    /** Opens a session; later requests carry its cookie and its CSRF token. */
    Response logIn(String email, String password) {
        var response = post("/api/v1/sessions", Map.of("email", email, "password", password));
        if (response.status() == 201) {
            with("X-CSRF-Token", response.json().get("csrfToken").asText());
        }
        return response;
    }

    Response get(String path) {
        return send("GET", path, "", "");
    }

    Response delete(String path) {
        return send("DELETE", path, "", "");
    }

    /** {@code body} is written as JSON: a map, a list, or a tree. */
    Response post(String path, Object body) {
        return send("POST", path, "application/json", json(body));
    }

    Response put(String path, Object body) {
        return send("PUT", path, "application/json", json(body));
    }

    Response patch(String path, Object body) {
        return send("PATCH", path, "application/json", json(body));
    }

    Response send(String method, String path, String contentType, String body) {
        return send(method, path, contentType, body.getBytes(StandardCharsets.UTF_8));
    }

    Response send(String method, String path, String contentType, byte[] body) {
        var request = HttpRequest.newBuilder(root.resolve(path)).timeout(Duration.ofSeconds(60));
        headers.forEach(request::header);
        if (contentType.isEmpty()) {
            request.method(method, BodyPublishers.noBody());
        } else {
            request.method(method, BodyPublishers.ofByteArray(body)).header("Content-Type", contentType);
        }
        try {
            var response = client.send(request.build(), BodyHandlers.ofString());
            return new Response(response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String json(Object body) {
        try {
            return JSON.writeValueAsString(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
