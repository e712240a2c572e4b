package org.vicinity.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.vicinity.itests.AccountContractIT.problem;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.vicinity.itests.Browser.Response;

/** What the API promises of every call: its description, HTTP's manners, limits, and an answer to any bad input. */
class RestContractIT {
    private static final String PLACE = "120 Juniper St, Testford, MO 65999";
    private static final String JSON = "application/json";
    private static final String NOT_UTF_8 = new String(new char[] {0xE9, 0xFF});
    private static final AtomicInteger VISITORS = new AtomicInteger();

    private static MailServer mail;
    private static Distribution vicinity;
    private static Chain chain;
    private static JsonNode description;
    private static OpenApiInteractionValidator validator;

    /** The answers until the first good one. */
    private static final List<Response> WHILE_STARTING = new ArrayList<>();

    /** The calls of the description that were seen to answer as it says. */
    private static final TreeSet<String> SEEN = new TreeSet<>();

    @BeforeAll
    static void start() {
        mail = new MailServer();
        vicinity = Chain.distribution("rest-contract", mail).launch();
        await().atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptions()
                .until(() -> {
                    var answer = vicinity.browser().get("/api/v1/service");
                    WHILE_STARTING.add(answer);
                    return answer.status() == 200;
                });
        chain = new Chain(vicinity, mail);
        chain.importSnapshot(Chain.row("A1", "Fennel", "126 Juniper St", "38.62,-92.0590"));
        var document = visitor().get("/api/v1/openapi.json");
        description = document.json();
        validator = OpenApiInteractionValidator.createForInlineApiSpecification(document.body())
                .build();
    }

    @AfterAll
    static void stop() {
        vicinity.close();
        mail.close();
    }

    @Test
    void untilEveryPartIsThereCallsAreToldToComeBack() {
        var later =
                WHILE_STARTING.stream().filter(answer -> answer.status() == 503).toList();
        assertThat(later).isNotEmpty().allSatisfy(answer -> {
            assertThat(answer.json().get("type").asText()).isEqualTo("/problems/unavailable");
            assertThat(Integer.parseInt(answer.header("Retry-After"))).isPositive();
        });
        // The HTTP server itself is up a moment earlier, and again between two wirings of JAX-RS.
        assertThat(WHILE_STARTING).extracting(Response::status).isSubsetOf(404, 503, 200);
    }

