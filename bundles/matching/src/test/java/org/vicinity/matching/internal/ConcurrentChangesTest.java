package org.vicinity.matching.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ConcurrentChangesTest {
    private static final double LATITUDE = 38.627;
    private static final double LONGITUDE = -90.1994;
    private static final int CIRCLES = 3_000;

    /** All circles contain the point whatever becomes of them, so each must be found once, and at all times. */
    @Test
    void readersSeeEveryChangeAsAWhole() throws InterruptedException, ExecutionException {
        CircleIndex index = new CircleIndex();
        Random dice = new Random(1);
        for (long id = 0; id < CIRCLES; id++) {
            putAround(index, id, dice);
        }
        AtomicBoolean done = new AtomicBoolean();
        List<CompletableFuture<Integer>> readers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            readers.add(CompletableFuture.supplyAsync(() -> {
                Hits hits = new Hits();
                int queries = 0;
                while (!done.get() || queries == 0) {
                    index.matching(LATITUDE, LONGITUDE, hits);
                    assertThat(hits.toArray()).hasSize(CIRCLES).doesNotHaveDuplicates();
                    queries++;
                }
                return queries;
            }));
        }

        for (int i = 0; i < 100_000; i++) {
            putAround(index, dice.nextInt(CIRCLES), dice);
        }
        done.set(true);

        for (CompletableFuture<Integer> reader : readers) {
            assertThat(reader.get()).isPositive();
        }
    }

    @Test
    void aBatchIsOneChange() throws InterruptedException, ExecutionException {
        CircleIndex index = new CircleIndex();
        AtomicBoolean done = new AtomicBoolean();
        CompletableFuture<Void> reader = CompletableFuture.runAsync(() -> {
            while (!done.get()) {
                assertThat(index.matching(LATITUDE, LONGITUDE).length).isIn(0, 100);
            }
        });

        for (int round = 0; round < 1_000; round++) {
            Circles circles = new Circles(100);
            long[] removals = new long[100];
            for (int i = 0; i < 100; i++) {
                removals[i] = (round - 1) * 100L + i;
                circles.add(round * 100L + i, LATITUDE, LONGITUDE, 500 + i);
            }
            index.change(circles, removals);
            assertThat(index.size()).isEqualTo(100);
        }
        done.set(true);

        reader.get();
    }

    @Test
    void refusesAnIdTwiceInOneLoadAndStaysAsItWas() {
        CircleIndex index = new CircleIndex();
        index.put(7, LATITUDE, LONGITUDE, 500);
        Circles circles = new Circles(2);
        circles.add(1, LATITUDE, LONGITUDE, 500);
        circles.add(1, LATITUDE, LONGITUDE, 26_400);

        assertThatThrownBy(() -> index.load(circles)).isInstanceOf(IllegalArgumentException.class);

        assertThat(index.matching(LATITUDE, LONGITUDE)).containsExactly(7);
        assertThat(index.remove(7)).isTrue();
    }

    @Test
    void refusesWhatIsNoPlaceAndNoRadius() {
        CircleIndex index = new CircleIndex();

        assertThatThrownBy(() -> index.put(1, Double.NaN, 0, 500)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> index.put(1, 0, 180.1, 500)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> index.put(1, 0, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> index.put(1, 0, 0, 65_536)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> index.matching(90.5, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThat(index.size()).isZero();
    }

    @Test
    void thousandsMayLiveInOneBuilding() {
        CircleIndex index = new CircleIndex();
        for (long id = 0; id < 5_000; id++) {
            index.put(id, LATITUDE, LONGITUDE, id % 2 == 0 ? 500 : 26_400);
        }

        assertThat(index.matching(LATITUDE, LONGITUDE)).hasSize(5_000);
        assertThat(index.matching(LATITUDE + 0.01, LONGITUDE)).hasSize(2_500);
        for (long id = 0; id < 5_000; id++) {
            assertThat(index.remove(id)).isTrue();
        }
        assertThat(index.size()).isZero();
    }

    private static void putAround(CircleIndex index, long id, Random dice) {
        double latitude = LATITUDE + (dice.nextDouble() - 0.5) * 0.1;
        double longitude = LONGITUDE + (dice.nextDouble() - 0.5) * 0.1;
        index.put(id, latitude, longitude, 24_000 + dice.nextInt(2_400));
    }
}
