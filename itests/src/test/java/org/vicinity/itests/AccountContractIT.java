package org.vicinity.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.vicinity.itests.Browser.Response;

/** What the API promises to the public about accounts, row by row. */
class AccountContractIT {
    private static final String NEW_PASSWORD = "saffron trellis 77 meadow";
    private static final String PLACE = "120 Juniper St, Testford, MO 65999";
    private static final AtomicInteger PEOPLE = new AtomicInteger();

    private static MailServer mail;
    private static Distribution vicinity;
    private static Chain chain;

    private final String email = "person" + PEOPLE.incrementAndGet() + "@example.org";

    @BeforeAll
    static void start() {
        mail = new MailServer();
        vicinity = Chain.distribution("account-contract", mail).start();
        chain = new Chain(vicinity, mail);
        chain.importSnapshot(Chain.row("A1", "Fennel", "126 Juniper St", "")
                + Chain.row("A2", "Sorrel", "300 Larkspur Ave", "")
                + Chain.row("A3", "Yarrow", "302 Larkspur Ave", "")
                + Chain.row("A4", "Tansy", "304 Larkspur Ave", "")
                + Chain.row("A5", "Rue", "306 Larkspur Ave", "")
                + Chain.row("A6", "Lovage", "308 Larkspur Ave", ""));
    }

    @AfterAll
    static void stop() {
        vicinity.close();
        mail.close();
    }

