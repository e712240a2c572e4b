package org.vicinity.health.internal;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.servlet.Servlet;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.apache.felix.hc.api.Result.Status;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.vicinity.health.internal.Checkup.Finding;

/**
 * {@code /health} and {@code /metrics}: for this machine, and for whoever has the key. A call that a proxy passed on is
 * the public's, wherever the proxy runs.
 */
@Component(
        name = "org.vicinity.health",
        service = Servlet.class,
        property = {"osgi.http.whiteboard.servlet.pattern=/health", "osgi.http.whiteboard.servlet.pattern=/metrics"})
@Designate(ocd = OperatorsServlet.Config.class)
public final class OperatorsServlet extends HttpServlet {
    private static final long serialVersionUID = 1;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> PROXIED = List.of("Forwarded", "X-Forwarded-For", "Via");

    private final transient Checkup checkup;
    private final transient Metrics metrics;
    private final transient Config config;

    @ObjectClassDefinition(name = "Vicinity health", description = "Who may read health and metrics")
    @interface Config {
        @AttributeDefinition(
                name = "Key",
                description = "Authorization: Bearer … of monitors elsewhere; empty: only this machine reads")
        String key() default "";
    }

    @Activate
    public OperatorsServlet(@Reference Checkup checkup, @Reference Metrics metrics, Config config) {
        this.checkup = checkup;
        this.metrics = metrics;
        this.config = config;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!isLocal(request) && !hasKey(request)) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        } else if (request.getServletPath().equals("/health")) {
            health(response);
        } else {
            send(response, "text/plain; version=0.0.4; charset=utf-8", metrics.text());
        }
    }

    private void health(HttpServletResponse response) throws IOException {
        List<Finding> findings = checkup.findings();
        Status status = Checkup.status(findings);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("status", status.name());
        answer.put("checks", findings);
        boolean works = status == Status.OK || status == Status.WARN;
        response.setStatus(works ? HttpServletResponse.SC_OK : HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        send(response, "application/json", JSON.writeValueAsString(answer));
    }

    private static void send(HttpServletResponse response, String type, String text) throws IOException {
        response.setContentType(type);
        response.setHeader("Cache-Control", "no-store");
        response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean isLocal(HttpServletRequest request) {
        try {
            return PROXIED.stream().allMatch(header -> request.getHeader(header) == null)
                    && InetAddress.getByName(request.getRemoteAddr()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private boolean hasKey(HttpServletRequest request) {
        String given = request.getHeader("Authorization");
        return !config.key().isBlank()
                && given != null
                && MessageDigest.isEqual(
                        given.getBytes(StandardCharsets.UTF_8),
                        ("Bearer " + config.key().trim()).getBytes(StandardCharsets.UTF_8));
    }
}
