package org.vicinity.matching.internal;

import java.util.Arrays;

/** Circles on their way into a {@link CircleIndex}: growing columns, without an object a circle. Not thread-safe. */
public final class Circles {
    long[] ids;
    double[] latitudes;
    double[] longitudes;
    char[] feet;
    int size;

    public Circles(int expected) {
        int capacity = Math.max(16, expected);
        ids = new long[capacity];
        latitudes = new double[capacity];
        longitudes = new double[capacity];
        feet = new char[capacity];
    }

    /** @throws IllegalArgumentException if there is no such place or the radius is not 1 to 65,535 ft */
    public void add(long id, double latitude, double longitude, int radiusFeet) {
        Wgs84.requirePlace(latitude, longitude);
        CircleIndex.requireRadius(radiusFeet);
        if (size == ids.length) {
            int capacity = (int) Math.min(Integer.MAX_VALUE - 8, size + (size >>> 1) + 16L);
            ids = Arrays.copyOf(ids, capacity);
            latitudes = Arrays.copyOf(latitudes, capacity);
            longitudes = Arrays.copyOf(longitudes, capacity);
            feet = Arrays.copyOf(feet, capacity);
        }
        ids[size] = id;
        latitudes[size] = latitude;
        longitudes[size] = longitude;
        feet[size++] = (char) radiusFeet;
    }

    public int size() {
        return size;
    }

    /** An empty tree of the smallest square that holds a range, which is not empty. */
    Tree square(int from, int to) {
        double south = 90;
        double north = -90;
        double west = 180;
        double east = -180;
        for (int i = from; i < to; i++) {
            south = Math.min(south, latitudes[i]);
            north = Math.max(north, latitudes[i]);
            west = Math.min(west, longitudes[i]);
            east = Math.max(east, longitudes[i]);
        }
        return Tree.around(south, west, north, east);
    }

    /** Brings those with at most this radius to the front of a range, and returns where the others begin. */
    int partitionByRadius(int from, int to, int maxFeet) {
        int low = from;
        int high = to;
        while (true) {
            while (low < high && feet[low] <= maxFeet) {
                low++;
            }
            while (low < high && feet[high - 1] > maxFeet) {
                high--;
            }
            if (low == high) {
                return low;
            }
            swap(low++, --high);
        }
    }

    /** Brings those south of a latitude to the front of a range, and returns where the others begin. */
    int partitionByLatitude(int from, int to, double latitude) {
        return partition(latitudes, from, to, latitude);
    }

    /** Brings those west of a longitude to the front of a range, and returns where the others begin. */
    int partitionByLongitude(int from, int to, double longitude) {
        return partition(longitudes, from, to, longitude);
    }

    private int partition(double[] keys, int from, int to, double pivot) {
        int low = from;
        int high = to;
        while (true) {
            while (low < high && keys[low] < pivot) {
                low++;
            }
            while (low < high && keys[high - 1] >= pivot) {
                high--;
            }
            if (low == high) {
                return low;
            }
            swap(low++, --high);
        }
    }

    Leaf leaf(int number, int from, int to) {
        int n = to - from;
        double[] centres = new double[2 * n];
        System.arraycopy(latitudes, from, centres, 0, n);
        System.arraycopy(longitudes, from, centres, n, n);
        return Leaf.of(number, Arrays.copyOfRange(ids, from, to), centres, Arrays.copyOfRange(feet, from, to));
    }

    private void swap(int one, int other) {
        long id = ids[one];
        ids[one] = ids[other];
        ids[other] = id;
        double latitude = latitudes[one];
        latitudes[one] = latitudes[other];
        latitudes[other] = latitude;
        double longitude = longitudes[one];
        longitudes[one] = longitudes[other];
        longitudes[other] = longitude;
        char radius = feet[one];
        feet[one] = feet[other];
        feet[other] = radius;
    }
}
