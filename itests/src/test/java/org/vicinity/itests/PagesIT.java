package org.vicinity.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** The pages in a browser, as people use them: with the mouse, with keys alone, on a phone, in two languages. */
class PagesIT {
    private static final String FAR = "38.7500,-92.4000";
    private static final String PLACE = "120 Juniper St, Testford, MO 65999";
    private static final Pattern LINK = Pattern.compile("https?://\\S+/confirm\\?token=\\S+");
    /** The server's refusals, which the person caused: the browser writes each of them down. */
    private static final String REFUSAL = "the server responded with a status of 4";

    private static MailServer mail;
    private static Distribution vicinity;
    private static Chain chain;

    @BeforeAll
    static void start() {
        assumeThat(Window.possible())
                .as("Chromium and chromedriver (Debian: chromium, chromium-driver) are not installed")
                .isTrue();
        mail = new MailServer();
        vicinity = Chain.distribution("pages", mail).start();
        chain = new Chain(vicinity, mail);
        chain.importSnapshot(registry("Rural Rte", FAR));
    }

    @AfterAll
    static void stop() {
        if (vicinity != null) {
            vicinity.close();
            mail.close();
        }
    }

    private static String registry(String street, String coordinates) {
        return Chain.row("P1", "Tansy", street, coordinates) + Chain.row("P2", "Rue", "300 Larkspur Ave", "");
    }

    private static Window window(String language) {
        return Window.open(vicinity.url(), language);
    }

    @Test
    void fromEnrollmentToTheAlertAndOut() {
        var email = "pages@example.org";
        try (var window = window("en")) {
            enroll(window, email);
            logIn(window, email);

            window.press("#add");
            window.type("#address", "9120 Juniper St, Testford, MO 65999");
            window.press("#editor .actions:last-child button");
            window.see("#found .error");
            window.press("#suggestions button", "Juniper St");
            window.see("#found", "Juniper St");
            window.see(".map .radius");
            window.see("#forecast", "inside this radius");
            assertThat(window.barriers()).isEmpty();
            window.width(320);
            assertThat(window.overhang()).isLessThanOrEqualTo(0);
            window.width(1100);
            window.press("#cancel");

            window.press("#add");
            window.type("#address", PLACE);
            window.type("#label", "Home");
            window.press("#editor .actions:last-child button");
            window.see("#addresses", "Home");
            assertThat(mail.await(email, 2).get(1).text()).contains("Home");

            window.go("/search");
            window.type("#name", "Tansy");
            window.press("#search button");
            window.press("#items a", "Tansy");
            window.see("#as-of");
            window.see(".warning", "harass");
            window.press("#follow");
            window.see("#unfollow");
            mail.await(email, 3);

            chain.importSnapshot(registry("126 Juniper St", ""));
            var alert = mail.await(email, 4).get(3);
            assertThat(alert.text()).contains("Home").contains("/offenders/P1");
            window.go("/offenders/P1");
            window.see("#addresses", "126 Juniper St");

            window.press("#language-switch", "Español");
            window.see("#unfollow", "Dejar de seguir");
            assertThat(window.language()).isEqualTo("es");
            window.go("/account");
            window.see("#state", "activos");
            assertThat(window.value("#language")).isEqualTo("es");
            window.press("#pause");
            window.see("#state", "suspendidos");
            window.press("#resume");
            window.see("#pause");

            window.go("/unenroll");
            window.type("#email", email);
            window.type("#password", Chain.PASSWORD);
            window.press("#unenroll button");
            window.see("#message", "Se dio de baja");
            assertThat(vicinity.browser().logIn(email, Chain.PASSWORD).status()).isEqualTo(401);

            assertThat(window.complaints()).allMatch(complaint -> complaint.contains(REFUSAL));
        }
    }

