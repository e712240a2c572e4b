package org.vicinity.registry;

import java.util.List;

/**
 * A page of a search in stable order.
 *
 * @param nextCursor empty on the last page
 * @param total how many the whole search has
 */
public record OffenderPage(List<OffenderRecord> items, String nextCursor, long total) {
    public OffenderPage {
        items = List.copyOf(items);
    }
}
