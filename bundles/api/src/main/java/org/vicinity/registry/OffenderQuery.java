package org.vicinity.registry;

import org.vicinity.geocoding.Location;

/**
 * A public search; empty texts and nulls do not restrict.
 *
 * @param name any part of the name or an alias: prefix, sounds-alike, misspelt
 * @param near centre of a circle, with {@code radiusFeet}; null without
 * @param type restricts the addresses looked at; null for all
 * @param limit page size, 1 to 500
 * @param cursor opaque, from the page before; empty for the first page
 */
public record OffenderQuery(
        String name,
        String city,
        String county,
        String zip,
        Location near,
        int radiusFeet,
        AddressType type,
        int limit,
        String cursor) {}
