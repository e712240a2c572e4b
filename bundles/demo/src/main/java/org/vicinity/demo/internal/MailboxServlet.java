package org.vicinity.demo.internal;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.regex.Pattern;
import javax.servlet.Servlet;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The demo's mail server, and the page that shows what it received. */
@Component(
        service = Servlet.class,
        name = "org.vicinity.demo.mailbox",
        property = {
            "osgi.http.whiteboard.servlet.pattern=/mailbox/*",
            "osgi.http.whiteboard.servlet.name=vicinity-demo-mailbox"
        })
public final class MailboxServlet extends HttpServlet {
    private static final long serialVersionUID = 1;
    private static final Logger LOG = LoggerFactory.getLogger(MailboxServlet.class);
    private static final Pattern FILE = Pattern.compile("/(\\d{1,9})(\\.eml|\\.html|)");
    private static final Pattern LINK = Pattern.compile("https?://[^\\s<>\"]+[^\\s<>\".,;:)]");
    private static final String PAGE_POLICY =
            "default-src 'none'; style-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; "
                    + "frame-ancestors 'none'";
    /** A mail is foreign text: no script, no form, nothing from elsewhere; its links open in a new tab. */
    private static final String MAIL_POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; "
                    + "frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox";

    private static final String STYLE =
            """
            body { font: 1rem/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 70rem; padding: 1rem; color: #1b1b1b }
            table { border-collapse: collapse; width: 100% }
            th, td { text-align: left; padding: .4rem .6rem; border-bottom: 1px solid #ccc; overflow-wrap: anywhere }
            pre { white-space: pre-wrap; overflow-wrap: anywhere; background: #f5f5f2; padding: 1rem }
            iframe { width: 100%; height: 32rem; border: 1px solid #767676 }
            a { color: #0b5394 }
            a:focus-visible, summary:focus-visible { outline: 3px solid #0b5394; outline-offset: 2px }
            """;

    private final transient Mailbox mailbox;
    private final transient Town town;
    private final transient MailServer server;
    private final transient ObjectMapper json = new ObjectMapper();

    @Activate
    public MailboxServlet(BundleContext context, @Reference AddressFiles files) throws IOException {
        mailbox = new Mailbox(Path.of(context.getProperty("vicinity.data"), "mailbox"));
        town = files.town();
        server = start();
    }

    MailboxServlet(Mailbox mailbox, Town town) {
        this.mailbox = mailbox;
        this.town = town;
        server = null;
    }

    /** @return null where mail goes elsewhere */
    private MailServer start() {
        var host = System.getenv("VICINITY_SMTP_HOST");
        if (host != null && !host.isBlank()) {
            LOG.info("VICINITY_SMTP_HOST is set: mail goes there, and the demo's mailbox stays as it is");
            return null;
        }
        var port = System.getenv("VICINITY_SMTP_PORT");
        try {
            var started =
                    new MailServer(port == null || port.isBlank() ? 2525 : Integer.parseInt(port.strip()), mailbox);
            LOG.info("The demo's mailbox takes mail at 127.0.0.1:{} and shows it at /mailbox/", started.port());
            return started;
        } catch (RuntimeException e) {
            LOG.error("The demo's mail server could not start; is VICINITY_SMTP_PORT (2525) free? {}", e.getMessage());
            return null;
        }
    }

