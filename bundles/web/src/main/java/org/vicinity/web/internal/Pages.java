package org.vicinity.web.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import javax.servlet.Servlet;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.osgi.service.component.annotations.Component;

/** The pages under clean URLs, each a fragment in the one layout, and their assets. All of it is static. */
@Component(
        service = Servlet.class,
        property = {
            "osgi.http.whiteboard.servlet.pattern=/",
            "osgi.http.whiteboard.servlet.pattern=/enroll",
            "osgi.http.whiteboard.servlet.pattern=/confirm",
            "osgi.http.whiteboard.servlet.pattern=/login",
            "osgi.http.whiteboard.servlet.pattern=/reset",
            "osgi.http.whiteboard.servlet.pattern=/account",
            "osgi.http.whiteboard.servlet.pattern=/search",
            "osgi.http.whiteboard.servlet.pattern=/offenders/*",
            "osgi.http.whiteboard.servlet.pattern=/unenroll",
            "osgi.http.whiteboard.servlet.pattern=/manual",
            "osgi.http.whiteboard.servlet.pattern=/faq",
            "osgi.http.whiteboard.servlet.pattern=/assets/*"
        })
public final class Pages extends HttpServlet {
    private static final Map<String, String> TITLES = Map.ofEntries(
            Map.entry("home", "Community notification"),
            Map.entry("enroll", "Enroll"),
            Map.entry("confirm", "Confirm your enrollment"),
            Map.entry("login", "Log in"),
            Map.entry("reset", "Choose a new password"),
            Map.entry("account", "My account"),
            Map.entry("search", "Search the registry"),
            Map.entry("offenders", "Registered offender"),
            Map.entry("unenroll", "Un-enroll"),
            Map.entry("manual", "User manual"),
            Map.entry("faq", "Questions and answers"),
            Map.entry("missing", "No such page"));

    private static final Map<String, String> ASSETS = Map.ofEntries(
            Map.entry("vicinity.css", "text/css"),
            Map.entry("api.js", "text/javascript"),
            Map.entry("enroll.js", "text/javascript"),
            Map.entry("confirm.js", "text/javascript"),
            Map.entry("login.js", "text/javascript"),
            Map.entry("reset.js", "text/javascript"),
            Map.entry("account.js", "text/javascript"),
            Map.entry("search.js", "text/javascript"),
            Map.entry("offenders.js", "text/javascript"),
            Map.entry("unenroll.js", "text/javascript"));

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var path = request.getServletPath();
        if (path.equals("/assets")) {
            var name =
                    request.getPathInfo() == null ? "" : request.getPathInfo().substring(1);
            if (!ASSETS.containsKey(name)) {
                response.sendError(HttpServletResponse.SC_NOT_FOUND);
                return;
            }
            response.setContentType(ASSETS.get(name) + "; charset=utf-8");
            response.setHeader("Cache-Control", "no-cache");
            response.getOutputStream().write(read("assets/" + name));
            return;
        }
        var page = path.length() <= 1 ? "home" : path.substring(1);
        if (!TITLES.containsKey(page) || page.equals("missing")) {
            response.setStatus(HttpServletResponse.SC_NOT_FOUND);
            page = "missing";
        }
        var layout = new String(read("layout.html"), StandardCharsets.UTF_8);
        var html = layout.replace("{{title}}", TITLES.get(page))
                .replace("{{main}}", new String(read(page + ".html"), StandardCharsets.UTF_8));
        response.setContentType("text/html; charset=utf-8");
        // Confirm and reset pages are asked for with a token in the address.
        response.setHeader("Cache-Control", "no-store");
        response.getOutputStream().write(html.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] read(String name) throws IOException {
        try (InputStream resource = Pages.class.getResourceAsStream(name)) {
            if (resource == null) {
                throw new IOException("the bundle lacks " + name);
            }
            return resource.readAllBytes();
        }
    }
}
