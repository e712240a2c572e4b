package org.vicinity.enrollment.internal;

import org.vicinity.geocoding.Location;

/** Directions for people. */
final class Compass {
    private static final String[] POINTS = {"N", "NE", "E", "SE", "S", "SW", "W", "NW"};

    private Compass() {}

    /** The compass point in which one location lies from another; on a sphere, which is exact enough for eighths. */
    static String direction(Location from, Location to) {
        double latitude1 = Math.toRadians(from.latitude());
        double latitude2 = Math.toRadians(to.latitude());
        double east = Math.toRadians(to.longitude() - from.longitude());
        double bearing = Math.toDegrees(Math.atan2(
                Math.sin(east) * Math.cos(latitude2),
                Math.cos(latitude1) * Math.sin(latitude2)
                        - Math.sin(latitude1) * Math.cos(latitude2) * Math.cos(east)));
        return POINTS[Math.floorMod(Math.round((float) (bearing / 45)), POINTS.length)];
    }
}
