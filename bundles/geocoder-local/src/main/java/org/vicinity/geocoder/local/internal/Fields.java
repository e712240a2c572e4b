package org.vicinity.geocoder.local.internal;

import java.nio.charset.StandardCharsets;
import org.apache.lucene.util.BytesRef;
import org.vicinity.geocoding.Precision;

/**
 * How addresses lie in the search index: five kinds of documents, each found by one term.
 *
 * <ul>
 *   <li>streets, by their whole name or the bare one, within a city, a ZIP code, or anywhere
 *   <li>address points, by street and number, so that a street's points lie side by side in the term dictionary
 *   <li>sides of street segments, by street
 *   <li>street names, by what they become with one letter left out
 *   <li>cities and ZIP codes
 * </ul>
 */
final class Fields {
    static final String FULL = "full";
    static final String NAME = "name";
    static final String ADDRESS = "address";
    static final String SIDE = "side";
    static final String MISSPELT = "misspelt";
    static final String PLACE = "place";
    static final String MISSPELT_CITY = "misspelt-city";

    /** Doc value: what a street, a name or a place is, as text. */
    static final String TEXT = "text";
    /** Doc value: packed location of a point or place. */
    static final String AT = "at";
    /** Doc value: packed precision and ZIP code of a point. */
    static final String INFO = "info";
    /** Doc value: unit of a point. */
    static final String UNIT = "unit";
    /** Doc values: the numbers of a side. */
    static final String LOW = "low";

    static final String HIGH = "high";
    /** Doc value: a side's geometry and attributes. */
    static final String LINE = "line";

    private static final double DEGREE = 1e7;
    private static final Precision[] PRECISIONS = Precision.values();

    private Fields() {}

    static String anywhere(String key) {
        return key + '/';
    }

    static String inCity(String key, String cityKey) {
        return key + "/C" + cityKey;
    }

    static String inZip(String key, String zip) {
        return key + "/Z" + zip;
    }

    static BytesRef street(int street) {
        byte[] bytes = new byte[4];
        putInt(bytes, 0, street);
        return new BytesRef(bytes);
    }

    static BytesRef address(int street, HouseNumber number) {
        byte[] rest = number.rest().getBytes(StandardCharsets.UTF_8);
        byte[] bytes = new byte[8 + rest.length];
        putInt(bytes, 0, street);
        putInt(bytes, 4, number.value());
        System.arraycopy(rest, 0, bytes, 8, rest.length);
        return new BytesRef(bytes);
    }

    static int streetOf(BytesRef address) {
        return getInt(address.bytes, address.offset);
    }

    static HouseNumber numberOf(BytesRef address) {
        return new HouseNumber(
                getInt(address.bytes, address.offset + 4),
                new String(address.bytes, address.offset + 8, address.length - 8, StandardCharsets.UTF_8));
    }

    private static void putInt(byte[] bytes, int at, int value) {
        bytes[at] = (byte) (value >>> 24);
        bytes[at + 1] = (byte) (value >>> 16);
        bytes[at + 2] = (byte) (value >>> 8);
        bytes[at + 3] = (byte) value;
    }

    private static int getInt(byte[] bytes, int at) {
        return (bytes[at] & 255) << 24 | (bytes[at + 1] & 255) << 16 | (bytes[at + 2] & 255) << 8 | bytes[at + 3] & 255;
    }

    static long at(double longitude, double latitude) {
        return Math.round(longitude * DEGREE) << 32 | Math.round(latitude * DEGREE) & 0xFFFFFFFFL;
    }

    static double longitude(long at) {
        return (at >> 32) / DEGREE;
    }

    static double latitude(long at) {
        return (int) at / DEGREE;
    }

    static long info(Precision precision, String zip) {
        return (zip.isEmpty() ? 100_000L : Integer.parseInt(zip)) << 3 | precision.ordinal();
    }

    static Precision precision(long info) {
        return PRECISIONS[(int) info & 7];
    }

    static String zip(long info) {
        int zip = (int) (info >> 3);
        return zip >= 100_000 ? "" : String.valueOf(100_000 + zip).substring(1);
    }
}
