package org.vicinity.geocoding.internal;

/**
 * A street as read from some of an address's words, with how much it looks like a whole one.
 *
 * @param score higher for a street that ends as streets end; negative where the words make no street
 */
record Street(
        String predirectional,
        String kind,
        String name,
        String suffix,
        String postdirectional,
        String unit,
        double score) {
    static final Street NONE = new Street("", "", "", "", "", "", -100);

    /** In one line, as for a corner: {@code N Grand Blvd}. */
    String line() {
        var line = new StringBuilder();
        for (String part : new String[] {predirectional, kind, name, suffix, postdirectional}) {
            if (!part.isEmpty()) {
                line.append(line.isEmpty() ? "" : " ").append(part);
            }
        }
        return line.toString();
    }
}
