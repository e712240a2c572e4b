package org.vicinity.geocoder.local.internal;

/** A street of one city as the index holds it. */
record IndexedStreet(int id, Street street, String city, String cityKey, String state) {
    private static final String SEPARATOR = "\t";

    String toText() {
        return String.join(
                SEPARATOR,
                Integer.toString(id),
                street.predirectional(),
                street.name(),
                street.type(),
                street.postdirectional(),
                street.prefixed() ? "p" : "",
                city,
                cityKey,
                state);
    }

    static IndexedStreet fromText(String text) {
        String[] parts = text.split(SEPARATOR, -1);
        return new IndexedStreet(
                Integer.parseInt(parts[0]),
                new Street(parts[1], parts[2], parts[3], parts[4], !parts[5].isEmpty()),
                parts[6],
                parts[7],
                parts[8]);
    }

    String address(HouseNumber number, String unit, String zip) {
        var line = new StringBuilder(64);
        if (number != null) {
            line.append(number.display()).append(' ');
        }
        line.append(street.display());
        if (!unit.isEmpty()) {
            line.append(' ')
                    .append(
                            unit.charAt(0) == '#' || Character.isLetter(unit.charAt(0)) && unit.length() > 2
                                    ? ""
                                    : "# ")
                    .append(unit);
        }
        if (!city.isEmpty()) {
            line.append(", ").append(city);
        }
        if (!state.isEmpty() || !zip.isEmpty()) {
            line.append(',');
        }
        if (!state.isEmpty()) {
            line.append(' ').append(state);
        }
        if (!zip.isEmpty()) {
            line.append(' ').append(zip);
        }
        return line.toString();
    }
}
