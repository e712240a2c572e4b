package org.vicinity.geocoder.local.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vicinity.geocoding.AddressComponents;

/**
 * Other ways to read an address, the longest street first. Which one is meant only the data know: the 55 of "12 Outer Rd
 * 55" is a road's number where there is such a road, and an apartment's elsewhere.
 */
final class Readings {
    /** A number or a letter without a designator, and what may follow it. */
    private static final Pattern BARE_UNIT = Pattern.compile("(\\d[\\w/-]*|[A-Za-z]{1,2})(?: (.*))?");

    private static final Pattern FRACTION = Pattern.compile("(\\d+) (\\d/\\d)");
    private static final Pattern GLUED_SIDE = Pattern.compile("(\\d+)([NSEWnsew])");
    private static final Pattern LETTER_FIRST = Pattern.compile("([A-Za-z]) (.+)");

    private Readings() {}

    /** The reading whose street takes in what else counts as a unit or a part of the number, or null. */
    static AddressComponents longerStreet(AddressComponents parts) {
        Matcher unit = BARE_UNIT.matcher(parts.unit());
        if (unit.matches() && !parts.name().isEmpty()) {
            String rest = unit.group(2) == null ? "" : unit.group(2);
            boolean route = Street.of(parts).prefixed();
            return route
                    ? with(parts, parts.number(), joined(parts.name(), unit.group(1)), "", rest, parts.kind())
                    : with(
                            parts,
                            parts.number(),
                            joined(parts.name(), parts.suffix(), parts.postdirectional(), unit.group(1)),
                            "",
                            rest,
                            parts.kind());
        }
        Matcher fraction = FRACTION.matcher(parts.number());
        if (fraction.matches()) {
            return with(
                    parts,
                    fraction.group(1),
                    joined(fraction.group(2), parts.name()),
                    parts.suffix(),
                    parts.unit(),
                    parts.kind());
        }
        return null;
    }

    /** The readings whose house number takes in, or leaves to the street, a letter beside it. */
    static List<AddressComponents> otherNumbers(AddressComponents parts) {
        List<AddressComponents> readings = new ArrayList<>(1);
        Matcher side = GLUED_SIDE.matcher(parts.number());
        if (side.matches() && parts.predirectional().isEmpty()) {
            readings.add(new AddressComponents(
                    side.group(1),
                    side.group(2).toUpperCase(java.util.Locale.ROOT),
                    parts.name(),
                    parts.suffix(),
                    parts.postdirectional(),
                    parts.unit(),
                    parts.city(),
                    parts.state(),
                    parts.zip(),
                    parts.crossStreet(),
                    parts.kind()));
        }
        Matcher letter = LETTER_FIRST.matcher(parts.name());
        if (letter.matches()
                && HouseNumber.of(parts.number()).plain()
                && parts.predirectional().isEmpty()) {
            readings.add(with(
                    parts,
                    parts.number() + letter.group(1),
                    letter.group(2),
                    parts.suffix(),
                    parts.unit(),
                    parts.kind()));
        }
        return readings;
    }

    private static AddressComponents with(
            AddressComponents parts, String number, String name, String suffix, String unit, String kind) {
        boolean nameTookAll = suffix.isEmpty() && !parts.suffix().isEmpty();
        return new AddressComponents(
                number,
                parts.predirectional(),
                name,
                suffix,
                nameTookAll || !unit.equals(parts.unit()) ? "" : parts.postdirectional(),
                unit,
                parts.city(),
                parts.state(),
                parts.zip(),
                parts.crossStreet(),
                kind);
    }

    private static String joined(String... words) {
        var text = new StringBuilder();
        for (String word : words) {
            if (!word.isEmpty()) {
                text.append(text.isEmpty() ? "" : " ").append(word);
            }
        }
        return text.toString();
    }
}
