package org.vicinity.matching.internal;

import net.sf.geographiclib.Geodesic;
import net.sf.geographiclib.GeodesicMask;

/** The ellipsoid, and the geodesic truth on it. */
public final class Wgs84 {
    static final double METRES_PER_FOOT = 0.3048;
    static final double A = 6_378_137;
    static final double E2 = (2 - 1 / 298.257223563) / 298.257223563;

    /**
     * What a distance may exceed a radius by, in metres, and count as on the circle: a point that was calculated to lie on
     * the circle comes out some nanometres to one side or the other.
     */
    private static final double ON_THE_CIRCLE = 1e-6;

    private Wgs84() {}

    /** Whether the circle contains the point, by the geodesic; on the circle is inside. */
    public static boolean contains(
            double centreLatitude, double centreLongitude, int radiusFeet, double latitude, double longitude) {
        return distance(centreLatitude, centreLongitude, latitude, longitude)
                <= radiusFeet * METRES_PER_FOOT + ON_THE_CIRCLE;
    }

    /** The geodesic distance in metres. */
    static double distance(double latitude1, double longitude1, double latitude2, double longitude2) {
        return Geodesic.WGS84.Inverse(latitude1, longitude1, latitude2, longitude2, GeodesicMask.DISTANCE).s12;
    }

    static void requirePlace(double latitude, double longitude) {
        // Written so that NaN is refused. The values are left out of the message: they may be somebody's home.
        if (!(latitude >= -90 && latitude <= 90 && longitude >= -180 && longitude <= 180)) {
            throw new IllegalArgumentException("Not a place: latitude beyond 90 or longitude beyond 180 degrees");
        }
    }
}
