package org.vicinity.rest.internal;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The fields of a call's JSON body, for the API's description: {@code name}, {@code name?} where optional. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Body {
    String[] value();
}
