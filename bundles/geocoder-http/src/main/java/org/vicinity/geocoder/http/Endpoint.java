package org.vicinity.geocoder.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.vicinity.geocoding.GeocodingException;

/** A server that is asked. No exception's message or cause holds the address that was asked for. */
public final class Endpoint {
    private static final int LONGEST_ANSWER = 2 << 20;
    private static final long LONGEST_PAUSE_SECONDS = 3600;

    private final String name;
    private final String userAgent;
    private final Duration timeLimit;
    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient client;
    private volatile long pausedUntil = System.nanoTime();

    public Endpoint(String name, String userAgent, Duration timeLimit) {
        this.name = name;
        this.userAgent = userAgent;
        this.timeLimit = timeLimit;
        this.client = HttpClient.newBuilder()
                .connectTimeout(timeLimit)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    public JsonNode getJson(URI uri) throws GeocodingException {
        byte[] answer = send(HttpRequest.newBuilder(uri).timeout(timeLimit).header("Accept", "application/json"));
        try {
            return json.readTree(answer);
        } catch (IOException e) {
            throw new GeocodingException(name + " did not answer with JSON");
        }
    }

    /**
     * Sends fields as a web form with a file does.
     *
     * @param limit the longest time, as such requests hold many addresses
     */
    public String post(URI uri, Multipart form, Duration limit) throws GeocodingException {
        byte[] answer = send(HttpRequest.newBuilder(uri)
                .timeout(limit)
                .header("Content-Type", form.contentType())
                .POST(BodyPublishers.ofString(form.body())));
        return new String(answer, StandardCharsets.UTF_8);
    }

    private byte[] send(HttpRequest.Builder request) throws GeocodingException {
        if (pausedUntil - System.nanoTime() > 0) {
            throw new GeocodingException(name + " asked for a pause");
        }
        try {
            HttpResponse<InputStream> response =
                    client.send(request.header("User-Agent", userAgent).build(), BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                if (response.statusCode() != 200) {
                    pauseIfAsked(response);
                    throw new GeocodingException(name + " answered with status " + response.statusCode());
                }
                byte[] bytes = body.readNBytes(LONGEST_ANSWER + 1);
                if (bytes.length > LONGEST_ANSWER) {
                    throw new GeocodingException(name + " answered too much");
                }
                return bytes;
            }
        } catch (IOException e) {
            throw new GeocodingException(
                    name + " could not be reached: " + e.getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GeocodingException(name + " was interrupted");
        }
    }

    private void pauseIfAsked(HttpResponse<?> response) {
        if (response.statusCode() != 429 && response.statusCode() != 503) {
            return;
        }
        response.headers()
                .firstValue("Retry-After")
                .filter(value -> value.matches("\\d{1,9}"))
                .map(value -> Math.min(Long.parseLong(value), LONGEST_PAUSE_SECONDS))
                .ifPresent(seconds -> pausedUntil = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds));
    }
}
