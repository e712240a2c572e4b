package org.vicinity.web.internal;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Locale.LanguageRange;
import java.util.Optional;
import java.util.stream.Stream;
import javax.servlet.Servlet;
import javax.servlet.ServletException;
import javax.servlet.http.Cookie;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * The pages under clean URLs and their assets, in the language that the visitor chose ({@code ?lang=}, kept in a
 * cookie) or the browser asks for. All of it is static: what a visitor sees of the account comes by the REST API.
 */
@Component(name = "org.vicinity.web", service = Servlet.class, property = "osgi.http.whiteboard.servlet.pattern=/")
@Designate(ocd = Pages.Config.class)
public final class Pages extends HttpServlet {
    private static final long serialVersionUID = 1;

    static final String LANGUAGE_COOKIE = "vicinity_language";

    /** No script or style but our own files; photographs of registered people come from the authority's server. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
            + "img-src 'self' https:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    @ObjectClassDefinition(name = "Vicinity pages")
    @interface Config {
        @AttributeDefinition(name = "Authority", description = "Who runs this, as the public knows it")
        String authority() default "";

        @AttributeDefinition(name = "Postal address", description = "Where the authority is reached by letter")
        String postalAddress() default "";

        @AttributeDefinition(name = "Contact", description = "An e-mail address or telephone number for questions")
        String contact() default "";

        @AttributeDefinition(name = "Correction", description = "Who corrects an entry, and how to reach them")
        String correction() default "";
    }

    private final transient Site site;

    @Activate
    public Pages(Config config) {
        site = new Site(config.authority(), config.postalAddress(), config.contact(), config.correction());
    }

    /** Only reads. A form that is sent without its script ends here, with nothing of it in an address or a log. */
    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        if (List.of("GET", "HEAD").contains(request.getMethod())) {
            super.service(request, response);
        } else {
            response.setHeader("Allow", "GET, HEAD");
            response.setStatus(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
        }
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var path = request.getServletPath()
                + Optional.ofNullable(request.getPathInfo()).orElse("");
        response.setHeader("Content-Security-Policy", POLICY);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "no-referrer");
        var asset = site.asset(path);
        if (asset.isPresent()) {
            answer(request, response, asset.get());
            return;
        }
        var chosen = Optional.ofNullable(request.getParameter("lang")).filter(Site.LANGUAGES::contains);
        chosen.ifPresent(language -> response.addHeader(
                "Set-Cookie", LANGUAGE_COOKIE + "=" + language + "; Path=/; Max-Age=31536000; SameSite=Lax"));
        var language = chosen.orElseGet(() -> language(request));
        var page = site.page(path, language);
        response.setHeader("Vary", "Accept-Language, Cookie");
        response.setHeader("Content-Language", language);
        if (!page.indexed()) {
            response.setHeader("X-Robots-Tag", "noindex");
        }
        if (!page.found()) {
            response.setStatus(HttpServletResponse.SC_NOT_FOUND);
        }
        answer(request, response, page.file());
    }

    /** Sends the file, or says that the browser has it still. */
    private static void answer(HttpServletRequest request, HttpServletResponse response, Site.File file)
            throws IOException {
        response.setHeader("ETag", file.tag());
        // Kept, but asked for anew: an update must not leave a page with yesterday's scripts. Not kept where a mailed
        // link's secret is in the address.
        boolean secret = request.getParameter("token") != null;
        response.setHeader("Cache-Control", secret ? "no-store" : "no-cache");
        var known = request.getHeader("If-None-Match");
        if (response.getStatus() == HttpServletResponse.SC_OK
                && known != null
                && Stream.of(known.split(",")).map(String::trim).anyMatch(file.tag()::equals)) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        response.setContentType(file.type());
        response.setContentLength(file.content().length);
        response.getOutputStream().write(file.content());
    }

    /** The language chosen before, or the one of ours that the browser wants most; English without a wish. */
    private static String language(HttpServletRequest request) {
        var cookies = Optional.ofNullable(request.getCookies()).stream().flatMap(Stream::of);
        return cookies.filter(cookie -> cookie.getName().equals(LANGUAGE_COOKIE))
                .map(Cookie::getValue)
                .filter(Site.LANGUAGES::contains)
                .findFirst()
                .or(() -> Optional.ofNullable(request.getHeader("Accept-Language"))
                        .flatMap(Pages::wanted))
                .orElse(Site.LANGUAGES.get(0));
    }

    private static Optional<String> wanted(String acceptLanguage) {
        try {
            return Optional.ofNullable(Locale.lookupTag(LanguageRange.parse(acceptLanguage), Site.LANGUAGES));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
