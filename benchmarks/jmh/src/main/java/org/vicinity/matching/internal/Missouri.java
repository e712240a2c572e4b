package org.vicinity.matching.internal;

import java.util.SplittableRandom;

/**
 * Made-up circles and query points, the same for a seed. 60 % of the places lie in twelve city clusters (normal
 * distribution, a spread of 5 to 15 km), the rest anywhere in the state's bounding box.
 */
final class Missouri {
    static final double SOUTH = 35.99;
    static final double NORTH = 40.62;
    static final double WEST = -95.78;
    static final double EAST = -89.09;

    private static final double KM_PER_DEGREE = 111.0;

    /** Latitude, longitude, spread in km. */
    private static final double[][] CITIES = {
        {38.63, -90.25, 15}, {39.10, -94.58, 14}, {37.21, -93.29, 9}, {38.95, -92.33, 7},
        {39.06, -94.36, 10}, {39.77, -94.85, 6}, {37.08, -94.51, 7}, {38.58, -92.17, 6},
        {37.31, -89.52, 6}, {38.79, -90.50, 10}, {37.95, -91.77, 5}, {36.76, -90.39, 5}
    };

    /** Radius in feet, percent. */
    private static final int[][] RADII = {
        {500, 10}, {1_000, 15}, {1_320, 10}, {2_640, 15}, {5_280, 25}, {10_560, 10}, {15_840, 5}, {26_400, 10}
    };

    private final SplittableRandom dice;

    private double latitude;
    private double longitude;

    Missouri(long seed) {
        dice = new SplittableRandom(seed);
    }

    /** Circles with ids from 1, in the order of sign-up, which is none in space. */
    static Circles circles(int count, long seed) {
        Missouri missouri = new Missouri(seed);
        Circles circles = new Circles(count);
        for (int id = 1; id <= count; id++) {
            missouri.next();
            circles.add(id, missouri.latitude, missouri.longitude, missouri.radius());
        }
        return circles;
    }

    /** Latitude and longitude in turn. */
    static double[] points(int count, long seed) {
        Missouri missouri = new Missouri(seed);
        double[] points = new double[2 * count];
        for (int i = 0; i < count; i++) {
            missouri.next();
            points[2 * i] = missouri.latitude;
            points[2 * i + 1] = missouri.longitude;
        }
        return points;
    }

    /** Throws the dice for another place. */
    void next() {
        do {
            if (dice.nextInt(100) < 60) {
                double[] city = CITIES[dice.nextInt(CITIES.length)];
                double distance = city[2] * Math.sqrt(-2 * Math.log(1 - dice.nextDouble()));
                double angle = dice.nextDouble() * 2 * Math.PI;
                latitude = city[0] + distance * Math.sin(angle) / KM_PER_DEGREE;
                longitude = city[1] + distance * Math.cos(angle) / KM_PER_DEGREE / Math.cos(Math.toRadians(city[0]));
            } else {
                latitude = SOUTH + dice.nextDouble() * (NORTH - SOUTH);
                longitude = WEST + dice.nextDouble() * (EAST - WEST);
            }
        } while (latitude < SOUTH || latitude > NORTH || longitude < WEST || longitude > EAST);
    }

    double latitude() {
        return latitude;
    }

    double longitude() {
        return longitude;
    }

    int radius() {
        int percent = dice.nextInt(100);
        int i = 0;
        while (percent >= RADII[i][1]) {
            percent -= RADII[i++][1];
        }
        return RADII[i][0];
    }
}
