package org.vicinity.registry.internal;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import org.vicinity.geocoding.Location;

/** Points of events with a time each, to be counted: immutable, by latitude. */
final class PointSheet {
    private final double[] latitudes;
    private final double[] longitudes;
    private final long[] times;
    private final int[] events;

    /** Earth-centred coordinates in metres, three a point. */
    private final double[] xyz;

    /**
     * @param event which event it is of, from 0: an event may have several points
     * @param time milliseconds since 1970
     */
    record Point(int event, double latitude, double longitude, long time) {}

    PointSheet(List<Point> points) {
        Point[] sorted = points.toArray(Point[]::new);
        Arrays.sort(sorted, Comparator.comparingDouble(Point::latitude));
        latitudes = new double[sorted.length];
        longitudes = new double[sorted.length];
        times = new long[sorted.length];
        events = new int[sorted.length];
        xyz = new double[3 * sorted.length];
        for (int i = 0; i < sorted.length; i++) {
            latitudes[i] = sorted[i].latitude();
            longitudes[i] = sorted[i].longitude();
            times[i] = sorted[i].time();
            events[i] = sorted[i].event();
            Wgs84.earthCentred(latitudes[i], longitudes[i], xyz, 3 * i);
        }
    }

    /** How many events later than this time have a point inside; on the circle is inside. */
    long count(Location centre, int radiusFeet, long after) {
        Circle circle = new Circle(centre, radiusFeet);
        BitSet found = new BitSet();
        double north = circle.box().north();
        for (int i = from(circle.box().south()); i < latitudes.length && latitudes[i] <= north; i++) {
            if (times[i] > after && circle.contains(latitudes[i], longitudes[i], xyz, 3 * i)) {
                found.set(events[i]);
            }
        }
        return found.cardinality();
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
