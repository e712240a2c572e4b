package org.vicinity.geocoding.internal;

import java.util.Locale;
import org.vicinity.geocoding.AddressComponents;
import org.vicinity.geocoding.GeocodeQuery;

/** One spelling for all spellings of an address that are understood alike. */
final class NormalForm {
    private NormalForm() {}

    static String of(GeocodeQuery query) {
        AddressComponents parts = query.components();
        if (parts.name().isEmpty()) {
            return query.text().toUpperCase(Locale.ROOT);
        }
        return String.join(
                        "|",
                        parts.number(),
                        parts.predirectional(),
                        parts.kind(),
                        parts.name(),
                        parts.suffix(),
                        parts.postdirectional(),
                        parts.crossStreet(),
                        parts.city(),
                        parts.state(),
                        parts.zip())
                .toUpperCase(Locale.ROOT);
    }
}
