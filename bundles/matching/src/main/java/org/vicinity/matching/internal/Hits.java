package org.vicinity.matching.internal;

import java.util.Arrays;

/**
 * The answer to one query, and the room to work it out. To be used again for the next query; not thread-safe.
 *
 * <p>Distances are first taken on a plane whose scales are the ellipsoid's at the middle latitude. That is within
 * millimetres at these distances, and who comes nearer to the circle than {@link #doubt} is decided by the geodesic. Squares
 * are judged with the scales of the point's own latitude, with a margin for what these lack.
 */
public final class Hits {
    private static final double RADIANS = Math.PI / 180;

    /** Nearer to a pole the plane is too crude; few live there, and they are served by a slower way. */
    private static final double POLAR_LATITUDE = 75;

    /** Below every radius of curvature of the ellipsoid, in metres. */
    private static final double LEAST_CURVATURE_RADIUS = 6_335_000;

    private long[] ids = new long[1024];
    private int size;
    private double[] squares = new double[2 * CircleIndex.LEAF_CAPACITY];

    private double latitude;
    private double longitude;

    /** The longitude on the plane, which may be a turn away. */
    private double planeLongitude;

    // Metres a degree at the middle latitude, as polynomials of the difference of latitude in degrees.
    private double east0;
    private double east1;
    private double east2;
    private double north0;
    private double north1;

    /** How far off, relatively, distances with the scales of the point's latitude can be; and the same as factors. */
    private double within;

    private double beyond;

    private double tangentSquared;

    private double polarX;
    private double polarY;
    private double polarZ;

    public int size() {
        return size;
    }

    public long get(int index) {
        return ids[index];
    }

    public long[] toArray() {
        return Arrays.copyOf(ids, size);
    }

    void collect(CircleIndex.Snapshot snapshot, double lat, double lon) {
        size = 0;
        int maxFeet = snapshot.maxFeet();
        if (maxFeet == 0) {
            return;
        }
        if (Math.abs(lat) > POLAR_LATITUDE) {
            collectNearPole(snapshot, lat, lon);
            return;
        }
        prepareFor(lat, lon, maxFeet * Wgs84.METRES_PER_FOOT);
        collectOnPlane(snapshot, lon);
        double reach = maxFeet * Wgs84.METRES_PER_FOOT * beyond / east0;
        if (lon + reach > 180) {
            collectOnPlane(snapshot, lon - 360);
        } else if (lon - reach < -180) {
            collectOnPlane(snapshot, lon + 360);
        }
    }

    /** Scales and margins for a point and distances up to the largest radius. */
    void prepareFor(double lat, double lon, double maxRadius) {
        latitude = lat;
        longitude = lon;
        planeLongitude = lon;
        double phi = latitude * RADIANS;
        double sin = Math.sin(phi);
        double cos = Math.cos(phi);
        double w = 1 - Wgs84.E2 * sin * sin;
        double n = Wgs84.A / Math.sqrt(w);
        double m = n * (1 - Wgs84.E2) / w;
        double mSlope = 3 * m * Wgs84.E2 * sin * cos / w;
        // Taylor at half the difference of latitude; (n cos)' = -m sin.
        east0 = RADIANS * n * cos;
        east1 = -RADIANS * RADIANS * m * sin / 2;
        east2 = -RADIANS * RADIANS * RADIANS * (m * cos + mSlope * sin) / 8;
        north0 = RADIANS * m;
        north1 = RADIANS * RADIANS * mSlope / 2;
        double tangent = Math.abs(sin) / cos;
        tangentSquared = tangent * tangent;
        // Half the greatest difference of latitude, times the steepest relative change of scale on the way, and some
        // more.
        double angle = maxRadius / LEAST_CURVATURE_RADIUS;
        double margin = 0.6 * angle * (tangent + angle * (1 + tangentSquared) * 2 + 0.02) + 1e-6;
        within = 1 - margin;
        beyond = 1 + margin;
    }

    private void collectOnPlane(CircleIndex.Snapshot snapshot, double onPlane) {
        planeLongitude = onPlane;
        for (Tree tree : snapshot.trees()) {
            if (tree != null) {
                descend(tree.root(), false, tree.latitude(), tree.longitude(), tree.half());
            }
        }
    }

