package org.vicinity.registry.internal;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.vicinity.geocoding.Location;

/** Points with a time each, to be counted: immutable, by latitude. */
final class PointSheet {
    private static final double METRES_PER_FOOT = 0.3048;

    /**
     * How much longer than the straight line through the ground the way on the ellipsoid may be, in metres. At the largest
     * radius, 8,047 m, it is s³ / 24 r² = 0.5 mm.
     */
    private static final double GROUND = 0.01;

    private final double[] latitudes;
    private final double[] longitudes;
    private final long[] times;

    /** Earth-centred coordinates in metres, three a point. */
    private final double[] xyz;

    /** @param time milliseconds since 1970 */
    record Point(double latitude, double longitude, long time) {}

    PointSheet(List<Point> points) {
        Point[] sorted = points.toArray(Point[]::new);
        Arrays.sort(sorted, Comparator.comparingDouble(Point::latitude));
        latitudes = new double[sorted.length];
        longitudes = new double[sorted.length];
        times = new long[sorted.length];
        xyz = new double[3 * sorted.length];
        for (int i = 0; i < sorted.length; i++) {
            latitudes[i] = sorted[i].latitude();
            longitudes[i] = sorted[i].longitude();
            times[i] = sorted[i].time();
            Wgs84.earthCentred(latitudes[i], longitudes[i], xyz, 3 * i);
        }
    }

    /** How many points later than this time lie inside; on the circle is inside. */
    long count(Location centre, int radiusFeet, long after) {
        Wgs84.Box box = Wgs84.Box.around(centre, radiusFeet);
        double[] middle = new double[3];
        Wgs84.earthCentred(centre.latitude(), centre.longitude(), middle, 0);
        double radius = radiusFeet * METRES_PER_FOOT;
        double surely = Math.max(0, radius - GROUND);
        long count = 0;
        for (int i = from(box.south()); i < latitudes.length && latitudes[i] <= box.north(); i++) {
            double x = xyz[3 * i] - middle[0];
            double y = xyz[3 * i + 1] - middle[1];
            double z = xyz[3 * i + 2] - middle[2];
            double square = x * x + y * y + z * z;
            if (times[i] > after
                    && (square <= surely * surely
                            || square <= (radius + GROUND) * (radius + GROUND) && inside(i, centre, radiusFeet))) {
                count++;
            }
        }
        return count;
    }

    /** The geodesic decides along the edge. */
    private boolean inside(int index, Location centre, int radiusFeet) {
        return Wgs84.inside(Wgs84.metres(centre, new Location(latitudes[index], longitudes[index])), radiusFeet);
    }

    private int from(double latitude) {
        int at = Arrays.binarySearch(latitudes, latitude);
        if (at < 0) {
            return -at - 1;
        }
        while (at > 0 && latitudes[at - 1] == latitude) {
            at--;
        }
        return at;
    }
}
