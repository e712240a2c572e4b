package org.vicinity.matching.internal;

import java.util.Arrays;

/**
 * The circles whose centres lie in one undivided square. The arrays are exactly as long as needed: a change replaces the
 * leaf, so there is nothing to leave room for.
 */
final class Leaf extends Node {
    /** Its place in the {@link LeafDirectory}; a leaf that replaces another takes over its number. */
    final int number;

    final long[] ids;

    /** All latitudes, then all longitudes, in degrees: one array, two runs that are read side by side. */
    final double[] centres;

    /** The radii in feet, or null where all are alike (then minFeet says it). */
    private final char[] feet;

    private Leaf(int number, long[] ids, double[] centres, char[] feet, int minFeet, int maxFeet) {
        super((char) minFeet, (char) maxFeet);
        this.number = number;
        this.ids = ids;
        this.centres = centres;
        this.feet = feet;
    }

    static Leaf of(int number, long id, double latitude, double longitude, int feet) {
        return new Leaf(number, new long[] {id}, new double[] {latitude, longitude}, null, feet, feet);
    }

    /** @param feet one radius a circle; may be kept */
    static Leaf of(int number, long[] ids, double[] centres, char[] feet) {
        int min = feet[0];
        int max = feet[0];
        for (char one : feet) {
            min = Math.min(min, one);
            max = Math.max(max, one);
        }
        return new Leaf(number, ids, centres, min == max ? null : feet, min, max);
    }

    int size() {
        return ids.length;
    }

    boolean oneRadius() {
        return feet == null;
    }

    double latitude(int index) {
        return centres[index];
    }

    double longitude(int index) {
        return centres[ids.length + index];
    }

    int feet(int index) {
        return feet == null ? minFeet : feet[index];
    }

    int indexOf(long id) {
        long[] all = ids;
        for (int i = 0; i < all.length; i++) {
            if (all[i] == id) {
                return i;
            }
        }
        return -1;
    }

    Leaf with(long id, double latitude, double longitude, int radius) {
        int n = ids.length;
        long[] newIds = Arrays.copyOf(ids, n + 1);
        newIds[n] = id;
        double[] newCentres = new double[2 * n + 2];
        System.arraycopy(centres, 0, newCentres, 0, n);
        newCentres[n] = latitude;
        System.arraycopy(centres, n, newCentres, n + 1, n);
        newCentres[2 * n + 1] = longitude;
        if (feet == null && radius == minFeet) {
            return new Leaf(number, newIds, newCentres, null, radius, radius);
        }
        char[] newFeet = Arrays.copyOf(allFeet(), n + 1);
        newFeet[n] = (char) radius;
        return new Leaf(number, newIds, newCentres, newFeet, Math.min(minFeet, radius), Math.max(maxFeet, radius));
    }

    /** Without the circle at this index; the leaf must hold another. */
    Leaf without(int index) {
        int n = ids.length;
        long[] newIds = new long[n - 1];
        System.arraycopy(ids, 0, newIds, 0, index);
        System.arraycopy(ids, index + 1, newIds, index, n - 1 - index);
        double[] newCentres = new double[2 * n - 2];
        System.arraycopy(centres, 0, newCentres, 0, index);
        System.arraycopy(centres, index + 1, newCentres, index, n - 1);
        System.arraycopy(centres, n + index + 1, newCentres, n - 1 + index, n - 1 - index);
        if (feet == null) {
            return new Leaf(number, newIds, newCentres, null, minFeet, maxFeet);
        }
        char[] newFeet = new char[n - 1];
        System.arraycopy(feet, 0, newFeet, 0, index);
        System.arraycopy(feet, index + 1, newFeet, index, n - 1 - index);
        return of(number, newIds, newCentres, newFeet);
    }

    private char[] allFeet() {
        if (feet != null) {
            return feet;
        }
        char[] all = new char[ids.length];
        Arrays.fill(all, minFeet);
        return all;
    }
}
