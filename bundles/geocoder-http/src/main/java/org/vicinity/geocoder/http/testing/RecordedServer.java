package org.vicinity.geocoder.http.testing;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** Gives the same answer to every request, and remembers what it was asked. For the tests of geocoders only. */
public final class RecordedServer implements AutoCloseable {
    public final List<String> queries = new CopyOnWriteArrayList<>();
    public final List<String> bodies = new CopyOnWriteArrayList<>();
    public final List<String> userAgents = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private final CountDownLatch released = new CountDownLatch(1);

    private volatile String answerToPost = "";

    private RecordedServer(int status, byte[] body, String retryAfter, boolean slow) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", exchange -> {
            String query = exchange.getRequestURI().getRawQuery();
            queries.add(exchange.getRequestURI().getPath()
                    + (query == null ? "" : "?" + URLDecoder.decode(query, StandardCharsets.UTF_8)));
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            userAgents.add(exchange.getRequestHeaders().getFirst("User-Agent"));
            if (slow) {
                await();
            }
            if (!retryAfter.isEmpty()) {
                exchange.getResponseHeaders().set("Retry-After", retryAfter);
            }
            byte[] answer = exchange.getRequestMethod().equals("POST") && !answerToPost.isEmpty()
                    ? answerToPost.getBytes(StandardCharsets.UTF_8)
                    : body;
            exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    public static RecordedServer recorded(Class<?> test, String file) throws IOException {
        try (var recording = test.getResourceAsStream(file)) {
            return new RecordedServer(200, recording.readAllBytes(), "", false);
        }
    }

    public static String text(Class<?> test, String file) throws IOException {
        try (var recording = test.getResourceAsStream(file)) {
            return new String(recording.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    public static RecordedServer answering(int status, String body) throws IOException {
        return new RecordedServer(status, body.getBytes(StandardCharsets.UTF_8), "", false);
    }

    public static RecordedServer askingForAPause(int status, int seconds) throws IOException {
        return new RecordedServer(status, new byte[0], String.valueOf(seconds), false);
    }

    public static RecordedServer slow() throws IOException {
        return new RecordedServer(200, new byte[0], "", true);
    }

    /** Has requests with a body answered otherwise. */
    public RecordedServer answeringPost(String body) {
        answerToPost = body;
        return this;
    }

    private void await() {
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public String url() {
        return "http://" + server.getAddress().getHostString() + ":"
                + server.getAddress().getPort();
    }

    @Override
    public void close() {
        released.countDown();
        server.stop(0);
    }
}
