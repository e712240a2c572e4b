package org.vicinity.rest.internal;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.ws.rs.HttpMethod;
import javax.ws.rs.Path;

/** A call of the API, as the annotations of JAX-RS tell it. */
record Route(String path, String httpMethod, Method method, Pattern pattern) {
    static final List<Route> ALL = Stream.of(
                    ServiceResource.class,
                    EnrollmentResource.class,
                    PasswordResetResource.class,
                    SessionResource.class,
                    AccountResource.class,
                    GeocodeResource.class,
                    OffenderResource.class,
                    RegistryResource.class,
                    OpenApiResource.class)
            .flatMap(resource -> Arrays.stream(resource.getDeclaredMethods()))
            .flatMap(method -> httpMethod(method).map(name -> of(method, name)).stream())
            .toList();

    private static Optional<String> httpMethod(Method method) {
        return Arrays.stream(method.getAnnotations())
                .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                .filter(http -> http != null)
                .map(HttpMethod::value)
                .findFirst();
    }

    private static Route of(Method method, String httpMethod) {
        var own = method.getAnnotation(Path.class);
        var path = method.getDeclaringClass().getAnnotation(Path.class).value() + (own == null ? "" : own.value());
        return new Route(path, httpMethod, method, Pattern.compile(path.replaceAll("\\{[^}]*}", "[^/]+") + "/?"));
    }

    /** The methods that this path takes, none where there is no such path. */
    static List<String> methods(String path) {
        var withoutMatrixParameters = path.replaceAll(";[^/]*", "");
        var methods = ALL.stream()
                .filter(route ->
                        route.pattern().matcher(withoutMatrixParameters).matches())
                .map(Route::httpMethod)
                .flatMap(name -> name.equals("GET") ? Stream.of("GET", "HEAD") : Stream.of(name))
                .sorted()
                .toList();
        return methods.isEmpty()
                ? methods
                : Stream.concat(methods.stream(), Stream.of("OPTIONS")).toList();
    }
}
