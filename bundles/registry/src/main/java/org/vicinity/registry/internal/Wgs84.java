package org.vicinity.registry.internal;

import net.sf.geographiclib.Geodesic;
import net.sf.geographiclib.GeodesicMask;
import org.vicinity.geocoding.Location;

/** Distances on the ellipsoid. */
final class Wgs84 {
    static final double METRES_PER_FOOT = 0.3048;

    /** A point calculated to lie on the circle comes out some nanometres to one side or the other. */
    private static final double ON_THE_CIRCLE = 1e-6;

    private static final double A = 6_378_137;
    private static final double E2 = (2 - 1 / 298.257223563) / 298.257223563;

    private static final double METRES_PER_DEGREE = 110_500;

    private Wgs84() {}

    static double metres(Location one, Location other) {
        return Geodesic.WGS84.Inverse(
                        one.latitude(), one.longitude(), other.latitude(), other.longitude(), GeodesicMask.DISTANCE)
                .s12;
    }

    static boolean inside(double metres, int radiusFeet) {
        return metres <= radiusFeet * METRES_PER_FOOT + ON_THE_CIRCLE;
    }

    /** Earth-centred, earth-fixed coordinates of a point on the ellipsoid, in metres. */
    static void earthCentred(double latitude, double longitude, double[] xyz, int at) {
        double sine = Math.sin(Math.toRadians(latitude));
        double toAxis = A / Math.sqrt(1 - E2 * sine * sine);
        double cosine = Math.cos(Math.toRadians(latitude));
        xyz[at] = toAxis * cosine * Math.cos(Math.toRadians(longitude));
        xyz[at + 1] = toAxis * cosine * Math.sin(Math.toRadians(longitude));
        xyz[at + 2] = toAxis * (1 - E2) * sine;
    }

    /** South, north, west and east of a box that holds the circle and a little more. */
    record Box(double south, double north, double west, double east) {
        static Box around(Location centre, int radiusFeet) {
            double high = radiusFeet * METRES_PER_FOOT * 1.01 / METRES_PER_DEGREE + 1e-6;
            double narrowest = Math.cos(Math.toRadians(Math.min(89, Math.abs(centre.latitude()) + high)));
            double wide = high / narrowest;
            return new Box(
                    centre.latitude() - high,
                    centre.latitude() + high,
                    centre.longitude() - wide,
                    centre.longitude() + wide);
        }

        boolean contains(double latitude, double longitude) {
            return south <= latitude && latitude <= north && west <= longitude && longitude <= east;
        }
    }
}