    /**
     * Judges the four quarters by this branch's radii, before it looks at any of them: most are far away or inside as a
     * whole, and to leave them alone spares their way from memory.
     */
    private void visit(Branch branch, double lat, double lon, double half) {
        double reach = branch.maxFeet * Wgs84.METRES_PER_FOOT * beyond;
        double sure = branch.minFeet * Wgs84.METRES_PER_FOOT * within;
        double reachSquared = reach * reach;
        double sureSquared = sure * sure;
        double h = half / 2;
        double halfWidth = h * east0;
        double halfHeight = h * north0;
        double west = Math.abs(lon - h - planeLongitude) * east0;
        double east = Math.abs(lon + h - planeLongitude) * east0;
        double south = Math.abs(lat - h - latitude) * north0;
        double north = Math.abs(lat + h - latitude) * north0;
        double nearWest = near(west, halfWidth);
        double nearEast = near(east, halfWidth);
        double nearSouth = near(south, halfHeight);
        double nearNorth = near(north, halfHeight);
        double farWest = far(west, halfWidth);
        double farEast = far(east, halfWidth);
        double farSouth = far(south, halfHeight);
        double farNorth = far(north, halfHeight);
        if (nearSouth + nearWest <= reachSquared) {
            descend(branch.southWest, farSouth + farWest <= sureSquared, lat - h, lon - h, h);
        }
        if (nearSouth + nearEast <= reachSquared) {
            descend(branch.southEast, farSouth + farEast <= sureSquared, lat - h, lon + h, h);
        }
        if (nearNorth + nearWest <= reachSquared) {
            descend(branch.northWest, farNorth + farWest <= sureSquared, lat + h, lon - h, h);
        }
        if (nearNorth + nearEast <= reachSquared) {
            descend(branch.northEast, farNorth + farEast <= sureSquared, lat + h, lon + h, h);
        }
    }

    private static double near(double middle, double half) {
        double distance = Math.max(middle - half, 0);
        return distance * distance;
    }

    private static double far(double middle, double half) {
        return (middle + half) * (middle + half);
    }

    private void descend(Node node, boolean inside, double lat, double lon, double half) {
        if (node == null) {
            return;
        }
        if (inside) {
            addAll(node);
        } else if (node instanceof Branch branch) {
            visit(branch, lat, lon, half);
        } else {
            Leaf leaf = (Leaf) node;
            if (leaf.oneRadius()) {
                check(leaf);
            } else {
                checkEach(leaf);
            }
        }
    }

    private void addAll(Node node) {
        if (node == null) {
            return;
        }
        if (node instanceof Leaf leaf) {
            int n = leaf.ids.length;
            reserve(n);
            System.arraycopy(leaf.ids, 0, ids, size, n);
            size += n;
        } else {
            Branch branch = (Branch) node;
            addAll(branch.southWest);
            addAll(branch.southEast);
            addAll(branch.northWest);
            addAll(branch.northEast);
        }
    }

    /** Two passes without a branch: squared distances (the compiler makes vectors of it), then the choice. */
    private void check(Leaf leaf) {
        double[] centres = leaf.centres;
        long[] leafIds = leaf.ids;
        int n = leafIds.length;
        reserve(n);
        squareDistances(centres, n, squares);
        double radius = leaf.minFeet * Wgs84.METRES_PER_FOOT;
        double doubt = doubt(radius);
        double outer = (radius + doubt) * (radius + doubt);
        double inner = radius > doubt ? (radius - doubt) * (radius - doubt) : -1;
        long[] out = ids;
        double[] d = squares;
        int start = size;
        int count = start;
        long doubtful = 0;
        for (int i = 0; i < n; i++) {
            out[count] = leafIds[i];
            long inOuter = Double.doubleToRawLongBits(d[i] - outer) >>> 63;
            long inInner = Double.doubleToRawLongBits(d[i] - inner) >>> 63;
            doubtful += inOuter - inInner;
            count += (int) inOuter;
        }
        if (doubtful == 0) {
            size = count;
        } else {
            checkEach(leaf);
        }
    }

