package org.vicinity.rest.internal;

import org.vicinity.geocoding.Location;

/** Query parameters, read with a clear word where they can't be. */
final class Parameters {
    private Parameters() {}

    static Location location(String latitude, String longitude) {
        try {
            return new Location(number("lat", latitude), number("lon", longitude));
        } catch (IllegalArgumentException e) {
            throw Problem.field(422, "lat", "This is not a place on the earth.");
        }
    }

    static int radius(String text, Parts parts) {
        var limits = parts.accounts().limits();
        return whole("radiusFeet", text, limits.minimumRadiusFeet(), limits.maximumRadiusFeet());
    }

    static int whole(String field, String text, int minimum, int maximum) {
        try {
            int value = Integer.parseInt(text == null ? "" : text);
            if (value >= minimum && value <= maximum) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw Problem.field(422, field, "This is a whole number from " + minimum + " to " + maximum + ".");
    }

    private static double number(String field, String text) {
        try {
            return Double.parseDouble(text == null ? "" : text);
        } catch (NumberFormatException e) {
            throw Problem.field(422, field, "This is a number.");
        }
    }
}
