package org.vicinity.geocoder.local.internal;

import java.nio.ByteBuffer;
import org.apache.lucene.util.BytesRef;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.linearref.LengthIndexedLine;

/**
 * One side of a street segment, and where on it a number lies.
 *
 * @param from the number at the line's start
 * @param to the number at its end
 * @param parity {@code E}, {@code O} or {@code B}
 * @param left whether it is the line's left side
 * @param line longitudes and latitudes
 */
record SegmentSide(int from, int to, char parity, boolean left, String zip, Coordinate[] line) {
    /**
     * Buildings stand back from the centre line. On St. Louis' parcel centroids anything from 18 to 34 m is within 2 m of
     * the least median error; nearer the street is nearer the building.
     */
    static final double SETBACK_METRES = 22;

    /** The first and last building of a block stand back from the crossing street as well. */
    private static final double CORNER_METRES = 18;

    private static final int MANY_NUMBERS = 200;
    private static final double MOST_NUMBERS_A_METRE = 3;
    private static final double METRES_A_DEGREE = 111_195;
    private static final double DEGREE = 1e7;
    private static final GeometryFactory GEOMETRY = new GeometryFactory();

    int low() {
        return Math.min(from, to);
    }

    int high() {
        return Math.max(from, to);
    }

    boolean holds(int number) {
        return number >= low() && number <= high() && (parity == 'B' || (number % 2 == 0) == (parity == 'E'));
    }

    /** Not so many numbers on so short a line that one of them must be a typing error of the source. */
    boolean plausible() {
        int numbers = high() - low();
        return numbers <= MANY_NUMBERS || numbers <= MOST_NUMBERS_A_METRE * metres().getLength();
    }

    /** Where the number lies, set back from the centre line to its side. */
    Coordinate locate(int number) {
        LineString segment = metres();
        double length = segment.getLength();
        double share = from == to ? 0.5 : (double) (number - from) / (to - from);
        double corner = Math.min(CORNER_METRES, length / 4);
        double along = corner + share * (length - 2 * corner);
        Coordinate point = new LengthIndexedLine(segment).extractPoint(along, left ? SETBACK_METRES : -SETBACK_METRES);
        return new Coordinate(line[0].x + point.x / metresADegreeEast(), line[0].y + point.y / METRES_A_DEGREE);
    }

    private LineString metres() {
        double east = metresADegreeEast();
        Coordinate[] metres = new Coordinate[line.length];
        for (int i = 0; i < line.length; i++) {
            metres[i] = new Coordinate((line[i].x - line[0].x) * east, (line[i].y - line[0].y) * METRES_A_DEGREE);
        }
        return GEOMETRY.createLineString(metres);
    }

    private double metresADegreeEast() {
        return METRES_A_DEGREE * Math.cos(Math.toRadians(line[0].y));
    }

    BytesRef toBytes() {
        ByteBuffer bytes = ByteBuffer.allocate(8 + 2 + 4 + 8 * line.length);
        bytes.putInt(from).putInt(to).put((byte) parity).put((byte) (left ? 1 : 0));
        bytes.putInt(zip.isEmpty() ? -1 : Integer.parseInt(zip));
        for (Coordinate point : line) {
            bytes.putInt((int) Math.round(point.x * DEGREE)).putInt((int) Math.round(point.y * DEGREE));
        }
        return new BytesRef(bytes.array());
    }

    static SegmentSide fromBytes(BytesRef ref) {
        ByteBuffer bytes = ByteBuffer.wrap(ref.bytes, ref.offset, ref.length);
        int from = bytes.getInt();
        int to = bytes.getInt();
        char parity = (char) bytes.get();
        boolean left = bytes.get() == 1;
        int zip = bytes.getInt();
        Coordinate[] line = new Coordinate[bytes.remaining() / 8];
        for (int i = 0; i < line.length; i++) {
            line[i] = new Coordinate(bytes.getInt() / DEGREE, bytes.getInt() / DEGREE);
        }
        return new SegmentSide(
                from,
                to,
                parity,
                left,
                zip < 0 ? "" : String.valueOf(100_000 + zip).substring(1),
                line);
    }
}
