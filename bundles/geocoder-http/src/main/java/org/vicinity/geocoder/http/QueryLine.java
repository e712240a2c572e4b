package org.vicinity.geocoder.http;

import java.util.Set;
import org.vicinity.geocoding.AddressComponents;

/** The address in one line as it is sent: without the unit, which tells more than finding the house needs. */
public final class QueryLine {
    private static final Set<String> PLAIN_KINDS =
            Set.of("address", "intersection", "street", "po-box", "place", "pseudo", "unknown");

    private QueryLine() {}

    public static String of(AddressComponents parts) {
        String last = joined(" ", parts.state(), parts.zip());
        return joined(", ", street(parts), parts.city(), last);
    }

    public static String street(AddressComponents parts) {
        return joined(
                " ",
                parts.number(),
                parts.predirectional(),
                PLAIN_KINDS.contains(parts.kind()) ? "" : parts.kind(),
                parts.name(),
                parts.suffix(),
                parts.postdirectional());
    }

    private static String joined(String separator, String... parts) {
        var line = new StringBuilder();
        for (String part : parts) {
            if (!part.isEmpty()) {
                line.append(line.isEmpty() ? "" : separator).append(part);
            }
        }
        return line.toString();
    }
}
