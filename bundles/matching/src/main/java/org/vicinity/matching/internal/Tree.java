package org.vicinity.matching.internal;

/**
 * A quadtree and the square that its root stands for: one of the squares that come of dividing {@link #WORLD} in four
 * again and again, and not the world itself, so that the way down begins where the circles are.
 *
 * @param latitude of the square's middle, in degrees
 * @param longitude of the square's middle, in degrees
 * @param half half the square's side, in degrees
 */
record Tree(Node root, double latitude, double longitude, double half) {
    /** Centred at 0/0, and as high as wide, the poles lying inside it. */
    private static final Tree WORLD = new Tree(null, 0, 0, 180);

    /** Half the side of a square of a third of a millimetre: circles that share it have one centre for all that matters. */
    private static final double SMALLEST_HALF = 180.0 / (1L << 36);

    /** An empty tree of the smallest square that holds both places; itself where that is a square too small to divide. */
    static Tree around(double latitude1, double longitude1, double latitude2, double longitude2) {
        Tree square = WORLD;
        while (square.isDivisible()) {
            int quarter = Branch.quarter(latitude1, longitude1, square.latitude, square.longitude);
            if (quarter != Branch.quarter(latitude2, longitude2, square.latitude, square.longitude)) {
                return square;
            }
            square = square.quarter(quarter);
        }
        return square;
    }

    static boolean isDivisible(double half) {
        return half > SMALLEST_HALF;
    }

    private boolean isDivisible() {
        return isDivisible(half);
    }

    private Tree quarter(int quarter) {
        double h = half / 2;
        return new Tree(null, Branch.middle(latitude, quarter & 2, h), Branch.middle(longitude, quarter & 1, h), h);
    }

    Tree with(Node newRoot) {
        return newRoot == root ? this : new Tree(newRoot, latitude, longitude, half);
    }

    /** The same circles under the root of a square that holds this place too. */
    Tree reaching(double placeLatitude, double placeLongitude) {
        if (Math.abs(placeLatitude - latitude) < half && Math.abs(placeLongitude - longitude) < half) {
            return this;
        }
        Tree wider = around(placeLatitude, placeLongitude, latitude, longitude);
        if (wider.half <= half) {
            return this;
        }
        // A leaf may stand for a square of any size.
        return wider.with(root instanceof Leaf ? root : wider.onTheWayTo(this));
    }

    private Branch onTheWayTo(Tree inner) {
        int towards = Branch.quarter(inner.latitude, inner.longitude, latitude, longitude);
        Tree next = quarter(towards);
        return Branch.of(towards, next.half <= inner.half ? inner.root : next.onTheWayTo(inner));
    }
}
