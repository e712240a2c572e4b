package org.vicinity.rest.internal;

import java.io.IOException;
import javax.servlet.Servlet;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.osgi.service.component.annotations.Component;

/**
 * Answers in the place of the API while JAX-RS starts, or wires its application anew: a client comes back then, instead
 * of taking 404 for the last word. The context of JAX-RS has the longer path, and takes the calls as soon as it is there.
 */
@Component(service = Servlet.class, property = "osgi.http.whiteboard.servlet.pattern=/api/*")
public final class AbsentServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        ProblemDocument.write(Problem.unavailable(), request, response);
    }
}
