package org.vicinity.geocoding.internal;

import org.vicinity.geocoding.Location;

/** Distance on a sphere: to tell whether two answers mean the same place, not whether a circle contains a point. */
final class GreatCircle {
    private static final double MEAN_RADIUS_METERS = 6_371_008.8;

    private GreatCircle() {}

    static double meters(Location a, Location b) {
        double latitude = Math.toRadians(b.latitude() - a.latitude()) / 2;
        double longitude = Math.toRadians(b.longitude() - a.longitude()) / 2;
        double h = Math.pow(Math.sin(latitude), 2)
                + Math.cos(Math.toRadians(a.latitude()))
                        * Math.cos(Math.toRadians(b.latitude()))
                        * Math.pow(Math.sin(longitude), 2);
        return 2 * MEAN_RADIUS_METERS * Math.asin(Math.min(1, Math.sqrt(h)));
    }
}
