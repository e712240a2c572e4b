package org.vicinity.geocoder.local.internal;

import java.util.Set;
import org.vicinity.geocoding.AddressComponents;

/**
 * A street's name in its parts.
 *
 * @param type {@code Ave}, or the prefix type of a numbered road ({@code State Hwy})
 * @param prefixed whether the type stands before the name
 */
record Street(String predirectional, String name, String type, String postdirectional, boolean prefixed) {
    private static final Set<String> KINDS_WITHOUT_PREFIX =
            Set.of("address", "intersection", "street", "po-box", "place", "pseudo", "unknown", "");

    static Street of(AddressComponents parts) {
        boolean prefixed = !KINDS_WITHOUT_PREFIX.contains(parts.kind());
        return new Street(
                parts.predirectional(),
                parts.name(),
                prefixed && parts.suffix().isEmpty() ? parts.kind() : parts.suffix(),
                parts.postdirectional(),
                prefixed && parts.suffix().isEmpty());
    }

    String nameKey() {
        return NameKey.ofStreet(name);
    }

    /** The key of the street with all its parts, whichever part a directional was taken for. */
    String fullKey() {
        return NameKey.of(predirectional)
                + (prefixed ? NameKey.of(type) : "")
                + nameKey()
                + (prefixed ? "" : NameKey.of(type))
                + NameKey.of(postdirectional);
    }

    /** "3694 Forest Park" may be a street named so: the type taken for a part of the name. */
    Street typeAsName() {
        return new Street(predirectional, name + ' ' + type, "", postdirectional, false);
    }

    String display() {
        return String.join(
                        " ",
                        predirectional,
                        prefixed ? type : "",
                        NameKey.display(name),
                        prefixed ? "" : type,
                        postdirectional)
                .trim()
                .replaceAll(" {2,}", " ");
    }

    /** All directionals, wherever they stand: "14th St S" is "S 14th St". */
    String directionals() {
        return predirectional.compareTo(postdirectional) <= 0
                ? predirectional + postdirectional
                : postdirectional + predirectional;
    }
}
