package org.vicinity.rest.internal;

import java.io.IOException;
import javax.servlet.Filter;
import javax.servlet.FilterChain;
import javax.servlet.FilterConfig;
import javax.servlet.ServletException;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;
import javax.servlet.http.HttpServletResponse;
import org.osgi.service.component.annotations.Component;

/**
 * Headers that narrow what a browser does with any answer of ours, and keep calls and mailed links out of caches and of
 * search. Set first, so that a page can loosen them.
 */
@Component(
        service = Filter.class,
        property = {
            "osgi.http.whiteboard.filter.pattern=/*",
            "osgi.http.whiteboard.context.select=(osgi.http.whiteboard.context.name=*)"
        })
public final class SecurityHeaders implements Filter {
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
        chain.doFilter(request, response);
    }

    @Override
    public void destroy() {
        // Nothing to give back.
    }
}
