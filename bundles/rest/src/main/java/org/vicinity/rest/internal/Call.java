package org.vicinity.rest.internal;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What the API's description says of a call that the annotations of JAX-RS don't. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Call {
    /** Who may make a call. */
    enum By {
        ANYBODY,
        SUBSCRIBER,
        OPERATOR
    }

    /** What it does, in a few words. */
    String value();

    By by() default By.ANYBODY;

    /** The schema of its JSON body; empty without one. */
    String body() default "";

    /** {@code 201 Session}: status and schema; {@code 410 link-expired}: status and name of the problem. */
    String[] answers();
}
