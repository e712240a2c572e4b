package org.vicinity.channel.webhook.internal;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A receiver on this machine. */
final class Hook implements AutoCloseable {
    record Got(Map<String, List<String>> headers, byte[] body) {
        String header(String name) {
            return headers.get(Character.toUpperCase(name.charAt(0)) + name.substring(1))
                    .get(0);
        }
    }

    final List<Got> got = new CopyOnWriteArrayList<>();
    final Map<String, String> answerHeaders = new java.util.concurrent.ConcurrentHashMap<>();
    final AtomicInteger reached = new AtomicInteger();
    volatile int status = 204;
    volatile byte[] answer = new byte[0];
    /** Answers begin after this. */
    volatile CountDownLatch silence = new CountDownLatch(0);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private int port;
    private HttpServer server;

    Hook() throws IOException {
        up();
    }

    void up() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 50);
        port = server.getAddress().getPort();
        server.setExecutor(threads);
        server.createContext("/", this::take);
        server.start();
    }

    void down() {
        server.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            reached.incrementAndGet();
            silence.await();
            if (status < 300) {
                got.add(new Got(Map.copyOf(exchange.getRequestHeaders()), body));
            }
            answerHeaders.forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
            exchange.getResponseBody().write(answer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    String url() {
        return "http://localhost:" + port + "/hook";
    }

    @Override
    public void close() {
        silence.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    static WebhookChannel.Config config(boolean allowPrivate) {
        return new WebhookChannel.Config() {
            @Override
            public boolean allowPrivate() {
                return allowPrivate;
            }

            @Override
            public int timeLimitSeconds() {
                return 2;
            }

            @Override
            public int rotationHours() {
                return 24;
            }

            @Override
            public Class<? extends Annotation> annotationType() {
                return WebhookChannel.Config.class;
            }
        };
    }
}