    private void squareDistances(double[] centres, int n, double[] out) {
        double lat = latitude;
        double lon = planeLongitude;
        double e0 = east0;
        double e1 = east1;
        double e2 = east2;
        double n0 = north0;
        double n1 = north1;
        for (int i = 0; i < n; i++) {
            double dLat = centres[i] - lat;
            double dLon = centres[n + i] - lon;
            double y = dLat * (n0 + dLat * n1);
            double x = dLon * (e0 + dLat * (e1 + dLat * e2));
            out[i] = x * x + y * y;
        }
    }

    /** One by one: for leaves of several radii, and where the geodesic has to decide. */
    private void checkEach(Leaf leaf) {
        int n = leaf.size();
        reserve(n);
        squareDistances(leaf.centres, n, squares);
        for (int i = 0; i < n; i++) {
            double radius = leaf.feet(i) * Wgs84.METRES_PER_FOOT;
            double doubt = doubt(radius);
            double distance = Math.sqrt(squares[i]);
            if (distance < radius - doubt || distance <= radius + doubt && geodesicContains(leaf, i)) {
                ids[size++] = leaf.ids[i];
            }
        }
    }

    /** More than the plane can be wrong by at this distance, in metres: its error grows with the cube. */
    double doubt(double radius) {
        return 1e-3 + (1 + tangentSquared) * radius * radius * radius / (Wgs84.A * Wgs84.A * 4);
    }

    /** In metres. */
    double planeDistance(double centreLatitude, double centreLongitude) {
        double[] square = new double[1];
        squareDistances(new double[] {centreLatitude, centreLongitude}, 1, square);
        return Math.sqrt(square[0]);
    }

    private boolean geodesicContains(Leaf leaf, int i) {
        return Wgs84.contains(leaf.latitude(i), leaf.longitude(i), leaf.feet(i), latitude, longitude);
    }

    /** By the straight line through the earth, which has no trouble with poles or longitudes. */
    private void collectNearPole(CircleIndex.Snapshot snapshot, double lat, double lon) {
        latitude = lat;
        longitude = lon;
        double[] point = earthCentred(latitude, longitude);
        polarX = point[0];
        polarY = point[1];
        polarZ = point[2];
        for (Tree tree : snapshot.trees()) {
            if (tree != null) {
                visitNearPole(tree.root(), tree.latitude(), tree.half());
            }
        }
    }

    private void visitNearPole(Node node, double lat, double half) {
        double radians = (Math.abs(lat - latitude) - half) * RADIANS;
        if (radians * LEAST_CURVATURE_RADIUS > node.maxFeet * Wgs84.METRES_PER_FOOT) {
            return;
        }
        if (node instanceof Leaf leaf) {
            checkNearPole(leaf);
            return;
        }
        Branch branch = (Branch) node;
        double h = half / 2;
        for (int i = 0; i < 4; i++) {
            if (branch.child(i) != null) {
                visitNearPole(branch.child(i), i < 2 ? lat - h : lat + h, h);
            }
        }
    }

    private void checkNearPole(Leaf leaf) {
        reserve(leaf.size());
        for (int i = 0; i < leaf.size(); i++) {
            double radius = leaf.feet(i) * Wgs84.METRES_PER_FOOT;
            double[] centre = earthCentred(leaf.latitude(i), leaf.longitude(i));
            double x = centre[0] - polarX;
            double y = centre[1] - polarY;
            double z = centre[2] - polarZ;
            double straight = Math.sqrt(x * x + y * y + z * z);
            // The geodesic is longer than the straight line by less than a millionth at 20 km.
            if (straight <= radius + 1e-3 && (straight * (1 + 1e-6) < radius - 1e-3 || geodesicContains(leaf, i))) {
                ids[size++] = leaf.ids[i];
            }
        }
    }

    private static double[] earthCentred(double lat, double lon) {
        double sin = Math.sin(lat * RADIANS);
        double cos = Math.cos(lat * RADIANS);
        double n = Wgs84.A / Math.sqrt(1 - Wgs84.E2 * sin * sin);
        return new double[] {
            n * cos * Math.cos(lon * RADIANS), n * cos * Math.sin(lon * RADIANS), n * (1 - Wgs84.E2) * sin
        };
    }

    private void reserve(int more) {
        if (ids.length - size < more) {
            ids = Arrays.copyOf(ids, Math.max(size + more, ids.length * 2));
        }
        if (squares.length < more) {
            squares = new double[more];
        }
    }
}
