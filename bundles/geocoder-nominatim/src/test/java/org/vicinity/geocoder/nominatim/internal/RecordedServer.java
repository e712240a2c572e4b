package org.vicinity.geocoder.nominatim.internal;

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

/** Gives the same answer to every request, and remembers what it was asked. */
final class RecordedServer implements AutoCloseable {
    final List<String> queries = new CopyOnWriteArrayList<>();
    final List<String> userAgents = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private final CountDownLatch released = new CountDownLatch(1);

    private RecordedServer(int status, byte[] body, String retryAfter, boolean slow) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", exchange -> {
            queries.add(exchange.getRequestURI().getPath() + "?"
                    + URLDecoder.decode(exchange.getRequestURI().getRawQuery(), StandardCharsets.UTF_8));
            userAgents.add(exchange.getRequestHeaders().getFirst("User-Agent"));
            if (slow) {
                await();
            }
            if (!retryAfter.isEmpty()) {
                exchange.getResponseHeaders().set("Retry-After", retryAfter);
            }
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    static RecordedServer recorded(String file) throws IOException {
        try (var recording = RecordedServer.class.getResourceAsStream(file)) {
            return new RecordedServer(200, recording.readAllBytes(), "", false);
        }
    }

    static String text(String file) throws IOException {
        try (var recording = RecordedServer.class.getResourceAsStream(file)) {
            return new String(recording.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static RecordedServer answering(int status, String body) throws IOException {
        return new RecordedServer(status, body.getBytes(StandardCharsets.UTF_8), "", false);
    }

    static RecordedServer askingForAPause(int status, int seconds) throws IOException {
        return new RecordedServer(status, new byte[0], String.valueOf(seconds), false);
    }

    static RecordedServer slow() throws IOException {
        return new RecordedServer(200, new byte[0], "", true);
    }

    private void await() {
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    String url() {
        return "http://" + server.getAddress().getHostString() + ":"
                + server.getAddress().getPort();
    }

    @Override
    public void close() {
        released.countDown();
        server.stop(0);
    }
}
