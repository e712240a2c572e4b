package org.vicinity.feed.nsopw.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.commons.io.IOUtils;
import org.apache.commons.io.input.BoundedInputStream;

/** Posts a query and reads the answer as it comes. No message holds the address: it may carry the key. */
final class QueryService {
    private static final long MEGABYTE = 1 << 20;

    private final URI address;
    private final NsopwFeed.Config config;
    private final HttpClient client;

    /** What is done with an answer's body. */
    interface Reader {
        void read(InputStream body) throws IOException;
    }

    QueryService(NsopwFeed.Config config) {
        this.config = config;
        boolean inAddress = !config._key().isEmpty() && config.keyHeader().isEmpty();
        address = URI.create(
                inAddress
                        ? config.url() + (config.url().contains("?") ? "&" : "?") + "key="
                                + URLEncoder.encode(config._key(), StandardCharsets.UTF_8)
                        : config.url());
        client = HttpClient.newBuilder()
                .connectTimeout(timeLimit())
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    private Duration timeLimit() {
        return Duration.ofSeconds(config.timeLimitSeconds());
    }

    void ask(byte[] query, Reader reader) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .timeout(timeLimit())
                .header("User-Agent", "Vicinity/1.0")
                .header("Accept", "application/json")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(query));
        if (!config._key().isEmpty() && !config.keyHeader().isEmpty()) {
            request.header(config.keyHeader(), config._key());
        }
        try (InputStream body = send(request.build())) {
            readInTime(body, reader);
        }
    }

    private InputStream send(HttpRequest request) throws IOException {
        try {
            HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
            if (response.statusCode() != 200) {
                response.body().close();
                throw new IOException("The service answered with status " + response.statusCode());
            }
            return response.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted");
        } catch (HttpTimeoutException e) {
            throw new IOException(
                    "The service did not answer within " + timeLimit().toSeconds() + " s");
        }
    }

    /** The client's own time limit ends with the headers. */
    private void readInTime(InputStream body, Reader reader) throws IOException {
        AtomicBoolean late = new AtomicBoolean();
        CompletableFuture<Void> end = CompletableFuture.runAsync(
                () -> {
                    late.set(true);
                    IOUtils.closeQuietly(body);
                },
                CompletableFuture.delayedExecutor(config.timeLimitSeconds(), TimeUnit.SECONDS));
        try {
            reader.read(BoundedInputStream.builder()
                    .setInputStream(body)
                    .setMaxCount(config.answerMegabytes() * MEGABYTE)
                    .setOnMaxCount((most, count) -> {
                        throw new IOException("The answer is larger than " + config.answerMegabytes() + " MB");
                    })
                    .get());
        } catch (IOException e) {
            if (late.get()) {
                throw new IOException(
                        "The answer took longer than " + timeLimit().toSeconds() + " s");
            }
            throw e;
        } finally {
            end.cancel(false);
        }
    }
}
