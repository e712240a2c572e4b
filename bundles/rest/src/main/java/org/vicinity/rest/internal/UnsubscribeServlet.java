package org.vicinity.rest.internal;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.servlet.Servlet;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One-click unsubscribe (RFC 8058) for mail programs, and a page with a button for people. */
@Component(service = Servlet.class, property = "osgi.http.whiteboard.servlet.pattern=/unsubscribe")
public final class UnsubscribeServlet extends HttpServlet {
    private static final Logger LOG = LoggerFactory.getLogger(UnsubscribeServlet.class);

    private final transient Services services;
    private final transient Gate gate;

    @Activate
    public UnsubscribeServlet(@Reference Services services, @Reference Gate gate) {
        this.services = services;
        this.gate = gate;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var texts = Texts.of(request.getHeader("Accept-Language"));
        var token = request.getParameter("token");
        page(
                response,
                texts,
                200,
                texts.text("unsubscribe.question"),
                "<form method=\"post\" action=\"/unsubscribe?token="
                        + URLEncoder.encode(token == null ? "" : token, StandardCharsets.UTF_8)
                        + "\"><input type=\"hidden\" name=\"List-Unsubscribe\" value=\"One-Click\"><button>"
                        + texts.text("unsubscribe.button") + "</button></form>");
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var texts = Texts.of(request.getHeader("Accept-Language"));
        try {
            gate.call(request);
            var token = request.getParameter("token");
            boolean known = token != null && services.enrollment().unsubscribe(token);
            page(
                    response,
                    texts,
                    known ? 200 : 410,
                    texts.text(known ? "unsubscribe.done" : "detail.link-expired"),
                    "");
        } catch (Problem e) {
            if (e.retryAfterSeconds() > 0) {
                response.setHeader("Retry-After", Long.toString(e.retryAfterSeconds()));
            }
            page(response, texts, e.status(), texts.text("detail." + e.name(), "detail.other", List.of()), "");
        } catch (RuntimeException e) {
            LOG.error("An unsubscribe call failed: {}", e.getClass().getName());
            page(response, texts, 500, texts.text("detail.internal"), "");
        }
    }

    /** The texts are ours, the token is URL-encoded: nothing of the request is in the page as it came. */
    private static void page(HttpServletResponse response, Texts texts, int status, String text, String form)
            throws IOException {
        response.setStatus(status);
        response.setContentType("text/html; charset=utf-8");
        response.getWriter()
                .write("<!doctype html><html lang=\"" + texts.language()
                        + "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">"
                        + "<title>Vicinity</title><link rel=\"stylesheet\" href=\"/assets/vicinity.css\"></head>"
                        + "<body><main><h1>Vicinity</h1><p>" + text + "</p>" + form
                        + "<p><a href=\"/account\">" + texts.text("unsubscribe.account")
                        + "</a></p></main></body></html>");
    }
}
