package org.vicinity.demo.internal;

import org.vicinity.geocoding.Location;

/**
 * Missouri Central of the State Plane system (EPSG:26997, metres) back to degrees: what the demo needs to give people
 * coordinates, by Snyder's series (Map Projections: A Working Manual, 1987, pages 61 to 64), good to millimetres.
 */
final class StatePlane {
    static final String CODE = "EPSG:26997";

    private static final double A = 6_378_137;
    private static final double F = 1 / 298.257222101;
    private static final double E2 = F * (2 - F);
    private static final double EP2 = E2 / (1 - E2);
    private static final double SCALE = 0.999933333;
    private static final double FALSE_EASTING = 500_000;
    private static final double ORIGIN_LATITUDE = Math.toRadians(35 + 50 / 60.0);
    private static final double ORIGIN_LONGITUDE = -92.5;

    private StatePlane() {}

    static Location degrees(double x, double y) {
        double mu = (meridian(ORIGIN_LATITUDE) + y / SCALE)
                / (A * (1 - E2 / 4 - 3 * E2 * E2 / 64 - 5 * E2 * E2 * E2 / 256));
        double e1 = (1 - Math.sqrt(1 - E2)) / (1 + Math.sqrt(1 - E2));
        double foot = mu
                + (3 * e1 / 2 - 27 * Math.pow(e1, 3) / 32) * Math.sin(2 * mu)
                + (21 * e1 * e1 / 16 - 55 * Math.pow(e1, 4) / 32) * Math.sin(4 * mu)
                + 151 * Math.pow(e1, 3) / 96 * Math.sin(6 * mu);
        double sin = Math.sin(foot);
        double cos = Math.cos(foot);
        double tan = Math.tan(foot);
        double c = EP2 * cos * cos;
        double t = tan * tan;
        double n = A / Math.sqrt(1 - E2 * sin * sin);
        double r = A * (1 - E2) / Math.pow(1 - E2 * sin * sin, 1.5);
        double d = (x - FALSE_EASTING) / (n * SCALE);
        double latitude =
                foot - n * tan / r * (d * d / 2 - (5 + 3 * t + 10 * c - 4 * c * c - 9 * EP2) * Math.pow(d, 4) / 24);
        double longitude = (d
                        - (1 + 2 * t + c) * Math.pow(d, 3) / 6
                        + (5 - 2 * c + 28 * t - 3 * c * c + 8 * EP2 + 24 * t * t) * Math.pow(d, 5) / 120)
                / cos;
        return new Location(Math.toDegrees(latitude), ORIGIN_LONGITUDE + Math.toDegrees(longitude));
    }

    /** Length of the meridian from the equator. */
    private static double meridian(double latitude) {
        double e4 = E2 * E2;
        double e6 = e4 * E2;
        return A
                * ((1 - E2 / 4 - 3 * e4 / 64 - 5 * e6 / 256) * latitude
                        - (3 * E2 / 8 + 3 * e4 / 32 + 45 * e6 / 1024) * Math.sin(2 * latitude)
                        + (15 * e4 / 256 + 45 * e6 / 1024) * Math.sin(4 * latitude)
                        - 35 * e6 / 3072 * Math.sin(6 * latitude));
    }
}
