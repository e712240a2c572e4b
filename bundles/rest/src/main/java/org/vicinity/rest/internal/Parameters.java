package org.vicinity.rest.internal;

import org.vicinity.geocoding.Location;

/** Query parameters, understood or refused by name. */
final class Parameters {
    private static final int LONGEST = 500;

    private Parameters() {}

    /** Text without blanks around it, empty where not given. */
    static String text(String field, String value) {
        if (value == null) {
            return "";
        }
        if (value.length() > LONGEST) {
            throw Problem.field(field, "long", LONGEST);
        }
        if (value.indexOf('\0') >= 0) {
            throw Problem.field(field, "characters");
        }
        return value.trim();
    }

    static int between(String field, String value, int fallback, int minimum, int maximum) {
        if (value == null || value.isBlank()) {
            return fallback;
        }
        int number;
        try {
            number = Integer.parseInt(value.trim());
        } catch (NumberFormatException e) {
            throw Problem.field(field, "type.integer");
        }
        if (number < minimum || number > maximum) {
            throw Problem.field(field, "range", minimum, maximum);
        }
        return number;
    }

    /** A point; null where neither coordinate is given. */
    static Location location(String latitude, String longitude) {
        if (latitude == null && longitude == null) {
            return null;
        }
        return new Location(degrees("lat", latitude, 90), degrees("lon", longitude, 180));
    }

    private static double degrees(String field, String value, int most) {
        if (value == null || value.isBlank()) {
            throw Problem.field(field, "required");
        }
        double degrees;
        try {
            degrees = Double.parseDouble(value.trim());
        } catch (NumberFormatException e) {
            throw Problem.field(field, "type.number");
        }
        if (!(Math.abs(degrees) <= most)) {
            throw Problem.field(field, "range", -most, most);
        }
        return degrees;
    }
}
