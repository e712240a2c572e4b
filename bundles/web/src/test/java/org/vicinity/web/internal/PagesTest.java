package org.vicinity.web.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import javax.servlet.ServletOutputStream;
import javax.servlet.WriteListener;
import javax.servlet.http.Cookie;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.Test;

class PagesTest {
    private final Pages pages = new Pages(new Pages.Config() {
        @Override
        public String authority() {
            return "";
        }

        @Override
        public String postalAddress() {
            return "";
        }

        @Override
        public String contact() {
            return "";
        }

        @Override
        public String correction() {
            return "";
        }

        @Override
        public Class<? extends Annotation> annotationType() {
            return Pages.Config.class;
        }
    });

    /** An answer as it was sent. */
    private record Answer(int status, Map<String, Object> headers, String body) {}

    @Test
    void theBrowsersLanguageIsTakenWhereNoneWasChosen() throws Exception {
        assertThat(get("/", Map.of("Accept-Language", "es-MX,es;q=0.9,en;q=0.5"))
                        .body())
                .contains("<html lang=\"es\">");
        assertThat(get("/", Map.of("Accept-Language", "de,en;q=0.5")).body()).contains("<html lang=\"en\">");
        assertThat(get("/", Map.of("Accept-Language", ";;;q=x")).body()).contains("<html lang=\"en\">");
        var answer = get("/", Map.of());
        assertThat(answer.body()).contains("<html lang=\"en\">");
        assertThat(answer.headers())
                .containsEntry("Vary", "Accept-Language, Cookie")
                .containsEntry("Content-Language", "en")
                .doesNotContainKey("Set-Cookie");
    }

    @Test
    void aChosenLanguageIsKeptAndGoesFirst() throws Exception {
        var chosen = get("/faq", Map.of("?lang", "es", "Accept-Language", "en"));
        assertThat(chosen.body()).contains("<html lang=\"es\">");
        assertThat((String) chosen.headers().get("Set-Cookie")).startsWith("vicinity_language=es; Path=/;");
        assertThat(get("/faq", Map.of("cookie", "es", "Accept-Language", "en")).body())
                .contains("<html lang=\"es\">");
        var unknown = get("/faq", Map.of("?lang", "xx\r\nX: y", "cookie", "xx"));
        assertThat(unknown.body()).contains("<html lang=\"en\">");
        assertThat(unknown.headers()).doesNotContainKey("Set-Cookie");
    }

    @Test
    void whatTheBrowserHasIsNotSentAgain() throws Exception {
        for (var path : new String[] {"/", "/assets/map.js", "/assets/vicinity.css", "/favicon.ico"}) {
            var first = get(path, Map.of());
            assertThat(first.status()).isEqualTo(200);
            assertThat(first.headers()).containsEntry("Cache-Control", "no-cache");
            var tag = (String) first.headers().get("ETag");
            var second = get(path, Map.of("If-None-Match", "\"other\", " + tag));
            assertThat(second.status()).isEqualTo(304);
            assertThat(second.body()).isEmpty();
            assertThat(get(path, Map.of("If-None-Match", "\"other\"")).body()).isEqualTo(first.body());
        }
        assertThat(get("/", Map.of()).headers().get("ETag"))
                .isNotEqualTo(get("/", Map.of("cookie", "es")).headers().get("ETag"));
    }

    @Test
    void aPageAskedForWithALinksSecretIsKeptNowhere() throws Exception {
        assertThat(get("/confirm", Map.of("?token", "secret")).headers())
                .containsEntry("Cache-Control", "no-store")
                .containsEntry("Referrer-Policy", "no-referrer");
    }

    @Test
    void searchEnginesKeepNoPersonsPage() throws Exception {
        for (var path : new String[] {"/offenders/R1", "/account", "/confirm", "/no-such-page"}) {
            assertThat(get(path, Map.of()).headers()).as(path).containsEntry("X-Robots-Tag", "noindex");
        }
        assertThat(get("/faq", Map.of()).headers()).doesNotContainKey("X-Robots-Tag");
    }

    @Test
    void anUnknownAddressIsAPageThatSaysSo() throws Exception {
        var answer = get("/no-such-page", Map.of("If-None-Match", "*"));
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body()).contains("There is no page at this address");
    }

    @Test
    void nothingButOurOwnScriptsAndStylesRuns() throws Exception {
        assertThat((String) get("/", Map.of()).headers().get("Content-Security-Policy"))
                .contains("default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(get("/assets/map.js", Map.of()).headers())
                .containsEntry("X-Content-Type-Options", "nosniff")
                .containsEntry("Content-Type", "text/javascript; charset=utf-8");
    }

    @Test
    void nothingIsTakenIn() throws Exception {
        for (var method : new String[] {"POST", "PUT", "DELETE", "TRACE"}) {
            var answer = get("/login", Map.of("method", method));
            assertThat(answer.status()).as(method).isEqualTo(405);
            assertThat(answer.headers()).containsEntry("Allow", "GET, HEAD");
            assertThat(answer.body()).isEmpty();
        }
    }

    /**
     * @param given headers; a parameter after a question mark; a {@code method} other than GET; the language chosen
     *     before as {@code cookie}
     */
    private Answer get(String path, Map<String, String> given) throws Exception {
        var request = (HttpServletRequest) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getMethod" -> given.getOrDefault("method", "GET");
                    case "getServletPath" -> path;
                    case "getParameter" -> given.get("?" + arguments[0]);
                    case "getHeader" -> given.get((String) arguments[0]);
                    case "getCookies" ->
                        given.containsKey("cookie")
                                ? new Cookie[] {new Cookie(Pages.LANGUAGE_COOKIE, given.get("cookie"))}
                                : null;
                    default -> null;
                });
        var headers = new HashMap<String, Object>();
        headers.put("status", 200);
        var body = new ByteArrayOutputStream();
        var response = (HttpServletResponse) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {HttpServletResponse.class}, (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "setHeader", "addHeader" -> headers.put((String) arguments[0], arguments[1]);
                        case "setContentType" -> headers.put("Content-Type", arguments[0]);
                        case "setStatus" -> headers.put("status", arguments[0]);
                        case "getStatus" -> {
                            return headers.get("status");
                        }
                        case "getOutputStream" -> {
                            return stream(body);
                        }
                        default -> {
                            // Not looked at.
                        }
                    }
                    return null;
                });
        pages.service(request, response);
        return new Answer((int) headers.remove("status"), headers, body.toString(StandardCharsets.UTF_8));
    }

    private static ServletOutputStream stream(ByteArrayOutputStream body) {
        return new ServletOutputStream() {
            @Override
            public boolean isReady() {
                return true;
            }

            @Override
            public void setWriteListener(WriteListener listener) {
                // Never asynchronous here.
            }

            @Override
            public void write(int octet) {
                body.write(octet);
            }
        };
    }
}