    @Test
    void everyCallAnswersAsTheDescriptionSays() {
        var email = "described@example.org";
        var visitor = visitor();
        call(visitor, 200, "GET", "/service", "");
        call(visitor, 200, "GET", "/openapi.json", "");
        var login = "{\"email\":\"%s\",\"password\":\"%s\"}".formatted(email, Chain.PASSWORD);
        call(visitor, 202, "POST", "/enrollments", login);
        call(visitor, 422, "POST", "/enrollments", "{}");
        call(visitor, 401, "POST", "/sessions", login);
        var token = "{\"token\":\"%s\"}".formatted(mail.await(email, 1).get(0).token());
        call(visitor(), 422, "POST", "/enrollments/confirmations", token);
        call(visitor, 204, "POST", "/enrollments/confirmations", token);
        call(visitor, 200, "POST", "/enrollments/confirmations", token);
        call(visitor, 410, "POST", "/enrollments/confirmations", "{\"token\":\"\"}");
        call(visitor, 410, "POST", "/enrollments/confirmations", "{\"token\":\"%s\"}".formatted("x".repeat(9000)));
        call(visitor, 202, "POST", "/password-resets", login.replace("password", "newPassword"));
        token = "{\"token\":\"%s\"}".formatted(mail.await(email, 2).get(1).token());
        call(visitor, 204, "POST", "/password-resets/confirmations", token);
        call(visitor, 410, "POST", "/password-resets/confirmations", token);

        call(visitor, 401, "GET", "/account", "");
        var session = call(visitor, 201, "POST", "/sessions", login);
        call(visitor, 403, "DELETE", "/sessions/current", "");
        visitor.with("X-CSRF-Token", session.json().get("csrfToken").asText());
        call(visitor, 200, "PATCH", "/account", "{\"language\":\"es\",\"preferences\":{\"movedOut\":true}}");
        var place = "{\"address\":\"%s\",\"radiusFeet\":500,\"label\":\"Home\"}".formatted(PLACE);
        var tracked = "/account/addresses/"
                + call(visitor, 201, "POST", "/account/addresses", place)
                        .json()
                        .get("id")
                        .asLong();
        call(visitor, 422, "POST", "/account/addresses", place.replace("120", "9120"));
        call(visitor, 200, "GET", "/account/addresses", "");
        call(visitor, 200, "GET", tracked, "");
        call(visitor, 200, "PUT", tracked, place);
        call(visitor, 201, "PUT", "/account/offenders/A1", "");
        call(visitor, 200, "PUT", "/account/offenders/A1?channel=email", "");
        call(visitor, 200, "GET", "/account/offenders", "");
        call(visitor, 404, "PUT", "/account/channels/telex", "{\"address\":\"1\"}");
        call(visitor, 404, "DELETE", "/account/channels/telex", "");
        call(visitor, 200, "GET", "/account", "");
        call(visitor, 200, "GET", "/account/forecast?lat=38.62&lon=-92.06&radiusFeet=5280", "");
        call(visitor, 204, "DELETE", "/account/offenders/A1", "");
        call(visitor, 204, "DELETE", tracked, "");
        call(visitor, 404, "DELETE", tracked, "");

        call(visitor, 200, "GET", "/geocode?address=120+Juniper+St,+Testford,+MO", "");
        call(visitor, 200, "GET", "/geocode/suggestions?text=120+Juni&limit=3", "");
        call(visitor, 422, "GET", "/geocode/suggestions?text=120+Juni&limit=0", "");
        call(visitor, 200, "GET", "/geocode?address=9120+Juniper+St,+Testford,+MO", "");
        call(visitor, 200, "GET", "/offenders?name=fennel", "");
        call(visitor, 422, "GET", "/offenders?near=nowhere+at+all", "");
        call(visitor, 200, "GET", "/offenders/A1", "");
        call(visitor, 404, "GET", "/offenders/NOBODY", "");
        call(visitor, 401, "GET", "/geocode/components?address=x", "");
        var operator = chain.operator();
        call(operator, 200, "GET", "/geocode/components?address=120+Juniper+St", "");
        call(operator, 201, "PUT", "/registry/offenders/D1?feed=described", "{\"name\":{\"last\":\"Dill\"}}");
        call(operator, 200, "GET", "/offenders/D1", "");
        call(operator, 422, "PUT", "/registry/offenders/D1?feed=described", "{}");
        call(operator, 204, "DELETE", "/registry/offenders/D1?feed=described", "");
        var accepted = operator.send(
                "POST",
                "/api/v1/registry/snapshots?feed=described",
                "application/x-ndjson",
                "{\"id\":\"D2\",\"name\":{\"last\":\"Dill\"}}\n");
        check("POST", "/registry/snapshots", accepted);
        var report =
                "/api/v1/registry/imports/" + accepted.json().get("importId").asText();
        assertThat(accepted.status()).isEqualTo(202);
        assertThat(accepted.header("Location")).isEqualTo(report);
        chain.awaitImport(accepted.json().get("importId").asText());
        call(operator, 200, "GET", report.substring("/api/v1".length()), "");

        call(visitor, 401, "DELETE", "/account", "{\"password\":\"another\"}");
        call(visitor, 204, "DELETE", "/account", "{\"password\":\"%s\"}".formatted(Chain.PASSWORD));
        call(visitor, 401, "DELETE", "/sessions/current", "");
        assertThat(SEEN).containsExactlyInAnyOrderElementsOf(described());
    }

    @Test
    void everyAnswerNarrowsWhatABrowserDoesWithIt() {
        for (var path : List.of(
                "/",
                "/confirm?token=x",
                "/unsubscribe?token=x",
                "/nowhere",
                "/api/v1/service",
                "/api/v1/account",
                "/api/v1/nowhere")) {
            var answer = visitor().get(path);
            assertThat(answer.header("Content-Security-Policy"))
                    .as(path)
                    .contains("default-src")
                    .contains("frame-ancestors");
            assertThat(answer.header("X-Content-Type-Options")).as(path).isEqualTo("nosniff");
            assertThat(answer.header("Referrer-Policy")).as(path).isEqualTo("no-referrer");
            assertThat(answer.header("X-Robots-Tag")).as(path).isEqualTo("noindex");
            assertThat(answer.header("Cache-Control")).as(path).containsPattern("no-(store|cache)");
            assertThat(answer.header("Server")).as(path).isEmpty();
        }
    }

