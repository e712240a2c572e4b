package org.vicinity.matching.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.sf.geographiclib.Geodesic;
import net.sf.geographiclib.GeodesicData;
import org.junit.jupiter.api.Test;

/** The index against the geodesic of every pair, where the globe is awkward and where it is not. */
class CircleIndexTest {
    private static final int[] CHOICES = {500, 1_000, 1_320, 2_640, 5_280, 10_560, 15_840, 26_400};

    /** Around this place, how many circles over how many miles, and what dice. */
    record Scene(double latitude, double longitude, int circles, double miles, long seed) {}

    record Circle(double latitude, double longitude, int feet) {
        boolean contains(double pointLatitude, double pointLongitude) {
            return Wgs84.contains(latitude, longitude, feet, pointLatitude, pointLongitude);
        }
    }

    @Property(tries = 200)
    void findsWhatTheGeodesicFinds(@ForAll("scenes") Scene scene) {
        Random dice = new Random(scene.seed);
        Map<Long, Circle> truth = circles(scene, dice);
        CircleIndex loaded = new CircleIndex();
        Circles columns = new Circles(0);
        truth.forEach((id, circle) -> columns.add(id, circle.latitude, circle.longitude, circle.feet));
        loaded.load(columns);
        CircleIndex grown = new CircleIndex();
        truth.forEach((id, circle) -> grown.put(id, circle.latitude, circle.longitude, circle.feet));

        for (int i = 0; i < 20; i++) {
            double[] point = place(scene, dice);
            assertThat(loaded.matching(point[0], point[1])).containsExactlyInAnyOrder(expected(truth, point));
            assertThat(grown.matching(point[0], point[1])).containsExactlyInAnyOrder(expected(truth, point));
        }
        assertThat(loaded.size()).isEqualTo(truth.size());
        assertThat(grown.size()).isEqualTo(truth.size());
    }

    @Test
    void reachesPlacesFarFromWhereItBegan() {
        Random dice = new Random(7);
        Scene town = new Scene(38.63, -90.2, 200, 3, 7);
        Map<Long, Circle> truth = circles(town, dice);
        CircleIndex index = new CircleIndex();
        truth.forEach((id, circle) -> index.put(id, circle.latitude, circle.longitude, circle.feet));
        double[][] corners = {{39, -90.3}, {38.63, -91}, {33, -80}, {0, 0}, {-90, 180}, {90, -180}, {-33.9, 151.2}};
        for (double[] corner : corners) {
            long id = 1000 + truth.size();
            truth.put(id, new Circle(corner[0], corner[1], 500));
            index.put(id, corner[0], corner[1], 500);

            for (double[] point : corners) {
                assertThat(index.matching(point[0], point[1])).containsExactlyInAnyOrder(expected(truth, point));
            }
            double[] inTown = place(town, dice);
            assertThat(index.matching(inTown[0], inTown[1])).containsExactlyInAnyOrder(expected(truth, inTown));
        }
        truth.keySet().forEach(id -> assertThat(index.remove(id)).isTrue());
        assertThat(index.size()).isZero();
    }

    @Property(tries = 120)
    void decidesAtTheEdgeToAMillimetre(@ForAll("scenes") Scene scene) {
        Random dice = new Random(scene.seed);
        Map<Long, Circle> truth = circles(scene, dice);
        CircleIndex index = new CircleIndex();
        truth.forEach((id, circle) -> index.put(id, circle.latitude, circle.longitude, circle.feet));

        truth.forEach((id, circle) -> {
            if (id % 16 == 0) {
                double azimuth = dice.nextDouble() * 360;
                assertThat(index.matching(beside(circle, azimuth, 0)[0], beside(circle, azimuth, 0)[1]))
                        .as("on the circle")
                        .contains(id);
                double[] inside = beside(circle, azimuth, -0.001);
                assertThat(index.matching(inside[0], inside[1]))
                        .containsExactlyInAnyOrder(expected(truth, inside))
                        .contains(id);
                double[] outside = beside(circle, azimuth, 0.001);
                assertThat(index.matching(outside[0], outside[1]))
                        .containsExactlyInAnyOrder(expected(truth, outside))
                        .doesNotContain(id);
            }
        });
    }

