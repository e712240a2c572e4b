package org.vicinity.rest.internal;

import io.github.bucket4j.TimeMeter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import javax.servlet.http.Cookie;
import javax.servlet.http.HttpServletRequest;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.vicinity.enrollment.Session;

/** Who may come in, and how often. */
@Component(name = "org.vicinity.rest", service = Gate.class)
@Designate(ocd = Gate.Config.class)
public final class Gate {
    static final String SESSION_COOKIE = "vicinity_session";

    @ObjectClassDefinition(name = "Vicinity REST", description = "The public and the operators' API")
    @interface Config {
        @AttributeDefinition(name = "Name", description = "What this installation is called")
        String name() default "Vicinity";

        @AttributeDefinition(name = "Public URL", description = "Cookies are Secure where it is https")
        String publicUrl() default "";

        @AttributeDefinition(name = "Operator's key", description = "Empty: no operator gets in")
        String operatorKey() default "";

        @AttributeDefinition(
                name = "Operator's key until",
                description = "The key's last day (UTC), as 2027-01-31; empty: it does not expire")
        String operatorKeyUntil() default "";

        @AttributeDefinition(
                name = "Enrollment requests",
                description = "Enrollment and reset requests an hour a client")
        int requestsPerHour() default 20;

        @AttributeDefinition(name = "Calls", description = "Other public calls a second a client")
        int callsPerSecond() default 20;

        @AttributeDefinition(
                name = "Suggestions",
                description = "Suggestions of addresses a second a client, as it types")
        int suggestionsPerSecond() default 10;

        @AttributeDefinition(
                name = "Trusted proxies",
                description = "Addresses and networks of the proxies whose X-Forwarded-For tells the client's address")
        String trustedProxies() default "127.0.0.0/8, ::1";

        @AttributeDefinition(name = "Snapshot limit", description = "Largest snapshot in megabytes")
        int snapshotMegabytes() default 2048;
    }

    private final Services services;
    private final Config config;
    private final LocalDate keyUntil;
    private final ClientAddress clients;
    private final Pace requests;
    private final Pace calls;
    private final Pace suggestions;

    @Activate
    public Gate(@Reference Services services, Config config) {
        this.services = services;
        this.config = config;
        keyUntil = config.operatorKeyUntil().isBlank()
                ? LocalDate.MAX
                : LocalDate.parse(config.operatorKeyUntil().trim());
        clients = new ClientAddress(config.trustedProxies());
        requests = new Pace(config.requestsPerHour(), Duration.ofHours(1), TimeMeter.SYSTEM_NANOTIME);
        calls = new Pace(config.callsPerSecond(), Duration.ofSeconds(1), TimeMeter.SYSTEM_NANOTIME);
        suggestions = new Pace(config.suggestionsPerSecond(), Duration.ofSeconds(1), TimeMeter.SYSTEM_NANOTIME);
    }

    String name() {
        return config.name();
    }

    long snapshotBytes() {
        return config.snapshotMegabytes() * 1024L * 1024L;
    }

    /** Lets a public call in. */
    void call(HttpServletRequest request) {
        limit(calls, request);
    }

    /** Lets a call in that is made with every letter typed. It takes nothing of the allowance for other calls. */
    void typing(HttpServletRequest request) {
        limit(suggestions, request);
    }

    /** Lets an enrollment or reset request in. */
    void mailingRequest(HttpServletRequest request) {
        limit(requests, request);
    }

    private void limit(Pace pace, HttpServletRequest request) {
        if (!isOperator(request)) {
            var wait = pace.take(clients.of(request));
            if (!wait.isZero()) {
                throw Problem.later(429, "too-many-requests", wait);
            }
        }
    }

    /** Lets an operator in. */
    void operator(HttpServletRequest request) {
        if (!isOperator(request)) {
            limit(calls, request);
            throw Problem.of(401, hasKey(request) ? "operator-key-expired" : "operator-key-needed");
        }
    }

    private boolean isOperator(HttpServletRequest request) {
        return hasKey(request) && !LocalDate.now(ZoneOffset.UTC).isAfter(keyUntil);
    }

    private boolean hasKey(HttpServletRequest request) {
        var header = request.getHeader("Authorization");
        if (header == null
                || !header.regionMatches(true, 0, "Bearer ", 0, 7)
                || config.operatorKey().isBlank()) {
            return false;
        }
        return same(header.substring(7).trim(), config.operatorKey().trim());
    }

    /** The session of a call that only reads. */
    Session session(HttpServletRequest request) {
        call(request);
        var token = cookie(request, SESSION_COOKIE);
        return (token.isEmpty()
                        ? Optional.<Session>empty()
                        : services.enrollment().session(token))
                .orElseThrow(() -> Problem.of(401, "not-logged-in"));
    }

    /** The session of a call that changes something: another site's page must not be able to make it. */
    Session changingSession(HttpServletRequest request) {
        var session = session(request);
        var token = request.getHeader("X-CSRF-Token");
        if (!isOperator(request) && (token == null || !same(token, session.csrfToken()))) {
            throw Problem.of(403, "csrf");
        }
        return session;
    }

    /** In constant time. */
    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    /** A cookie's value, empty where there is none. */
    static String cookie(HttpServletRequest request, String name) {
        if (request.getCookies() != null) {
            for (Cookie cookie : request.getCookies()) {
                if (cookie.getName().equals(name)) {
                    return cookie.getValue();
                }
            }
        }
        return "";
    }

    /** A Set-Cookie header that scripts and other sites get nothing of. */
    String setCookie(String name, String value, Optional<Duration> age) {
        return name + "=" + value + "; Path=/; HttpOnly; SameSite=Strict"
                + age.map(duration -> "; Max-Age=" + duration.toSeconds()).orElse("")
                + (config.publicUrl().startsWith("https:") ? "; Secure" : "");
    }
}
