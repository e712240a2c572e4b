package org.vicinity.rest.internal;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;
import org.osgi.service.jaxrs.whiteboard.annotations.RequireJaxrsWhiteboard;

/** A resource of the API: served only together with the extensions that check calls and write problems. */
@ComponentPropertyType
@RequireJaxrsWhiteboard
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
@interface ApiResource {
    String PREFIX_ = "osgi.jaxrs.";

    boolean resource() default true;

    String[] extension_select() default {
        "(osgi.jaxrs.name=vicinity-calls)",
        "(osgi.jaxrs.name=vicinity-problems)",
        "(osgi.jaxrs.name=vicinity-web-problems)"
    };
}
