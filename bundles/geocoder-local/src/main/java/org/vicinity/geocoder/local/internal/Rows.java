package org.vicinity.geocoder.local.internal;

import java.io.IOException;
import org.locationtech.jts.geom.Coordinate;
import org.vicinity.geocoding.Precision;

/** Takes what a source file holds, row by row. Coordinates are WGS 84 degrees, x the longitude. */
interface Rows {
    /** An address point. Parts that the source does not give are empty strings. */
    record Point(
            String number,
            String street,
            String unit,
            String city,
            String state,
            String zip,
            double longitude,
            double latitude,
            Precision precision) {}

    /**
     * One side of a street segment.
     *
     * @param from the house number at the line's start
     * @param to the house number at its end; may be less than {@code from}
     * @param parity {@code E}, {@code O} or {@code B} (both)
     * @param left whether the side lies to the left of the line's direction
     */
    record Side(
            String street, int from, int to, char parity, boolean left, String state, String zip, Coordinate[] line) {}

    void point(Point point) throws IOException;

    void side(Side side) throws IOException;

    /** A row without an address or a place: counted, nothing more. */
    void skip();
}
