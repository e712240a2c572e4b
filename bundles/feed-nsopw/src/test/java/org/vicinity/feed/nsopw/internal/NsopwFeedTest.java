package org.vicinity.feed.nsopw.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vicinity.geocoding.Location;
import org.vicinity.registry.AddressType;
import org.vicinity.registry.ComplianceStatus;
import org.vicinity.registry.OffenderRecord;

class NsopwFeedTest {
    private static final String LEE =
            """
            {"id": "MO1000", "name": {"prefix": "Dr", "firstName": "Ann", "lastName": "Lee", "suffix": null},
             "aliases": [{"firstName": "Nan", "middleName": "B", "lastName": "Leigh"}], "gender": "F", "dob": "1970-01-31",
             "locations": [
               {"name": "", "type": "R", "streetAddress": "12 Elm St", "city": "Rolla", "county": "Phelps", "state": "MO",
                "zipCode": "65401-0001", "latitude": 37.95, "longitude": -91.77},
               {"name": "The Bakery", "type": "E", "streetAddress": "1 Main St", "city": "Rolla", "latitude": 0, "longitude": 0},
               {"type": "S", "streetAddress": "2 School Rd", "city": "Rolla", "latitude": 999, "longitude": 1},
               {"type": "R", "county": "Phelps"}, {"type": "Q", "city": "Rolla"}],
             "offenderUri": "https://registry.example/1000", "imageUri": "https://registry.example/1000.jpg",
             "absconder": true, "jurisdictionId": "MO"}
            """;
    private static final String NAMELESS_ID =
            """
            {"name": {"firstName": "Bo"}, "gender": "U", "dob": "1970-02-31", "absconder": false,
             "offenderUri": "https://registry.example/2", "jurisdictionId": "MO"}
            """;

    private final List<JsonNode> queries = new ArrayList<>();
    private final List<HttpExchange> asked = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch over = new CountDownLatch(1);
    private HttpServer server;
    private Script script;

