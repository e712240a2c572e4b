package org.vicinity.registry.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.sf.geographiclib.Geodesic;
import net.sf.geographiclib.GeodesicData;
import org.junit.jupiter.api.Test;
import org.vicinity.geocoding.Location;
import org.vicinity.registry.internal.PointSheet.Point;

class PointSheetTest {
    private static final double METRES_PER_FOOT = 0.3048;

    @Test
    void countsAsTheGeodesicDoesAMillimetreFromTheEdge() {
        Random random = new Random(1);
        for (int round = 0; round < 2_000; round++) {
            Location centre = new Location(36 + 4 * random.nextDouble(), -95.5 + 6 * random.nextDouble());
            int feet = 500 + random.nextInt(25_901);
            PointSheet sheet = new PointSheet(List.of(
                    at(0, centre, random, feet * METRES_PER_FOOT - 0.001),
                    at(1, centre, random, feet * METRES_PER_FOOT),
                    at(2, centre, random, feet * METRES_PER_FOOT + 0.001)));

            assertThat(sheet.count(centre, feet, 0)).isEqualTo(2);
        }
    }

    @Test
    void countsWhatIsLaterOnly() {
        Location centre = new Location(38, -92);
        List<Point> points = new ArrayList<>();
        for (int time = 1; time <= 10; time++) {
            points.add(new Point(time, 38, -92, time));
        }

        assertThat(new PointSheet(points).count(centre, 500, 7)).isEqualTo(3);
        assertThat(new PointSheet(points).count(centre, 500, 10)).isZero();
        assertThat(new PointSheet(List.of()).count(centre, 500, 0)).isZero();
    }

    @Test
    void countsAnEventWithTwoPointsInsideOnce() {
        PointSheet sheet = new PointSheet(
                List.of(new Point(0, 38, -92, 1), new Point(0, 38.0001, -92, 1), new Point(1, 38, -92.0001, 1)));

        assertThat(sheet.count(new Location(38, -92), 500, 0)).isEqualTo(2);
    }

    private static Point at(int event, Location centre, Random random, double metres) {
        GeodesicData end = Geodesic.WGS84.Direct(centre.latitude(), centre.longitude(), random.nextInt(360), metres);
        return new Point(event, end.lat2, end.lon2, 1);
    }
}