    @Test
    void aPathSaysWhichMethodsItTakes() {
        var operator = chain.operator();
        for (var expected : Map.of(
                        "/api/v1/service", "GET, HEAD, OPTIONS",
                        "/api/v1/enrollments", "POST, OPTIONS",
                        "/api/v1/account/addresses/1", "DELETE, GET, HEAD, PUT, OPTIONS")
                .entrySet()) {
            var options = operator.send("OPTIONS", expected.getKey(), "", "");
            assertThat(options.status()).isEqualTo(204);
            assertThat(options.header("Allow")).isEqualTo(expected.getValue());
            var wrong = operator.send("PROPFIND", expected.getKey(), JSON, "{}");
            problem(wrong, 405, "method-not-allowed");
            assertThat(wrong.header("Allow")).isEqualTo(expected.getValue());
        }
        var head = operator.send("HEAD", "/api/v1/service", "", "");
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        for (var path :
                List.of("/api", "/api/", "/api/v1", "/api/v1/nowhere", "/api/v2/service", "/api/v1/offenders/a/b")) {
            problem(operator.get(path), 404, "not-found");
            problem(operator.post(path, Map.of()), 404, "not-found");
        }
    }

    @Test
    void aBodyThatCannotBeReadIsRefused() {
        var operator = chain.operator();
        var path = "/api/v1/sessions";
        for (var body : List.of(
                "",
                "{",
                "null",
                "[]",
                "\"text\"",
                "{} {}",
                "{'email':'x'}",
                "{\"email\":\"a\",\"email\":\"b\",\"password\":\"c\"}",
                "{\"email\":" + "[".repeat(20_000),
                "{\"email\":" + "9".repeat(5_000) + "}")) {
            problem(operator.send("POST", path, JSON, body), 400, "malformed-json");
        }
        problem(operator.send("POST", path, JSON, NOT_UTF_8.getBytes(StandardCharsets.ISO_8859_1)), 400, "");
        problem(operator.send("POST", path, JSON, "{\"email\":\"" + "x".repeat(70_000) + "\"}"), 413, "too-large");
        for (var type : List.of("text/plain", "application/xml", "application/x-www-form-urlencoded", "*/*", "what")) {
            problem(operator.send("POST", path, type, "{}"), 415, "unsupported-media-type");
            problem(operator.send("POST", "/api/v1/registry/snapshots", type, "id\n"), 415, "unsupported-media-type");
        }
        problem(operator.send("POST", path, "", ""), 415, "unsupported-media-type");
        problem(chain.operator().with("Content-Encoding", "gzip").send("POST", path, JSON, "{}"), 415, "");
        problem(chain.operator().with("Accept", "text/html").get("/api/v1/service"), 406, "not-acceptable");
    }

    @Test
    void wrongFieldsAreNamedAllAtOnceWithTheirPlace() {
        var operator = chain.operator();
        problem(
                operator.send(
                        "POST",
                        "/api/v1/enrollments",
                        JSON,
                        "{\"email\":5,\"password\":{},\"language\":\"" + "x".repeat(3000) + "\"}"),
                422,
                "invalid-field",
                "email",
                "password",
                "language");
        problem(
                operator.send(
                        "PUT",
                        "/api/v1/registry/offenders/W1",
                        JSON,
                        """
                        {"id": "W2", "name": {"last": 5}, "aliases": {}, "dateOfBirth": "1970-02-30", "marks": [1],
                         "heightInches": "tall", "status": "calm", "vehicles": [{"year": 1.5}, 7],
                         "addresses": [{"type": "den", "location": {"latitude": 999, "longitude": 0}}]}
                        """),
                422,
                "invalid-field",
                "id",
                "name.last",
                "aliases",
                "dateOfBirth",
                "marks[0]",
                "heightInches",
                "status",
                "vehicles[0].year",
                "vehicles[1]",
                "addresses[0].type",
                "addresses[0].location");
        var record = "{\"name\":{\"last\":\"%s\"},\"photoUrl\":\"%s\"}";
        var path = "/api/v1/registry/offenders/";
        problem(operator.send("PUT", path + "W1", JSON, record.formatted("x".repeat(1900), "")), 422, "", "name.last");
        problem(operator.send("PUT", path + "W1", JSON, record.formatted("x", "javascript:1")), 422, "", "photoUrl");
        problem(operator.send("PUT", path + "a%20b", JSON, record.formatted("x", "")), 422, "", "id");
        problem(operator.send("PUT", path + "W1?feed=a%2Fb", JSON, record.formatted("x", "")), 422, "", "feed");
    }