    @Test
    void anEnrollmentCountsFromTheClickOfWhoStartedIt() {
        var browser = vicinity.browser();
        assertThat(enroll(browser, email, Chain.PASSWORD).status()).isEqualTo(202);
        assertThat(browser.logIn(email, Chain.PASSWORD).status()).isEqualTo(401);
        var token = mail.await(email, 1).get(0).token();

        assertThat(browser.get("/confirm?token=" + token).status()).isEqualTo(200);
        assertThat(browser.send("HEAD", "/confirm?token=" + token, "", "").status())
                .isEqualTo(200);
        assertThat(browser.logIn(email, Chain.PASSWORD).status()).isEqualTo(401);

        var elsewhere = vicinity.browser();
        problem(confirm(elsewhere, Map.of("token", token)), 422, "password-needed");
        problem(confirm(elsewhere, Map.of("token", token, "password", NEW_PASSWORD)), 422, "password-needed");
        assertThat(confirm(elsewhere, Map.of("token", token, "password", Chain.PASSWORD))
                        .status())
                .isEqualTo(204);
        var again = confirm(browser, Map.of("token", token));
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json().get("alreadyConfirmed").asBoolean()).isTrue();
        problem(confirm(browser, Map.of("token", "never-was-one")), 410, "link-expired");
        assertThat(browser.logIn(email, Chain.PASSWORD).status()).isEqualTo(201);
    }

    @Test
    void severalRequestsLiveSideBySideAndTheFirstConfirmedVoidsTheOthers() {
        var owner = vicinity.browser();
        var stranger = vicinity.browser();
        enroll(stranger, email, NEW_PASSWORD);
        var strangersToken = mail.await(email, 1).get(0).token();
        enroll(owner, email, Chain.PASSWORD);
        var ownersToken = mail.await(email, 2).get(1).token();

        assertThat(confirm(owner, Map.of("token", ownersToken)).status()).isEqualTo(204);
        problem(confirm(stranger, Map.of("token", strangersToken)), 410, "link-expired");
        assertThat(owner.logIn(email, Chain.PASSWORD).status()).isEqualTo(201);
        problem(stranger.logIn(email, NEW_PASSWORD), 401, "wrong-credentials");

        // A known address is answered like an unknown one; its owner is told.
        assertThat(enroll(stranger, email, NEW_PASSWORD).status()).isEqualTo(202);
        assertThat(mail.await(email, 3).get(2).text()).doesNotContain("/confirm?token=");
    }

    @Test
    void aForgottenPasswordIsResetByMail() {
        var browser = chain.subscriber(email);
        var other = vicinity.browser();
        assertThat(other.post(
                                "/api/v1/password-resets",
                                Map.of("email", "nobody@example.org", "newPassword", NEW_PASSWORD))
                        .status())
                .isEqualTo(202);
        assertThat(other.post("/api/v1/password-resets", Map.of("email", email, "newPassword", NEW_PASSWORD))
                        .status())
                .isEqualTo(202);
        var token = mail.await(email, 2).get(1).token();
        assertThat(vicinity.browser().logIn(email, Chain.PASSWORD).status())
                .as("the old password counts until the click")
                .isEqualTo(201);

        var path = "/api/v1/password-resets/confirmations";
        problem(vicinity.browser().post(path, Map.of("token", token)), 422, "password-needed");
        assertThat(other.post(path, Map.of("token", token)).status()).isEqualTo(204);
        problem(other.post(path, Map.of("token", token)), 410, "link-expired");

        problem(browser.get("/api/v1/account"), 401, "not-logged-in");
        problem(browser.logIn(email, Chain.PASSWORD), 401, "wrong-credentials");
        assertThat(browser.logIn(email, NEW_PASSWORD).status()).isEqualTo(201);
        assertThat(mail.await(email, 3)).hasSize(3);
        assertThat(mail.to("nobody@example.org")).isEmpty();
    }

    @Test
    void unEnrollingNeedsThePasswordAndLeavesNothing() {
        var browser = chain.subscriber(email);
        browser.post("/api/v1/account/addresses", Map.of("address", PLACE, "radiusFeet", 500));
        mail.await(email, 2);

        problem(browser.send("DELETE", "/api/v1/account", "application/json", "{\"password\":\"wrong one\"}"), 401, "");
        assertThat(browser.send(
                                "DELETE",
                                "/api/v1/account",
                                "application/json",
                                "{\"password\":\"" + Chain.PASSWORD + "\"}")
                        .status())
                .isEqualTo(204);
        problem(browser.get("/api/v1/account"), 401, "not-logged-in");
        problem(browser.logIn(email, Chain.PASSWORD), 401, "wrong-credentials");
        assertThat(mail.await(email, 3).get(2).header("List-Unsubscribe")).isEmpty();
    }

    @Test
    void oneClickPausesAllAlertsWithoutCookieOrRedirect() {
        var browser = chain.subscriber(email);
        browser.post("/api/v1/account/addresses", Map.of("address", PLACE, "radiusFeet", 500));
        var header = mail.await(email, 2).get(1).header("List-Unsubscribe");
        var path = header.substring(header.indexOf("/unsubscribe"), header.indexOf('>'));

        var reader = vicinity.browser();
        assertThat(reader.get(path).status()).isEqualTo(200);
        assertThat(paused(browser)).isFalse();
        var click = reader.send("POST", path, "application/x-www-form-urlencoded", "List-Unsubscribe=One-Click");
        assertThat(click.status()).isEqualTo(200);
        assertThat(click.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(paused(browser)).isTrue();

        browser.patch("/api/v1/account", Map.of("preferences", Map.of("paused", false)));
        assertThat(paused(browser)).isFalse();
    }

    @Test
    void fiveAddressesAreTrackedChangedAndRemoved() {
        var browser = chain.subscriber(email);
        var path = "/api/v1/account/addresses";
        for (int place = 0; place < 5; place++) {
            var made = browser.post(path, Map.of("address", PLACE, "radiusFeet", 500, "label", "Home " + place));
            assertThat(made.status()).as(made.body()).isEqualTo(201);
        }
        // Limits are checked before geocoding.
        problem(browser.post(path, Map.of("address", "nowhere at all", "radiusFeet", 500)), 409, "limit-reached");

        var first = browser.get(path).json().get(0);
        assertThat(browser.get(path).json()).hasSize(5);
        var one = path + "/" + first.get("id").asText();
        var changed = browser.put(one, Map.of("address", PLACE, "radiusFeet", 26_400, "label", "Aunt"));
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.json().get("radiusFeet").asInt()).isEqualTo(26_400);
        assertThat(browser.get(one).json()).isEqualTo(changed.json());
        problem(browser.put(one, Map.of("address", PLACE, "radiusFeet", 499)), 422, "invalid-field", "radiusFeet");
        problem(browser.put(one, Map.of("address", PLACE, "radiusFeet", 26_401)), 422, "invalid-field", "radiusFeet");

        var stranger = chain.subscriber("stranger-of-" + email);
        problem(stranger.get(one), 404, "not-found");
        problem(stranger.put(one, Map.of("address", PLACE, "radiusFeet", 500)), 404, "not-found");
        problem(stranger.delete(one), 404, "not-found");

        assertThat(browser.delete(one).status()).isEqualTo(204);
        problem(browser.get(one), 404, "not-found");
        // Those that add and change: six mails after the confirmation.
        mail.await(email, 7);
    }

    @Test
    void anAddressThatCannotBeMappedIsSuggestedPlacedByHandOrRefused() {
        var browser = chain.subscriber(email);
        var path = "/api/v1/account/addresses";
        var refused = browser.post(path, Map.of("address", "9120 Juniper St, Testford, MO 65999", "radiusFeet", 500));
        problem(refused, 422, "unmappable-address");
        var suggestion = refused.json().get("suggestions").get(0);
        assertThat(suggestion.get("address").asText()).contains("Juniper St");
        assertThat(suggestion.get("location").get("latitude").asDouble()).isBetween(38.0, 39.0);

        var pin = Map.of("latitude", 38.6201, "longitude", -92.0601);
        var placed = browser.post(path, Map.of("address", "The old mill", "radiusFeet", 500, "location", pin));
        assertThat(placed.status()).as(placed.body()).isEqualTo(201);
        assertThat(placed.json().get("precision").asText()).isEqualTo("hand-placed");
        assertThat(placed.json().get("address").asText()).isEqualTo("The old mill");

        var paris = Map.of("latitude", 48.85, "longitude", 2.35);
        problem(browser.post(path, Map.of("address", "x", "radiusFeet", 500, "location", paris)), 422, "");
    }

    @Test
    void fiveOffendersAreFollowed() {
        var browser = chain.subscriber(email);
        var path = "/api/v1/account/offenders";
        for (var id : List.of("A1", "A2", "A3", "A4", "A5")) {
            assertThat(browser.put(path + "/" + id, Map.of()).status()).isEqualTo(201);
        }
        assertThat(browser.put(path + "/A5", Map.of()).status()).isEqualTo(200);
        problem(browser.put(path + "/A6", Map.of()), 409, "limit-reached");
        problem(browser.put(path + "/A0", Map.of()), 404, "not-found");
        assertThat(browser.get(path).json()).hasSize(5);
        assertThat(browser.delete(path + "/A1").status()).isEqualTo(204);
        problem(browser.delete(path + "/A1"), 404, "not-found");
    }

    @Test
    void whoChangesSomethingWithACookieShowsTheToken() {
        var browser = chain.subscriber(email);
        var wish = Map.of("language", "es", "preferences", Map.of("movedOut", true));
        assertThat(browser.patch("/api/v1/account", wish).status()).isEqualTo(200);
        var account = browser.get("/api/v1/account");
        assertThat(account.json().get("language").asText()).isEqualTo("es");
        assertThat(account.json().get("preferences").get("movedOut").asBoolean())
                .isTrue();
        assertThat(account.json().get("csrfToken").asText()).isNotBlank();
        assertThat(account.header("Cache-Control")).contains("no-store");

        browser.with("X-CSRF-Token", "another");
        problem(browser.patch("/api/v1/account", wish), 403, "csrf");
        problem(browser.delete("/api/v1/account/offenders/A1"), 403, "csrf");

        browser.with("X-CSRF-Token", account.json().get("csrfToken").asText());
        assertThat(browser.delete("/api/v1/sessions/current").status()).isEqualTo(204);
        problem(browser.get("/api/v1/account"), 401, "not-logged-in");
    }

    @Test
    void badFieldsAreNamedInTheReadersLanguage() {
        var browser = vicinity.browser().with("Accept-Language", "es-MX,es;q=0.9,en;q=0.5");
        var english = vicinity.browser();
        problem(enroll(english, "no address", "short"), 422, "invalid-field", "email", "password");
        var spanish = enroll(browser, "no address", "short");
        problem(spanish, 422, "invalid-field", "email", "password");
        assertThat(spanish.json().get("title").asText())
                .isNotEqualTo(enroll(english, "x", "y").json().get("title").asText());

        var path = "/api/v1/enrollments";
        problem(enroll(english, email, "password12345678"), 422, "invalid-field", "password");
        problem(english.send("POST", path, "application/json", "{\"email\": "), 400, "");
        problem(english.send("POST", path, "application/json", "[1, 2]"), 0, "");
        problem(english.send("POST", path, "application/json", "{\"email\": 5, \"password\": {}}"), 422, "");
        problem(english.send("POST", path, "text/plain", "email=x"), 415, "");
        problem(english.send("POST", path, "application/json", "{\"a\":" + "[".repeat(5000)), 400, "");
        problem(english.send("POST", path, "application/json", "{\"email\":\"" + "x".repeat(300_000) + "\"}"), 413, "");
        problem(english.send("PUT", path, "application/json", "{}"), 405, "");
        assertThat(english.send("PUT", path, "application/json", "{}").header("Allow"))
                .contains("POST");
        problem(english.get("/api/v1/no-such-thing"), 404, "not-found");
    }

    private static boolean paused(Browser browser) {
        return browser.get("/api/v1/account")
                .json()
                .get("preferences")
                .get("paused")
                .asBoolean();
    }

    private static Response enroll(Browser browser, String email, String password) {
        return browser.post("/api/v1/enrollments", Map.of("email", email, "password", password));
    }

    private static Response confirm(Browser browser, Map<String, String> body) {
        return browser.post("/api/v1/enrollments/confirmations", new HashMap<>(body));
    }

    /** An answer that is a problem document of this status and name (zero and empty: any), naming these fields. */
    static void problem(Response response, int status, String name, String... fields) {
        assertThat(response.status())
                .as(response.body())
                .isGreaterThanOrEqualTo(400)
                .isLessThan(500);
        if (status != 0) {
            assertThat(response.status()).as(response.body()).isEqualTo(status);
        }
        assertThat(response.header("Content-Type")).startsWith("application/problem+json");
        var problem = response.json();
        assertThat(problem.get("status").asInt()).isEqualTo(response.status());
        assertThat(problem.get("title").asText()).isNotBlank();
        assertThat(problem.get("detail").asText()).isNotBlank();
        assertThat(problem.get("type").asText()).matches("/problems/" + (name.isEmpty() ? "[a-z-]+" : name));
        for (var field : fields) {
            assertThat(problem.get("errors").findValuesAsText("field")).contains(field);
        }
        assertThat(response.body()).doesNotContain("Exception").doesNotContain("org.vicinity");
    }
}
