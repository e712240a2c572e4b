package org.vicinity.matching.internal;

/** A square that is divided in four; a quarter without circles is null. */
final class Branch extends Node {
    final Node southWest;
    final Node southEast;
    final Node northWest;
    final Node northEast;

    private Branch(Node southWest, Node southEast, Node northWest, Node northEast, int minFeet, int maxFeet) {
        super((char) minFeet, (char) maxFeet);
        this.southWest = southWest;
        this.southEast = southEast;
        this.northWest = northWest;
        this.northEast = northEast;
    }

    static Branch of(Node southWest, Node southEast, Node northWest, Node northEast) {
        int min = Math.min(Math.min(least(southWest), least(southEast)), Math.min(least(northWest), least(northEast)));
        int max = Math.max(Math.max(most(southWest), most(southEast)), Math.max(most(northWest), most(northEast)));
        return new Branch(southWest, southEast, northWest, northEast, min, max);
    }

    /** With this one child. */
    static Branch of(int quarter, Node child) {
        return new Branch(null, null, null, null, child.minFeet, child.maxFeet)
                .with(quarter, child, child.minFeet, child.maxFeet);
    }

    private static int least(Node node) {
        return node == null ? Character.MAX_VALUE : node.minFeet;
    }

    private static int most(Node node) {
        return node == null ? 0 : node.maxFeet;
    }

    /** The quarter in which a centre lies: 0 south-west, 1 south-east, 2 north-west, 3 north-east. */
    static int quarter(double latitude, double longitude, double middleLatitude, double middleLongitude) {
        return (latitude >= middleLatitude ? 2 : 0) + (longitude >= middleLongitude ? 1 : 0);
    }

    /** The middle of a quarter on one axis, in degrees. @param upper not 0 for the northern or eastern half */
    static double middle(double middle, int upper, double half) {
        return upper == 0 ? middle - half : middle + half;
    }

    Node child(int quarter) {
        return switch (quarter) {
            case 0 -> southWest;
            case 1 -> southEast;
            case 2 -> northWest;
            default -> northEast;
        };
    }

    /** With a quarter that has got a circle of this radius. The other quarters are not looked at: they are far in memory. */
    Branch withMore(int quarter, Node child, int feet) {
        return with(quarter, child, Math.min(minFeet, feet), Math.max(maxFeet, feet));
    }

    /** With a quarter that has lost a circle of this radius; the others are looked at where it may have been the extreme. */
    Branch withLess(int quarter, Node child, int feet) {
        Branch less = with(quarter, child, minFeet, maxFeet);
        return minFeet == maxFeet || feet > minFeet && feet < maxFeet
                ? less
                : of(less.southWest, less.southEast, less.northWest, less.northEast);
    }

    private Branch with(int quarter, Node child, int min, int max) {
        return new Branch(
                quarter == 0 ? child : southWest,
                quarter == 1 ? child : southEast,
                quarter == 2 ? child : northWest,
                quarter == 3 ? child : northEast,
                min,
                max);
    }
}
