package org.vicinity.geocoding;

/**
 * A US address taken apart, in the abbreviations of USPS Publication 28. A part that is not there is an empty string.
 *
 * @param number house number as written, with suffix or fraction ({@code 4570R}, {@code 123 1/2}, {@code N6W23001})
 * @param predirectional {@code N}, {@code SW}, …
 * @param name street name without suffix and directionals ({@code DD} for "State Highway DD")
 * @param suffix {@code ST}, {@code AVE}, … in title case ({@code Ave})
 * @param postdirectional as predirectional
 * @param unit with its designator ({@code Apt 201})
 * @param city as written
 * @param state two letters
 * @param zip five digits
 * @param crossStreet the other street of an intersection, abbreviated, else empty
 * @param kind {@code address}, {@code intersection}, {@code street}, {@code po-box}, {@code place}, {@code pseudo}
 *     (registry text that is no address), {@code unknown}; or, for numbered and lettered roads, the prefix type
 *     ({@code Co Rd}, {@code State Hwy}, {@code US Hwy}, …)
 */
public record AddressComponents(
        String number,
        String predirectional,
        String name,
        String suffix,
        String postdirectional,
        String unit,
        String city,
        String state,
        String zip,
        String crossStreet,
        String kind) {}
