package org.vicinity.rest.internal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.servlet.http.Cookie;
import javax.servlet.http.HttpServletRequest;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.vicinity.enrollment.Session;

/** Who asks: a subscriber by session cookie, an operator by key, or the public, whose pace is limited. */
@Component(name = "org.vicinity.rest", service = Access.class)
@Designate(ocd = Access.Config.class)
public final class Access {
    static final String SESSION_COOKIE = "vicinity_session";
    static final String BROWSER_COOKIE = "vicinity_browser";
    private static final int REMEMBERED_CLIENTS = 10_000;

    private final Parts parts;
    private final Config config;
    private final Map<String, Pace> paces = new ConcurrentHashMap<>();

    @ObjectClassDefinition(name = "Vicinity REST API")
    @interface Config {
        @AttributeDefinition(description = "What this installation is called")
        String name() default "Vicinity";

        @AttributeDefinition(description = "Where the public reaches this installation")
        String publicUrl() default "http://localhost:8181";

        @AttributeDefinition(
                description = "Key of the operators' calls; empty: there are none",
                type = AttributeType.PASSWORD)
        String _operatorKey() default "";

        @AttributeDefinition(description = "Enrollment and reset requests of one client address, an hour")
        int requestsPerHour() default 20;

        @AttributeDefinition(description = "Other public calls of one client address, a second")
        int callsPerSecond() default 20;
    }

    @Activate
    public Access(@Reference Parts parts, Config config) {
        this.parts = parts;
        this.config = config;
    }

    String name() {
        return config.name();
    }

    boolean secure() {
        return config.publicUrl().startsWith("https:");
    }

    boolean operator(HttpServletRequest request) {
        String header = Optional.ofNullable(request.getHeader("Authorization")).orElse("");
        return !config._operatorKey().isEmpty()
                && header.startsWith("Bearer ")
                && same(header.substring("Bearer ".length()), config._operatorKey());
    }

    void requireOperator(HttpServletRequest request) {
        if (!operator(request)) {
            throw Problem.of(401, "operator-key-needed", "This call needs an operator's key.")
                    .header("WWW-Authenticate", "Bearer");
        }
    }

    /** The subscriber's session; calls that change something must repeat its CSRF token. */
    Session session(HttpServletRequest request) {
        Session session = parts.enrollment()
                .session(cookie(request, SESSION_COOKIE))
                .orElseThrow(() -> Problem.of(401, "not-logged-in", "Please log in."));
        boolean changes =
                !request.getMethod().equals("GET") && !request.getMethod().equals("HEAD");
        if (changes
                && !operator(request)
                && !same(Optional.ofNullable(request.getHeader("X-CSRF-Token")).orElse(""), session.csrfToken())) {
            throw Problem.of(403, "csrf", "The X-CSRF-Token header is missing or wrong.");
        }
        return session;
    }

    static String cookie(HttpServletRequest request, String name) {
        return request.getCookies() == null
                ? ""
                : Arrays.stream(request.getCookies())
                        .filter(cookie -> cookie.getName().equals(name))
                        .map(Cookie::getValue)
                        .findFirst()
                        .orElse("");
    }

    String setCookie(String name, String value, long maxAgeSeconds) {
        return name + "=" + value + "; Path=/; HttpOnly; SameSite=Strict; Max-Age=" + maxAgeSeconds
                + (secure() ? "; Secure" : "");
    }

    /** A public call, of which a client may make so many a second. */
    void limitCalls(HttpServletRequest request) {
        limit(request, "calls", config.callsPerSecond(), config.callsPerSecond());
    }

    /** A request that causes a mail, of which a client may make so many an hour. */
    void limitRequests(HttpServletRequest request) {
        limit(request, "requests", config.requestsPerHour(), config.requestsPerHour() / 3600.0);
    }

    private void limit(HttpServletRequest request, String kind, int burst, double perSecond) {
        if (operator(request)) {
            return;
        }
        if (paces.size() > REMEMBERED_CLIENTS) {
            paces.clear();
        }
        double wait = paces.computeIfAbsent(kind + request.getRemoteAddr(), any -> new Pace(burst))
                .take(burst, perSecond);
        if (wait > 0) {
            throw Problem.of(429, "too-many-requests", "Too many requests. Please wait a little.")
                    .header("Retry-After", (long) Math.ceil(wait));
        }
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    /** A token bucket. */
    private static final class Pace {
        private double tokens;
        private long at = System.nanoTime();

        private Pace(double tokens) {
            this.tokens = tokens;
        }

        /** @return seconds to wait, 0 where a token was there */
        private synchronized double take(int burst, double perSecond) {
            long now = System.nanoTime();
            tokens = Math.min(burst, tokens + (now - at) / 1e9 * perSecond);
            at = now;
            if (tokens >= 1) {
                tokens--;
                return 0;
            }
            return (1 - tokens) / perSecond;
        }
    }
}