    @Deactivate
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Content-Security-Policy", PAGE_POLICY);
        var path = request.getPathInfo();
        if (path == null) {
            response.sendRedirect(request.getContextPath() + "/mailbox/");
            return;
        }
        switch (path) {
            case "/" -> send(response, "text/html", list());
            case "/mailbox.css" -> send(response, "text/css", STYLE);
            case "/messages.json" -> send(response, "application/json", messages());
            default -> one(path, response);
        }
    }

    private void one(String path, HttpServletResponse response) throws IOException {
        var matcher = FILE.matcher(path);
        var mail =
                matcher.matches() ? mailbox.find(Integer.parseInt(matcher.group(1))) : java.util.Optional.<Mail>empty();
        if (mail.isEmpty()) {
            response.setStatus(HttpServletResponse.SC_NOT_FOUND);
            send(response, "text/html", page("No such mail", "<p>There is no such mail (any more).</p>" + BACK));
            return;
        }
        switch (matcher.group(2)) {
            case ".eml" -> {
                // Not as message/rfc822: browsers would only offer it for download.
                response.setContentType("text/plain;charset=utf-8");
                response.getOutputStream().write(mail.get().source());
            }
            case ".html" -> {
                response.setHeader("Content-Security-Policy", MAIL_POLICY);
                send(
                        response,
                        "text/html",
                        "<base target=\"_blank\">" + mail.get().html());
            }
            default -> send(response, "text/html", show(mail.get()));
        }
    }

    private static final String BACK = "<p><a href=\"/mailbox/\">All mails</a></p>";

    String list() {
        var body = new StringBuilder("<p>Every mail that Vicinity sent, newest first. The demo's town is ")
                .append(Town.NAME)
                .append("; an address of it: <strong>")
                .append(escape(town.example().oneLine()))
                .append("</strong>. <a href=\"/mailbox/\">Look again</a> · <a href=\"/\">Vicinity</a></p>");
        var mails = mailbox.newestFirst();
        if (mails.isEmpty()) {
            return page("Mailbox", body.append("<p>No mail so far.</p>").toString());
        }
        body.append("<table><thead><tr><th scope=\"col\">Subject</th><th scope=\"col\">To</th>")
                .append("<th scope=\"col\">Received</th></tr></thead><tbody>");
        for (var mail : mails) {
            body.append("<tr><td><a href=\"/mailbox/")
                    .append(mail.number())
                    .append("\">")
                    .append(escape(mail.subject().isBlank() ? "(no subject)" : mail.subject()))
                    .append("</a></td><td>")
                    .append(escape(mail.to()))
                    .append("</td><td>")
                    .append(mail.receivedAt().truncatedTo(ChronoUnit.SECONDS))
                    .append("</td></tr>");
        }
        return page("Mailbox", body.append("</tbody></table>").toString());
    }

    String messages() throws IOException {
        var list = mailbox.newestFirst().stream()
                .map(mail -> {
                    var fields = new LinkedHashMap<String, Object>();
                    fields.put("number", mail.number());
                    fields.put("receivedAt", mail.receivedAt().toString());
                    fields.put("from", mail.from());
                    fields.put("to", mail.to());
                    fields.put("subject", mail.subject());
                    fields.put("text", mail.text());
                    return fields;
                })
                .toList();
        return json.writeValueAsString(list);
    }

    static String show(Mail mail) {
        var html = mail.html().isEmpty()
                ? ""
                : "<h2>As HTML</h2><iframe title=\"The mail as HTML\" "
                        + "sandbox=\"allow-popups allow-popups-to-escape-sandbox\" src=\"/mailbox/" + mail.number()
                        + ".html\"></iframe>";
        return page(
                mail.subject().isBlank() ? "(no subject)" : mail.subject(),
                BACK + "<p>To " + escape(mail.to()) + "<br>From " + escape(mail.from()) + "<br>"
                        + mail.receivedAt().truncatedTo(ChronoUnit.SECONDS) + "</p><h2>As text</h2><pre>"
                        + linked(mail.text()) + "</pre>" + html + "<details><summary>Headers</summary><pre>"
                        + escape(mail.headers()) + "</pre></details><p><a href=\"/mailbox/" + mail.number()
                        + ".eml\">Source</a></p>");
    }

    private static String linked(String text) {
        var result = new StringBuilder();
        var matcher = LINK.matcher(text);
        int end = 0;
        while (matcher.find()) {
            var link = escape(matcher.group());
            result.append(escape(text.substring(end, matcher.start())))
                    .append("<a href=\"")
                    .append(link)
                    .append("\">")
                    .append(link)
                    .append("</a>");
            end = matcher.end();
        }
        return result.append(escape(text.substring(end))).toString();
    }

    private static String page(String title, String body) {
        return "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">"
                + "<meta name=\"viewport\" content=\"width=device-width\"><title>" + escape(title)
                + "</title><link rel=\"stylesheet\" href=\"/mailbox/mailbox.css\"></head><body><main><h1>"
                + escape(title) + "</h1>" + body + "</main></body></html>";
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private static void send(HttpServletResponse response, String type, String body) throws IOException {
        response.setContentType(type + ";charset=utf-8");
        response.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
    }
}