    @Property(tries = 200)
    void staysRightThroughChanges(@ForAll("scenes") Scene scene) {
        Random dice = new Random(scene.seed);
        Map<Long, Circle> truth = circles(scene, dice);
        CircleIndex index = new CircleIndex();
        Circles columns = new Circles(truth.size());
        truth.forEach((id, circle) -> columns.add(id, circle.latitude, circle.longitude, circle.feet));
        index.load(columns);

        for (int round = 0; round < 10; round++) {
            for (int i = 0; i < scene.circles / 4; i++) {
                long id = dice.nextInt(scene.circles * 2);
                if (dice.nextInt(3) > round % 4) {
                    Circle circle = circle(scene, dice);
                    index.put(id, circle.latitude, circle.longitude, circle.feet);
                    truth.put(id, circle);
                } else {
                    assertThat(index.remove(id)).isEqualTo(truth.remove(id) != null);
                }
            }
            double[] point = place(scene, dice);
            assertThat(index.matching(point[0], point[1])).containsExactlyInAnyOrder(expected(truth, point));
            assertThat(index.size()).isEqualTo(truth.size());
        }
        for (long id : List.copyOf(truth.keySet())) {
            assertThat(index.remove(id)).isTrue();
        }
        assertThat(index.size()).isZero();
    }

    /** The plane's error must stay well below what is left to the geodesic. */
    @Property(tries = 1000)
    void leavesEnoughToTheGeodesic(@ForAll("scenes") Scene scene) {
        Random dice = new Random(scene.seed);
        for (int i = 0; i < 50; i++) {
            Circle circle = circle(scene, dice);
            if (Math.abs(circle.latitude) < 74.8) {
                double[] point = beside(circle, dice.nextDouble() * 360, 0);
                Hits hits = new Hits();
                hits.prepareFor(point[0], point[1], 26_400 * Wgs84.METRES_PER_FOOT);
                double radius = circle.feet * Wgs84.METRES_PER_FOOT;
                double turn = Math.rint((point[1] - circle.longitude) / 360) * 360;
                assertThat(Math.abs(hits.planeDistance(circle.latitude, circle.longitude + turn) - radius))
                        .isLessThan(hits.doubt(radius) / 2);
            }
        }
    }

    @Provide
    Arbitrary<Scene> scenes() {
        Arbitrary<double[]> awkward = Arbitraries.of(
                new double[] {0, 0},
                new double[] {0, 180},
                new double[] {90, 0},
                new double[] {-90, 10},
                new double[] {89.95, 45},
                new double[] {75, -100},
                new double[] {-75, 180},
                new double[] {74.95, 0},
                new double[] {52, 180},
                new double[] {-17, -180},
                new double[] {38.63, -90.2},
                new double[] {45, 0},
                new double[] {0, -90},
                new double[] {67.5, 90});
        Arbitrary<double[]> anywhere = Combinators.combine(
                        Arbitraries.doubles().between(-90, 90),
                        Arbitraries.doubles().between(-180, 180))
                .as((latitude, longitude) -> new double[] {latitude, longitude});
        return Combinators.combine(
                        Arbitraries.frequencyOf(
                                net.jqwik.api.Tuple.of(2, awkward), net.jqwik.api.Tuple.of(1, anywhere)),
                        Arbitraries.of(1, 3, 20, 150, 600),
                        Arbitraries.of(0.1, 1.0, 8.0, 60.0),
                        Arbitraries.longs())
                .as((place, circles, miles, seed) -> new Scene(place[0], place[1], circles, miles, seed));
    }

    private static Map<Long, Circle> circles(Scene scene, Random dice) {
        Map<Long, Circle> circles = new HashMap<>();
        for (long id = 0; id < scene.circles; id++) {
            circles.put(id, circle(scene, dice));
        }
        return circles;
    }

    private static Circle circle(Scene scene, Random dice) {
        double[] place = place(scene, dice);
        int feet = dice.nextInt(4) == 0 ? 500 + dice.nextInt(25_901) : CHOICES[dice.nextInt(CHOICES.length)];
        return new Circle(place[0], place[1], feet);
    }

    /** Sometimes the very middle: neighbours in one building, and the axes and poles to the last bit. */
    private static double[] place(Scene scene, Random dice) {
        if (dice.nextInt(10) == 0) {
            return new double[] {scene.latitude, scene.longitude};
        }
        return from(
                scene.latitude, scene.longitude, dice.nextDouble() * 360, dice.nextDouble() * scene.miles * 1609.344);
    }

    private static double[] beside(Circle circle, double azimuth, double metres) {
        return from(circle.latitude, circle.longitude, azimuth, circle.feet * Wgs84.METRES_PER_FOOT + metres);
    }

    private static double[] from(double latitude, double longitude, double azimuth, double metres) {
        GeodesicData there = Geodesic.WGS84.Direct(latitude, longitude, azimuth, metres);
        return new double[] {there.lat2, there.lon2};
    }

    private static long[] expected(Map<Long, Circle> truth, double[] point) {
        List<Long> ids = new ArrayList<>();
        truth.forEach((id, circle) -> {
            if (circle.contains(point[0], point[1])) {
                ids.add(id);
            }
        });
        return ids.stream().mapToLong(Long::longValue).toArray();
    }
}
