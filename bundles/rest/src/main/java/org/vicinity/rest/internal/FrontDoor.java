package org.vicinity.rest.internal;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import javax.servlet.Filter;
import javax.servlet.FilterChain;
import javax.servlet.FilterConfig;
import javax.servlet.ServletException;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.osgi.service.component.annotations.Component;

/**
 * What holds for every call, pages included. The headers narrow what a browser does with any answer of ours, and keep
 * it out of caches and of search; they are set first, so that a page can loosen them. A query that can't be read is
 * refused here, because whoever reads it later fails with 500.
 */
@Component(
        service = Filter.class,
        property = {
            "osgi.http.whiteboard.filter.pattern=/*",
            "osgi.http.whiteboard.context.select=(osgi.http.whiteboard.context.name=*)"
        })
public final class FrontDoor implements Filter {
    private static final String POLICY = "default-src 'self'; img-src 'self' data: https:; object-src 'none'; "
            + "base-uri 'none'; form-action 'self'; frame-ancestors 'self'";

    @Override
    public void init(FilterConfig config) {
        // Nothing to prepare.
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        var http = (HttpServletResponse) response;
        http.setHeader("X-Content-Type-Options", "nosniff");
        http.setHeader("Referrer-Policy", "no-referrer");
        http.setHeader("Content-Security-Policy", POLICY);
        http.setHeader("X-Robots-Tag", "noindex");
        http.setHeader("Cache-Control", "no-store");
        if (isReadable(((HttpServletRequest) request).getQueryString())) {
            chain.doFilter(request, response);
        } else {
            ProblemDocument.write(Problem.of(400, "bad-request"), (HttpServletRequest) request, http);
        }
    }

    private static boolean isReadable(String query) {
        try {
            return query == null || URLDecoder.decode(query, StandardCharsets.UTF_8) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    public void destroy() {
        // Nothing to give back.
    }
}
