package org.vicinity.registry.internal;

import org.vicinity.geocoding.Location;

/** A circle on the ellipsoid, its edge included, made to be asked about many points. */
final class Circle {
    /**
     * How much longer than the straight line through the ground the way on the ellipsoid may be, in metres. At the largest
     * radius, 8,047 m, it is s³ / 24 r² = 0.5 mm.
     */
    private static final double GROUND = 0.01;

    private final Location centre;
    private final int radiusFeet;
    private final Wgs84.Box box;
    private final double[] middle = new double[3];
    private final double surely;
    private final double perhaps;

    Circle(Location centre, int radiusFeet) {
        this.centre = centre;
        this.radiusFeet = radiusFeet;
        box = Wgs84.Box.around(centre, radiusFeet);
        Wgs84.earthCentred(centre.latitude(), centre.longitude(), middle, 0);
        double radius = radiusFeet * Wgs84.METRES_PER_FOOT;
        surely = Math.max(0, radius - GROUND) * Math.max(0, radius - GROUND);
        perhaps = (radius + GROUND) * (radius + GROUND);
    }

    /** Holds the circle and a little more. */
    Wgs84.Box box() {
        return box;
    }

    boolean contains(double latitude, double longitude) {
        if (!box.contains(latitude, longitude)) {
            return false;
        }
        double[] point = new double[3];
        Wgs84.earthCentred(latitude, longitude, point, 0);
        return contains(latitude, longitude, point, 0);
    }

    /** @param xyz the point's earth-centred coordinates, from an index on */
    boolean contains(double latitude, double longitude, double[] xyz, int at) {
        double x = xyz[at] - middle[0];
        double y = xyz[at + 1] - middle[1];
        double z = xyz[at + 2] - middle[2];
        double square = x * x + y * y + z * z;
        return square <= surely || square <= perhaps && byGeodesic(latitude, longitude);
    }

    /** It decides along the edge. */
    private boolean byGeodesic(double latitude, double longitude) {
        return Wgs84.inside(Wgs84.metres(centre, new Location(latitude, longitude)), radiusFeet);
    }
}