    @Test
    void aPointIsPlacedByCoordinatesMouseAndKeys() {
        var email = "pin@example.org";
        var api = chain.subscriber(email);
        try (var window = window("en")) {
            logIn(window, email);
            window.press("#add");
            window.type("#address", "The old mill");
            window.press("#find");
            window.see("#found .error");
            window.press("#by-hand");
            window.see("#map-help");
            window.press("#editor .actions:last-child button");
            window.see("#message", "Set the point");

            window.type("#coordinates", "38.6201° N, 92.0601° W", Keys.TAB);
            assertThat(window.otherValue("#coordinates", "38.6201° N, 92.0601° W"))
                    .isEqualTo("38.620100, -92.060100");
            window.see("#forecast", "inside this radius");

            window.drag(window.see(".map .pin path"), 40, -30);
            var dragged = window.otherValue("#coordinates", "38.620100, -92.060100");
            assertThat(latitude(dragged)).isBetween(38.6202, 38.66);

            window.see("#coordinates").click();
            window.tabTo(".map .canvas");
            window.keys("+", "+", Keys.ARROW_DOWN);
            var moved = window.otherValue("#coordinates", dragged);
            assertThat(latitude(moved)).isLessThan(latitude(dragged));
            window.tabTo("#editor .actions:last-child button");
            window.keys(Keys.ENTER);
            window.see("#addresses", "The old mill");

            var tracked = api.get("/api/v1/account/addresses").json().get(0);
            assertThat(tracked.get("precision").asText()).isEqualTo("hand-placed");
            assertThat(tracked.get("location").get("latitude").asDouble()).isEqualTo(latitude(moved));
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    void everythingIsWithinReachOfKeysAlone() {
        var email = "keys@example.org";
        chain.subscriber(email);
        try (var window = window("en")) {
            window.go("/login");
            window.tabTo("#email");
            window.keys(email, Keys.TAB, Chain.PASSWORD, Keys.ENTER);
            window.see("#who", email);
            window.tabTo("#add");
            window.keys(Keys.ENTER);
            window.see("#editor");
            window.keys(PLACE);
            window.tabTo("#find");
            window.keys(Keys.SPACE);
            window.see("#found", "Juniper St");
            window.tabTo("#by-hand");
            window.tabTo(".map .controls button");
            window.tabTo("#editor .actions:last-child button");
            window.keys(Keys.ENTER);
            window.see("#addresses", "Juniper St");
            window.tabTo("#logout");
            window.keys(Keys.ENTER);
            window.see(".hero");
        }
    }

    @Test
    void everyPageFitsAPhoneAndKeepsNobodyOutInBothLanguages() {
        for (var language : List.of("en", "es")) {
            try (var window = window(language)) {
                for (var page : List.of(
                        "/",
                        "/enroll",
                        "/confirm",
                        "/login",
                        "/reset",
                        "/search",
                        "/offenders/P2",
                        "/unenroll",
                        "/manual",
                        "/faq",
                        "/privacy",
                        "/accessibility",
                        "/account")) {
                    window.width(390);
                    window.go(page);
                    window.see("h1");
                    window.see("#freshness", "2");
                    assertThat(window.language()).isEqualTo(language);
                    assertThat(window.overhang()).as(page).isLessThanOrEqualTo(0);
                    window.width(320);
                    assertThat(window.overhang()).as(page + " enlarged").isLessThanOrEqualTo(0);
                    assertThat(window.barriers()).as(page).isEmpty();
                    assertThat(window.complaints()).as(page).isEmpty();
                }
                assertThat(window.address()).as("nobody is logged in").contains("/login");
            }
        }
    }

    @Test
    void whoIsLoggedOutElsewhereIsToldSoAndComesBack() {
        var email = "ended@example.org";
        chain.subscriber(email);
        try (var window = window("es")) {
            logIn(window, email);
            assertThat(window.language()).as("the account's language").isEqualTo("en");
            var reset = vicinity.browser();
            reset.post("/api/v1/password-resets", Map.of("email", email, "newPassword", "another larkspur 42 tansy"));
            var token = mail.await(email, 2).get(1).token();
            assertThat(reset.post("/api/v1/password-resets/confirmations", Map.of("token", token))
                            .status())
                    .isEqualTo(204);
            window.press("#pause");
            window.see("#message", "session has ended");
            window.type("#email", email);
            window.type("#password", "another larkspur 42 tansy");
            window.press("#login button");
            window.see("#who", email);
        }
    }

    private static void enroll(Window window, String email) {
        window.go("/");
        window.press(".hero a", "Enroll");
        window.type("#email", email);
        window.type("#password", "too short");
        window.press("#enroll button");
        window.see(".field-error", "15");
        window.type("#password", Chain.PASSWORD);
        window.press("#enroll button");
        window.see("#message", "mailbox");

        var link = LINK.matcher(mail.await(email, 1).get(0).text());
        assertThat(link.find()).isTrue();
        window.go(link.group());
        window.see("#confirm");
        assertThat(window.address()).as("the secret leaves the address bar").doesNotContain("token");
        assertThat(vicinity.browser().logIn(email, Chain.PASSWORD).status())
                .as("opening the link changes nothing")
                .isEqualTo(401);
        window.press("#confirm button");
        window.see("#message", "You are enrolled");
    }

    private static void logIn(Window window, String email) {
        window.go("/login");
        window.type("#email", email);
        window.type("#password", Chain.PASSWORD);
        window.press("#login button");
        await().untilAsserted(() -> assertThat(window.address()).contains("/account"));
        window.see("#who", email);
    }

    private static double latitude(String coordinates) {
        return Double.parseDouble(coordinates.split(",")[0]);
    }
}
