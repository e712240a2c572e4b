package org.vicinity.matching.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import net.sf.geographiclib.Geodesic;
import net.sf.geographiclib.GeodesicData;
import org.junit.jupiter.api.Test;
import org.vicinity.matching.SubscriptionMatcher;

/** What every matcher must do, whatever it is made of. */
public abstract class SubscriptionMatcherContract {
    protected static final double LATITUDE = 38.627;
    protected static final double LONGITUDE = -90.1994;
    private static final double MILLIMETRE = 0.001;

    /** An empty database of the product. */
    protected abstract DataSource database();

    /** Each of two nodes on the database has one; this one is asked for after the first subscriptions are there. */
    protected abstract SubscriptionMatcher matcher();

    protected abstract SubscriptionMatcher matcherOfAnotherNode();

    @Test
    void takesInAdditionsChangesAndRemovals() throws Exception {
        try (var change = new SubscriberChange(database())) {
            change.put(1, LATITUDE, LONGITUDE, 500)
                    .put(2, LATITUDE, LONGITUDE, 500)
                    .commit();
        }
        var matcher = matcher();
        assertThat(matcher.matching(LATITUDE, LONGITUDE)).containsExactlyInAnyOrder(1, 2);
        try (var change = new SubscriberChange(database())) {
            change.put(1, LATITUDE + 1, LONGITUDE, 500)
                    .remove(2)
                    .put(3, LATITUDE, LONGITUDE, 500)
                    .commit();
        }

        assertThat(matcher.catchUp()).isEqualTo(5);
        assertThat(matcher.matching(LATITUDE, LONGITUDE)).containsExactly(3);
        assertThat(matcher.matching(LATITUDE + 1, LONGITUDE)).containsExactly(1);
        assertThat(matcher.size()).isEqualTo(2);
    }

    @Test
    void everyNodeSeesASlowTransactionOnceItIsCommittedAndNotBefore() throws Exception {
        var one = matcher();
        var other = matcherOfAnotherNode();
        try (var quick = new SubscriberChange(database());
                var slow = new SubscriberChange(database())) {
            quick.put(1, LATITUDE, LONGITUDE, 500).commit();
            slow.put(2, LATITUDE, LONGITUDE, 500);
            // Derby makes readers wait for the row, PostgreSQL lets them pass by it: neither may skip it for good.
            var early = CompletableFuture.supplyAsync(() -> {
                one.catchUp();
                return one.matching(LATITUDE, LONGITUDE);
            });
            var late = CompletableFuture.runAsync(() -> {
                try (var waiting = new SubscriberChange(database())) {
                    waiting.put(3, LATITUDE, LONGITUDE, 500).commit();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            slow.commit();
            early.get(30, TimeUnit.SECONDS);
            late.get(30, TimeUnit.SECONDS);
        }

        one.catchUp();
        other.catchUp();

        assertThat(one.matching(LATITUDE, LONGITUDE)).containsExactlyInAnyOrder(1, 2, 3);
        assertThat(other.matching(LATITUDE, LONGITUDE)).containsExactlyInAnyOrder(1, 2, 3);
    }

    @Test
    void forgetsWhatWasRolledBack() throws Exception {
        var matcher = matcher();
        try (var change = new SubscriberChange(database())) {
            change.put(1, LATITUDE, LONGITUDE, 500);
        }

        matcher.catchUp();

        assertThat(matcher.size()).isZero();
    }

    @Test
    void agreesWithTheGeodesicAMillimetreFromTheEdge() throws Exception {
        var random = new Random(4);
        int[] radii = {500, 777, 1_000, 1_320, 2_640, 5_000, 5_280, 10_560, 15_840, 20_001, 26_400};
        double[][] regions = {{38.6, -90.2}, {0, 0}, {0.01, 179.99}, {-0.01, -179.99}, {89.99, 10}, {-89.99, -170}};
        double[][] circles = new double[60][];
        try (var change = new SubscriberChange(database())) {
            for (int id = 0; id < circles.length; id++) {
                double[] region = regions[id % regions.length];
                circles[id] = new double[] {
                    region[0] + (random.nextDouble() - 0.5) * 0.02,
                    region[1] + (random.nextDouble() - 0.5) * 0.02,
                    radii[random.nextInt(radii.length)]
                };
                change.put(id, circles[id][0], circles[id][1], (int) circles[id][2]);
            }
            change.commit();
        }
        var matcher = matcher();
        matcher.catchUp();

        for (double[] circle : circles) {
            for (double beyond : new double[] {-MILLIMETRE, 0, MILLIMETRE}) {
                GeodesicData edge =
                        Geodesic.WGS84.Direct(circle[0], circle[1], random.nextInt(360), circle[2] * 0.3048 + beyond);
                assertThat(sorted(matcher.matching(edge.lat2, edge.lon2)))
                        .isEqualTo(containing(circles, edge.lat2, edge.lon2));
            }
        }
    }

    private static long[] containing(double[][] circles, double latitude, double longitude) {
        long[] ids = new long[circles.length];
        int found = 0;
        for (int id = 0; id < circles.length; id++) {
            double metres = Geodesic.WGS84.Inverse(circles[id][0], circles[id][1], latitude, longitude).s12;
            // What is calculated to lie on the circle comes out some nanometres to one side or the other.
            if (metres <= circles[id][2] * 0.3048 + 1e-6) {
                ids[found++] = id;
            }
        }
        return Arrays.copyOf(ids, found);
    }

    private static long[] sorted(long[] ids) {
        Arrays.sort(ids);
        return ids;
    }

    @Test
    void refusesWhatIsNoPlaceWithoutRepeatingIt() {
        var matcher = matcher();

        assertThatThrownBy(() -> matcher.matching(91.25, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("91.25");
        assertThatThrownBy(() -> matcher.matching(0, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }
}
