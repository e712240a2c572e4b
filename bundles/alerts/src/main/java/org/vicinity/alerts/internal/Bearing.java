package org.vicinity.alerts.internal;

import net.sf.geographiclib.Geodesic;
import net.sf.geographiclib.GeodesicData;
import net.sf.geographiclib.GeodesicMask;
import org.vicinity.geocoding.Location;

/**
 * How far and whereto, on the WGS 84 ellipsoid.
 *
 * @param feet geodesic distance in international feet
 * @param direction one of eight compass points
 */
record Bearing(double feet, String direction) {
    private static final double METRES_A_FOOT = 0.3048;
    private static final double DEGREES_A_POINT = 45;
    private static final String[] POINTS = {"N", "NE", "E", "SE", "S", "SW", "W", "NW"};

    static Bearing of(Location from, Location to) {
        GeodesicData line = Geodesic.WGS84.Inverse(
                from.latitude(),
                from.longitude(),
                to.latitude(),
                to.longitude(),
                GeodesicMask.DISTANCE | GeodesicMask.AZIMUTH);
        int point = Math.floorMod(Math.round(line.azi1 / DEGREES_A_POINT), POINTS.length);
        return new Bearing(line.s12 / METRES_A_FOOT, POINTS[point]);
    }
}