    @Test
    void aPlaceIsRefusedByTheFieldsThatAreWrong() {
        var subscriber = chain.subscriber("places@example.org");
        var place = "{\"address\":\"" + PLACE + "\",%s}";
        for (var wrong : Map.of(
                        "\"label\":\"x\"",
                        "radiusFeet",
                        "\"radiusFeet\":499",
                        "radiusFeet",
                        "\"radiusFeet\":26401",
                        "radiusFeet",
                        "\"radiusFeet\":500.5",
                        "radiusFeet",
                        "\"radiusFeet\":\"500\"",
                        "radiusFeet",
                        "\"radiusFeet\":500,\"label\":\"" + "x".repeat(300) + "\"",
                        "label",
                        "\"radiusFeet\":500,\"location\":\"here\"",
                        "location",
                        "\"radiusFeet\":500,\"location\":{\"latitude\":38.6}",
                        "location",
                        "\"radiusFeet\":500,\"location\":{\"latitude\":41.9,\"longitude\":-87.6}",
                        "location")
                .entrySet()) {
            var answer = subscriber.send("POST", "/api/v1/account/addresses", JSON, place.formatted(wrong.getKey()));
            problem(answer, 422, "invalid-field", wrong.getValue());
        }
        problem(subscriber.post("/api/v1/account/addresses", Map.of("radiusFeet", 500)), 422, "", "address");
        problem(subscriber.patch("/api/v1/account", Map.of("language", "fr")), 422, "", "language");
        var preferences = Map.of("preferences", Map.of("paused", "yes"));
        problem(subscriber.patch("/api/v1/account", preferences), 422, "", "preferences.paused");
        problem(subscriber.get("/api/v1/account/addresses/one"), 404, "not-found");
        assertThat(subscriber.get("/api/v1/account/addresses").json()).isEmpty();
    }

    @Test
    void wrongParametersAreNamed() throws IOException {
        var operator = chain.operator();
        for (var query : List.of(
                "limit=0",
                "limit=501",
                "limit=many",
                "cursor=made-up",
                "type=den",
                "lat=1e9&lon=0",
                "lat=NaN&lon=0",
                "lon=0",
                "radiusFeet=0&lat=38&lon=-92",
                "radiusFeet=26401&lat=38&lon=-92",
                "name=" + "x".repeat(501),
                "city=%00")) {
            var field = query.startsWith("lon") ? "lat" : query.substring(0, query.indexOf('='));
            problem(operator.get("/api/v1/offenders?" + query), 422, "invalid-field", field);
        }
        problem(operator.get("/api/v1/geocode/suggestions"), 422, "invalid-field", "text");
        problem(operator.get("/api/v1/geocode"), 422, "invalid-field", "address");
        problem(operator.get("/api/v1/geocode/components?address="), 422, "invalid-field", "address");

        assertThat(raw("GET /api/v1/offenders?name=%zz HTTP/1.1"))
                .startsWith("HTTP/1.1 400")
                .contains("application/problem+json")
                .contains("/problems/bad-request");
        assertThat(raw("GET /unsubscribe?token=%zz HTTP/1.1")).startsWith("HTTP/1.1 400");
        assertThat(raw("GET /api/v1/offenders/%zz HTTP/1.1")).startsWith("HTTP/1.1 400");
    }

    @Test
    void textsAreInTheLanguageAskedForAndNamesAreNot() {
        var spanish = visitor().with("Accept-Language", "es-US, en;q=0.5").get("/api/v1/offenders?limit=0");
        var english = visitor().with("Accept-Language", "fr").get("/api/v1/offenders?limit=0");
        problem(spanish, 422, "invalid-field", "limit");
        problem(english, 422, "invalid-field", "limit");
        assertThat(spanish.header("Content-Language")).isEqualTo("es");
        assertThat(english.header("Content-Language")).isEqualTo("en");
        for (var text : List.of("/title", "/detail", "/errors/0/message")) {
            assertThat(spanish.json().at(text).asText())
                    .isNotEqualTo(english.json().at(text).asText());
        }
    }

    @Test
    void eachClientHasItsOwnLimits() {
        var client = visitor();
        var request = Map.of("email", "not an address", "password", Chain.PASSWORD);
        for (int i = 0; i < 20; i++) {
            problem(client.post("/api/v1/enrollments", request), 422, "invalid-field", "email");
        }
        var limited = client.post("/api/v1/password-resets", Map.of());
        problem(limited, 429, "too-many-requests");
        assertThat(Integer.parseInt(limited.header("Retry-After"))).isBetween(1, 180);
        check("POST", "/password-resets", limited);
        problem(visitor().post("/api/v1/enrollments", request), 422, "invalid-field", "email");
        problem(client.withKey(Chain.KEY).post("/api/v1/enrollments", request), 422, "invalid-field", "email");
    }

