package org.vicinity.itests;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/** Answers as the Census service and as Nominatim do: it knows every house of every street of Testford, Missouri. */
final class FarGeocoders implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile("(?:address|q)=(\\d+) ([^,&]+)");
    /** As far services do: most of those who ask are waiting here. */
    private static final long ANSWERS_AFTER_NANOS = 1_500_000_000;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    FarGeocoders() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext(
                "/locations/onelineaddress",
                exchange -> answer(
                        exchange,
                        """
                        {"result": {"addressMatches": [{"coordinates": {"x": -92.06, "y": 38.62},
                         "matchedAddress": "%1$s %2$s, TESTFORD, MO, 65999",
                         "addressComponents": {"city": "TESTFORD", "state": "MO", "zip": "65999"}}]}}"""));
        server.createContext(
                "/search",
                exchange -> answer(
                        exchange,
                        """
                        [{"lat": "38.62", "lon": "-92.06", "category": "building", "place_rank": 30,
                          "address": {"house_number": "%1$s", "road": "%2$s", "town": "Testford",
                                      "state": "Missouri", "postcode": "65999"}}]"""));
        server.start();
    }

    private static void answer(HttpExchange exchange, String template) throws IOException {
        LockSupport.parkNanos(ANSWERS_AFTER_NANOS);
        var asked = ADDRESS.matcher(URLDecoder.decode(exchange.getRequestURI().getRawQuery(), StandardCharsets.UTF_8));
        var body = asked.find() ? template.formatted(asked.group(1), asked.group(2)) : "{}";
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
