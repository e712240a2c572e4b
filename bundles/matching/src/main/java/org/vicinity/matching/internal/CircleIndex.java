package org.vicinity.matching.internal;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Which circles contain a point? Holds circles (id, centre, radius) so that they can be changed at any time while any
 * number of threads ask.
 *
 * <p>Structure: circles of like radius share a quadtree over longitude and latitude, whose leaves hold some dozens each.
 * A query goes down from the root: a square too far away is left out, a square that lies inside the wanted distance as a
 * whole gives all its ids without a further look, and only along the edge single circles are checked ({@link Hits}).
 *
 * <p>Nodes are immutable. A change copies one leaf and the branches above it and then publishes the new roots with one
 * volatile write, so a reader never waits and sees a change, or a whole {@link #change batch}, entirely or not at all.
 * Writers take turns.
 */
public final class CircleIndex {
    /**
     * How many circles a leaf holds at most before it is divided. Measured at a million circles: with 128 instead of 48, an
     * insert plus delete takes a fifth more time (leaves are copied), queries as long, and a circle two bytes less.
     */
    static final int LEAF_CAPACITY = 48;

    /** One tree a class; the offered choices of a radius, so that a class mostly has one radius. */
    private static final int[] CLASS_MAX_FEET = {
        500, 1_000, 1_320, 2_640, 5_280, 10_560, 15_840, 26_400, Character.MAX_VALUE
    };

    private static final Snapshot EMPTY = new Snapshot(new Tree[CLASS_MAX_FEET.length], 0);

    /** What readers see: the tree of each class, null where it is empty. */
    record Snapshot(Tree[] trees, int size) {
        int maxFeet() {
            for (int i = trees.length - 1; i >= 0; i--) {
                if (trees[i] != null) {
                    return trees[i].root().maxFeet;
                }
            }
            return 0;
        }
    }

    private volatile Snapshot snapshot = EMPTY;

    /** Guarded by this, as is every change. */
    private LeafDirectory directory = new LeafDirectory();

    /** For {@link #matching(double, double)}; of several threads at once the others make do with new ones. */
    private final AtomicReference<Hits> spare = new AtomicReference<>();

    /**
     * Adds a circle, or changes it if the id is there.
     *
     * @throws IllegalArgumentException if there is no such place or the radius is not 1 to 65,535 ft
     */
    public synchronized void put(long id, double latitude, double longitude, int radiusFeet) {
        Wgs84.requirePlace(latitude, longitude);
        requireRadius(radiusFeet);
        Edit edit = new Edit(snapshot);
        edit.put(id, latitude, longitude, radiusFeet);
        snapshot = edit.result();
    }

    /** Takes a circle out; false if there was none. */
    public synchronized boolean remove(long id) {
        Edit edit = new Edit(snapshot);
        boolean removed = edit.remove(id);
        snapshot = edit.result();
        return removed;
    }

    /** Several changes that readers see as one: first the removals, then the circles that are new or changed. */
    public synchronized void change(Circles circles, long[] removals) {
        Edit edit = new Edit(snapshot);
        for (long id : removals) {
            edit.remove(id);
        }
        for (int i = 0; i < circles.size; i++) {
            edit.put(circles.ids[i], circles.latitudes[i], circles.longitudes[i], circles.feet[i]);
        }
        snapshot = edit.result();
    }

    /**
     * Replaces everything by these circles, much faster than one by one. Takes the columns over: they are empty
     * afterwards.
     *
     * @throws IllegalArgumentException if an id occurs twice; the index is then as it was before
     */
    public synchronized void load(Circles circles) {
        LeafDirectory filling = new LeafDirectory();
        filling.expect(circles.size);
        Tree[] trees = new Tree[CLASS_MAX_FEET.length];
        int from = 0;
        for (int i = 0; i < trees.length; i++) {
            int to = circles.partitionByRadius(from, circles.size, CLASS_MAX_FEET[i]);
            if (from < to) {
                Tree square = circles.square(from, to);
                trees[i] = square.with(
                        build(circles, filling, from, to, square.latitude(), square.longitude(), square.half()));
            }
            from = to;
        }
        Snapshot loaded = new Snapshot(trees, circles.size);
        circles.size = 0;
        directory = filling;
        snapshot = loaded;
    }

    /** The ids of the circles that contain the point, in no particular order. */
    public long[] matching(double latitude, double longitude) {
        Hits hits = spare.getAndSet(null);
        if (hits == null) {
            hits = new Hits();
        }
        matching(latitude, longitude, hits);
        long[] ids = hits.toArray();
        spare.set(hits);
        return ids;
    }

    /**
     * Replaces what the hits hold by the circles that contain the point.
     *
     * @throws IllegalArgumentException if there is no such place
     */
    public void matching(double latitude, double longitude, Hits hits) {
        Wgs84.requirePlace(latitude, longitude);
        hits.collect(snapshot, latitude, longitude);
    }

    public int size() {
        return snapshot.size;
    }

    static void requireRadius(int feet) {
        if (feet < 1 || feet > Character.MAX_VALUE) {
            throw new IllegalArgumentException("Not a radius from 1 to 65,535 ft: " + feet);
        }
    }

    private static int classOf(int feet) {
        int i = 0;
        while (feet > CLASS_MAX_FEET[i]) {
            i++;
        }
        return i;
    }

    private static Node build(
            Circles circles, LeafDirectory filling, int from, int to, double lat, double lon, double half) {
        if (from == to) {
            return null;
        }
        if (to - from <= LEAF_CAPACITY || !Tree.isDivisible(half)) {
            Leaf leaf = circles.leaf(filling.nextNumber(), from, to);
            for (int i = 0; i < leaf.size(); i++) {
                if (filling.find(leaf.ids[i]) != null || leaf.indexOf(leaf.ids[i]) != i) {
                    throw new IllegalArgumentException("Twice in one load: circle " + leaf.ids[i]);
                }
            }
            for (long id : leaf.ids) {
                filling.add(id, leaf.number);
            }
            filling.keep(leaf);
            return leaf;
        }
        int north = circles.partitionByLatitude(from, to, lat);
        int southEast = circles.partitionByLongitude(from, north, lon);
        int northEast = circles.partitionByLongitude(north, to, lon);
        double h = half / 2;
        return Branch.of(
                build(circles, filling, from, southEast, lat - h, lon - h, h),
                build(circles, filling, southEast, north, lat - h, lon + h, h),
                build(circles, filling, north, northEast, lat + h, lon - h, h),
                build(circles, filling, northEast, to, lat + h, lon + h, h));
    }

    /** Changes in the making; the directory goes along at once, as only writers look at it. */
    private final class Edit {
        private final Tree[] trees;
        private int size;

        Edit(Snapshot before) {
            trees = before.trees.clone();
            size = before.size;
        }

        Snapshot result() {
            return new Snapshot(trees, size);
        }

        void put(long id, double latitude, double longitude, int radiusFeet) {
            remove(id);
            int i = classOf(radiusFeet);
            Tree tree = trees[i] == null
                    ? Tree.around(latitude, longitude, latitude, longitude)
                    : trees[i].reaching(latitude, longitude);
            trees[i] = tree.with(insert(
                    tree.root(), id, latitude, longitude, radiusFeet, tree.latitude(), tree.longitude(), tree.half()));
            size++;
        }

        boolean remove(long id) {
            Leaf leaf = directory.find(id);
            if (leaf == null) {
                return false;
            }
            int index = leaf.indexOf(id);
            int i = classOf(leaf.feet(index));
            Tree tree = trees[i];
            Node root = delete(
                    tree.root(),
                    leaf,
                    index,
                    leaf.latitude(index),
                    leaf.longitude(index),
                    tree.latitude(),
                    tree.longitude(),
                    tree.half());
            trees[i] = root == null ? null : tree.with(root);
            size--;
            return true;
        }

        private Node insert(
                Node node, long id, double latitude, double longitude, int feet, double lat, double lon, double half) {
            if (node == null) {
                return added(id, Leaf.of(directory.nextNumber(), id, latitude, longitude, feet));
            }
            Branch branch;
            if (node instanceof Leaf leaf) {
                if (leaf.size() < LEAF_CAPACITY || !Tree.isDivisible(half)) {
                    return added(id, leaf.with(id, latitude, longitude, feet));
                }
                branch = divide(leaf, lat, lon);
            } else {
                branch = (Branch) node;
            }
            int quarter = Branch.quarter(latitude, longitude, lat, lon);
            double h = half / 2;
            return branch.withMore(
                    quarter,
                    insert(
                            branch.child(quarter),
                            id,
                            latitude,
                            longitude,
                            feet,
                            Branch.middle(lat, quarter & 2, h),
                            Branch.middle(lon, quarter & 1, h),
                            h),
                    feet);
        }

        private Leaf added(long id, Leaf leaf) {
            directory.add(id, leaf.number);
            directory.keep(leaf);
            return leaf;
        }

        private Branch divide(Leaf leaf, double lat, double lon) {
            Circles circles = new Circles(leaf.size());
            copy(leaf, circles);
            int north = circles.partitionByLatitude(0, circles.size, lat);
            int southEast = circles.partitionByLongitude(0, north, lon);
            int northEast = circles.partitionByLongitude(north, circles.size, lon);
            int[] bounds = {0, southEast, north, northEast, circles.size};
            Leaf[] quarters = new Leaf[4];
            boolean numberTaken = false;
            for (int i = 0; i < 4; i++) {
                if (bounds[i] < bounds[i + 1]) {
                    int number = numberTaken ? directory.nextNumber() : leaf.number;
                    numberTaken = true;
                    quarters[i] = circles.leaf(number, bounds[i], bounds[i + 1]);
                    adopt(leaf, quarters[i]);
                }
            }
            return Branch.of(quarters[0], quarters[1], quarters[2], quarters[3]);
        }

        private Node delete(
                Node node,
                Leaf leaf,
                int index,
                double latitude,
                double longitude,
                double lat,
                double lon,
                double half) {
            if (node == leaf) {
                directory.remove(leaf.ids[index], leaf.number);
                if (leaf.size() == 1) {
                    directory.release(leaf.number);
                    return null;
                }
                Leaf smaller = leaf.without(index);
                directory.keep(smaller);
                return smaller;
            }
            Branch branch = (Branch) node;
            int quarter = Branch.quarter(latitude, longitude, lat, lon);
            double h = half / 2;
            Node child = delete(
                    branch.child(quarter),
                    leaf,
                    index,
                    latitude,
                    longitude,
                    Branch.middle(lat, quarter & 2, h),
                    Branch.middle(lon, quarter & 1, h),
                    h);
            Branch less = branch.withLess(quarter, child, leaf.feet(index));
            boolean few = child == null || child instanceof Leaf left && left.size() <= LEAF_CAPACITY / 8;
            return few ? united(less) : less;
        }

        /** One leaf instead of a branch whose leaves became few: half full, so that it isn't divided again at once. */
        private Node united(Branch branch) {
            int total = 0;
            Leaf first = null;
            for (int i = 0; i < 4; i++) {
                Node child = branch.child(i);
                if (child instanceof Branch) {
                    return branch;
                }
                if (child != null) {
                    total += ((Leaf) child).size();
                    first = first == null ? (Leaf) child : first;
                }
            }
            if (total > LEAF_CAPACITY / 2) {
                return branch;
            }
            if (first == null) {
                return null;
            }
            if (total == first.size()) {
                return first;
            }
            Circles circles = new Circles(total);
            for (int i = 0; i < 4; i++) {
                if (branch.child(i) != null) {
                    copy((Leaf) branch.child(i), circles);
                }
            }
            Leaf all = circles.leaf(first.number, 0, total);
            for (int i = 0; i < 4; i++) {
                if (branch.child(i) instanceof Leaf gone && gone != first) {
                    for (long id : gone.ids) {
                        directory.move(id, gone.number, all.number);
                    }
                    directory.release(gone.number);
                }
            }
            directory.keep(all);
            return all;
        }

        private void adopt(Leaf from, Leaf to) {
            for (long id : to.ids) {
                directory.move(id, from.number, to.number);
            }
            directory.keep(to);
        }

        private static void copy(Leaf leaf, Circles circles) {
            for (int i = 0; i < leaf.size(); i++) {
                circles.add(leaf.ids[i], leaf.latitude(i), leaf.longitude(i), leaf.feet(i));
            }
        }
    }
}