    @Test
    void aClientMakesTwentyCallsASecondAndAnOperatorMore() {
        var client = visitor();
        assertThat(IntStream.range(0, 200).mapToObj(i -> client.get("/api/v1/openapi.json")))
                .anySatisfy(answer -> {
                    problem(answer, 429, "too-many-requests");
                    assertThat(answer.header("Retry-After")).isEqualTo("1");
                });
        var operator = client.withKey(Chain.KEY);
        assertThat(IntStream.range(0, 60).mapToObj(i -> operator.get("/api/v1/openapi.json")))
                .allSatisfy(answer -> assertThat(answer.status()).isEqualTo(200));
    }

    @Test
    void whatAClientWritesInFrontOfItsAddressDoesNotHelp() {
        var path = "/api/v1/enrollments";
        for (int i = 0; i < 20; i++) {
            vicinity.browser()
                    .with("X-Forwarded-For", "192.0.2." + i + ", 203.0.113.1")
                    .post(path, Map.of());
        }
        var next = vicinity.browser().with("X-Forwarded-For", "192.0.2.99, 203.0.113.1");
        problem(next.post(path, Map.of()), 429, "too-many-requests");
    }

    @Test
    void guessingAPasswordIsSlowedDownForKnownAndUnknownAlike() {
        chain.subscriber("guessed@example.org");
        for (var email : List.of("guessed@example.org", "unknown@example.org")) {
            var answers = IntStream.range(0, 11)
                    .mapToObj(i -> chain.operator().logIn(email, "a wrong password " + i))
                    .toList();
            answers.subList(0, 10).forEach(answer -> problem(answer, 401, "wrong-credentials"));
            problem(answers.get(10), 429, "too-many-requests");
            assertThat(Integer.parseInt(answers.get(10).header("Retry-After"))).isBetween(1, 60);
        }
    }

    @Test
    void withAKeyAndACookieTheCookieIsWhoAsks() {
        var email = "operator@example.org";
        var both = chain.subscriber(email).withKey(Chain.KEY).with("X-CSRF-Token", "none");
        assertThat(both.get("/api/v1/account").json().get("email").asText()).isEqualTo(email);
        assertThat(both.patch("/api/v1/account", Map.of("language", "es")).status())
                .as("needs no CSRF token")
                .isEqualTo(200);
        problem(chain.operator().get("/api/v1/account"), 401, "not-logged-in");
    }

    @Test
    void nothingThatWentWrongWasUnforeseen() {
        assertThat(vicinity.log()).doesNotContain("A call failed");
    }

    /** Somebody else's computer, behind a proxy on this one. */
    private static Browser visitor() {
        int number = VISITORS.incrementAndGet();
        return vicinity.browser().with("X-Forwarded-For", "198.51.100." + number);
    }

    private static Response call(Browser browser, int status, String method, String path, String body) {
        var answer = browser.send(method, "/api/v1" + path, body.isEmpty() ? "" : JSON, body);
        assertThat(answer.status())
                .as(method + " " + path + ": " + answer.body())
                .isEqualTo(status);
        check(method, path, answer);
        return answer;
    }

    /** Compares an answer with the description. */
    private static void check(String method, String path, Response answer) {
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        var pathOnly = "/v1" + path.replaceFirst("\\?.*", "");
        var response = SimpleResponse.Builder.status(answer.status()).withBody(answer.body());
        answer.headers().map().forEach(response::withHeader);
        assertThat(validator
                        .validateResponse("/api" + pathOnly, Request.Method.valueOf(method), response.build())
                        .getMessages())
                .as(method + " " + path + ": " + answer.body())
                .isEmpty();
        described().stream()
                .filter(call -> (method + " " + pathOnly).matches(call.replaceAll("\\{[^}]*}", "[^/]+")))
                .min((one, other) -> Boolean.compare(one.contains("{"), other.contains("{")))
                .ifPresent(SEEN::add);
    }

    /** All calls of the description: {@code GET /v1/service}. */
    private static TreeSet<String> described() {
        var calls = new TreeSet<String>();
        description.get("paths").fields().forEachRemaining(path -> path.getValue()
                .fieldNames()
                .forEachRemaining(
                        method -> calls.add(method.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey())));
        return calls;
    }

    /** What a well-behaved client can't send. */
    private static String raw(String requestLine) throws IOException {
        try (var socket = new Socket("localhost", URI.create(vicinity.url()).getPort())) {
            socket.getOutputStream()
                    .write((requestLine + "\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
