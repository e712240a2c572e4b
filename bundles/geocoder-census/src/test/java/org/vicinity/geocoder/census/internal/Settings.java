package org.vicinity.geocoder.census.internal;

import java.lang.reflect.Proxy;
import java.util.Map;

/** A configuration with its defaults, but for what a test sets. */
final class Settings {
    private Settings() {}

    static <T> T of(Class<T> type, Map<String, Object> given) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> given.getOrDefault(method.getName(), method.getDefaultValue())));
    }
}