    private interface Script {
        void answer(HttpExchange exchange) throws Exception;
    }

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            asked.add(exchange);
            queries.add(new ObjectMapper().readTree(exchange.getRequestBody()));
            try (exchange) {
                script.answer(exchange);
            } catch (Exception e) {
                throw new IOException(e);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void anOffenderIsMappedFieldByField() throws IOException {
        script = answers(whole(LEE, NAMELESS_ID));

        List<OffenderRecord> records = read(Map.of());

        OffenderRecord lee = records.get(0);
        assertThat(lee.id()).isEqualTo("MO1000");
        assertThat(lee.name()).isEqualTo(new OffenderRecord.Name("Ann", "", "Lee", ""));
        assertThat(lee.aliases()).containsExactly(new OffenderRecord.Name("Nan", "B", "Leigh", ""));
        assertThat(lee.dateOfBirth()).isEqualTo(LocalDate.of(1970, 1, 31));
        assertThat(lee.sex()).isEqualTo("F");
        assertThat(lee.photoUrl()).isEqualTo("https://registry.example/1000.jpg");
        assertThat(lee.status()).isEqualTo(ComplianceStatus.ABSCONDED);
        assertThat(lee.addresses())
                .containsExactly(
                        new OffenderRecord.Address(
                                AddressType.HOME,
                                "12 Elm St",
                                "Rolla",
                                "Phelps",
                                "MO",
                                "65401-0001",
                                new Location(37.95, -91.77)),
                        new OffenderRecord.Address(AddressType.WORK, "1 Main St", "Rolla", "", "", "", null),
                        new OffenderRecord.Address(AddressType.SCHOOL, "2 School Rd", "Rolla", "", "", "", null));
        assertThat(records.toString()).doesNotContain("Bakery");
        OffenderRecord bo = records.get(1);
        assertThat(bo.id()).matches("[0-9a-f-]{36}");
        assertThat(bo).extracting(OffenderRecord::sex, OffenderRecord::status).containsExactly("", null);
        assertThat(bo.dateOfBirth()).isNull();
    }

    @Test
    void everythingIsAskedForOnce() throws IOException {
        script = answers(whole(LEE));

        read(Map.of());

        assertThat(queries).hasSize(1);
        assertThat(queries.get(0).path("maxResults").asInt(-1)).isZero();
        assertThat(queries.get(0).path("jurisdictions").path(0).asText()).isEqualTo("MO");
        assertThat(queries.get(0).has("zips")).isFalse();
        assertThat(asked.get(0).getRequestMethod()).isEqualTo("POST");
    }

    @Test
    void zipCodesAreAskedForFiveByFiveAndNobodyComesTwice() throws IOException {
        script = answers(whole(LEE));

        List<OffenderRecord> records =
                read(Map.of("zips", new String[] {"65401", "65402", "65409", "65101", "65102", " 65109"}));

        assertThat(queries).extracting(query -> query.path("zips").size()).containsExactly(5, 1);
        assertThat(queries.get(1).path("zips").path(0).asText()).isEqualTo("65109");
        assertThat(records).hasSize(1);
    }

    @Test
    void theKeyTravelsAsConfigured() throws IOException {
        script = answers(whole(LEE));

        read(Map.of("_key", "a&b"));
        read(Map.of("_key", "a&b", "keyHeader", "X-Key"));

        assertThat(asked.get(0).getRequestURI().getRawQuery()).isEqualTo("key=a%26b");
        assertThat(asked.get(1).getRequestURI().getRawQuery()).isNull();
        assertThat(asked.get(1).getRequestHeaders().getFirst("X-Key")).isEqualTo("a&b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "<html>down for maintenance</html>",
                "{\"statusCode\": 200, \"offenders\": [{\"id\": \"MO1\"",
                "{\"statusCode\": 200, \"offenders\": []}",
                "{\"statusCode\": 200, \"offenders\": [], \"jurisdictionStatus\": [{\"jurisdictionId\": \"KS\", \"statusCode\": 200, \"records\": 0}]}",
                "{\"statusCode\": 200, \"offenders\": [], \"jurisdictionStatus\": [{\"jurisdictionId\": \"MO\", \"statusCode\": 200, \"records\": 0}]}",
                "{\"statusCode\": 200, \"offenders\": [], \"jurisdictionStatus\": [{\"jurisdictionId\": \"MO\", \"statusCode\": 200, \"records\": 3}]}",
                "{\"statusCode\": 200, \"offenders\": [], \"jurisdictionStatus\": [{\"jurisdictionId\": \"MO\", \"statusCode\": 511, \"records\": 0}]}",
                "{\"statusCode\": 115}"
            })
    void anAnswerThatIsNotWholeIsAFailure(String answer) {
        script = answers(answer);

        assertThatThrownBy(() -> read(Map.of("_key", "secret")))
                .isInstanceOf(IOException.class)
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 301, 401, 422, 429, 500, 503})
    void anotherStatusIsAFailureThatNamesIt(int status) {
        script = exchange -> exchange.sendResponseHeaders(status, -1);

        assertThatThrownBy(() -> read(Map.of("_key", "secret")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(String.valueOf(status))
                .hasMessageNotContaining("secret");
    }

    @Test
    void anAnswerThatDoesNotBeginIsGivenUp() {
        script = exchange -> over.await();

        assertThatThrownBy(() -> read(Map.of("timeLimitSeconds", 1)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("within 1 s");
    }

    @Test
    void anAnswerThatDoesNotEndIsGivenUp() {
        script = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("{\"statusCode\": 200, ".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            over.await();
        };

        assertThatThrownBy(() -> read(Map.of("timeLimitSeconds", 1)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("longer than 1 s");
    }

    @Test
    void anEndlessAnswerIsGivenUp() {
        script = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            OutputStream body = exchange.getResponseBody();
            body.write("{\"offenders\": [".getBytes(StandardCharsets.UTF_8));
            byte[] one = (NAMELESS_ID + ",").getBytes(StandardCharsets.UTF_8);
            while (over.getCount() > 0) {
                body.write(one);
            }
        };

        assertThatThrownBy(() -> read(Map.of("answerMegabytes", 1)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("larger than 1 MB");
    }

    @Test
    void aServiceThatIsAwayIsAFailure() {
        server.stop(0);

        assertThatThrownBy(() -> read(Map.of("_key", "secret")))
                .isInstanceOf(IOException.class)
                .hasMessageNotContaining("secret");
    }

    private static Script answers(String body) {
        return exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        };
    }

    private static String whole(String... offenders) {
        return "{\"id\": \"1\", \"offenders\": [" + String.join(",", offenders)
                + "], \"jurisdictionStatus\": [{\"jurisdictionId\": \"MO\", \"statusCode\": 200, \"records\": "
                + offenders.length + "}], \"statusCode\": 200}";
    }

    private List<OffenderRecord> read(Map<String, Object> settings) throws IOException {
        List<OffenderRecord> records = new ArrayList<>();
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/query";
        // As Declarative Services do: what is not set has its default.
        NsopwFeed.Config config = (NsopwFeed.Config) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {NsopwFeed.Config.class},
                (self, method, arguments) -> method.getName().equals("url")
                        ? url
                        : settings.getOrDefault(method.getName(), method.getDefaultValue()));
        assertThat(new NsopwFeed(config).read(records::add)).isTrue();
        return records;
    }
}
