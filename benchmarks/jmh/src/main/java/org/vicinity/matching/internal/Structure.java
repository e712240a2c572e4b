package org.vicinity.matching.internal;

import com.google.common.geometry.S1Angle;
import com.google.common.geometry.S2Cap;
import com.google.common.geometry.S2CellId;
import com.google.common.geometry.S2CellIndex;
import com.google.common.geometry.S2CellUnion;
import com.google.common.geometry.S2LatLng;
import com.google.common.geometry.S2RegionCoverer;
import java.util.Arrays;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.index.SpatialIndex;
import org.locationtech.jts.index.hprtree.HPRtree;
import org.locationtech.jts.index.strtree.STRtree;

/** One way to find the circles that contain a point; all ids are put into an array that is used again. */
interface Structure {
    /** How many were found. */
    int query(double latitude, double longitude);

    /** What holds its memory. */
    default Object[] held() {
        return new Object[] {this};
    }

    static Structure of(String name, Circles circles) {
        return switch (name) {
            case "index" -> new Index(circles);
            case "packedGrid" -> new PackedGrid(circles);
            case "strTree" -> Boxes.in(new STRtree(), circles);
            case "hprTree" -> Boxes.in(new HPRtree(), circles);
            case "s2" -> new Coverings(circles);
            default -> throw new IllegalArgumentException(name);
        };
    }

    final class Index implements Structure {
        final CircleIndex index = new CircleIndex();
        private final Hits hits = new Hits();

        Index(Circles circles) {
            index.load(circles);
        }

        @Override
        public int query(double latitude, double longitude) {
            index.matching(latitude, longitude, hits);
            return hits.size();
        }

        @Override
        public Object[] held() {
            return new Object[] {index};
        }
    }

    /** The cheapest distance that still is right to a millimetre or so, and the ids found. */
    class Collector {
        private static final double RADIANS = Math.PI / 180;

        long[] ids = new long[1024];
        int size;

        double latitude;
        double longitude;
        double east0;
        double east1;
        double east2;
        double north0;

        void start(double lat, double lon) {
            size = 0;
            latitude = lat;
            longitude = lon;
            double sin = Math.sin(lat * RADIANS);
            double cos = Math.cos(lat * RADIANS);
            double w = 1 - Wgs84.E2 * sin * sin;
            double n = Wgs84.A / Math.sqrt(w);
            double m = n * (1 - Wgs84.E2) / w;
            east0 = RADIANS * n * cos;
            east1 = -RADIANS * RADIANS * m * sin / 2;
            east2 = -RADIANS * RADIANS * RADIANS * m * cos / 8;
            north0 = RADIANS * m;
        }

        double square(double lat, double lon) {
            double dLat = lat - latitude;
            double y = dLat * north0;
            double x = (lon - longitude) * (east0 + dLat * (east1 + dLat * east2));
            return x * x + y * y;
        }

        void add(long id) {
            if (size == ids.length) {
                ids = Arrays.copyOf(ids, size * 2);
            }
            ids[size++] = id;
        }

        void reserve(int more) {
            if (ids.length - size < more) {
                ids = Arrays.copyOf(ids, Math.max(ids.length * 2, size + more));
            }
        }
    }

    /** What a tree of boxes holds. */
    record Item(long id, double latitude, double longitude, double radius) {}

    /** JTS: bounding boxes in degrees, then the distance. */
    final class Boxes implements Structure {
        private final SpatialIndex tree;
        private final Collector found = new Collector();

        private Boxes(SpatialIndex tree) {
            this.tree = tree;
        }

        static Boxes in(SpatialIndex tree, Circles circles) {
            for (int i = 0; i < circles.size; i++) {
                double lat = circles.latitudes[i];
                double lon = circles.longitudes[i];
                double radius = circles.feet[i] * Wgs84.METRES_PER_FOOT;
                double high = radius / 110_900;
                double wide = radius / (111_300 * Math.cos(Math.toRadians(Math.abs(lat) + high)));
                tree.insert(
                        new Envelope(lon - wide, lon + wide, lat - high, lat + high),
                        new Item(circles.ids[i], lat, lon, radius));
            }
            Boxes boxes = new Boxes(tree);
            boxes.query(38, -92);
            return boxes;
        }

        @Override
        public int query(double latitude, double longitude) {
            found.start(latitude, longitude);
            tree.query(new Envelope(longitude, longitude, latitude, latitude), object -> {
                Item item = (Item) object;
                if (found.square(item.latitude, item.longitude) <= item.radius * item.radius) {
                    found.add(item.id);
                }
            });
            return found.size;
        }

        @Override
        public Object[] held() {
            return new Object[] {tree};
        }
    }

    /** S2: a covering of each circle by at most eight cells, then the distance. */
    final class Coverings implements Structure {
        private static final int CELLS = 8;

        private final S2CellIndex cells = new S2CellIndex();
        private final S2CellIndex.ContentsIterator contents;
        private final S2CellIndex.RangeIterator ranges;
        private final Circles circles;
        private final Collector found = new Collector();

        Coverings(Circles circles) {
            this.circles = circles;
            S2RegionCoverer coverer =
                    S2RegionCoverer.builder().setMaxCells(CELLS).build();
            S2CellUnion covering = new S2CellUnion();
            for (int i = 0; i < circles.size; i++) {
                S2Cap cap = S2Cap.fromAxisAngle(
                        S2LatLng.fromDegrees(circles.latitudes[i], circles.longitudes[i])
                                .toPoint(),
                        // A sphere on the safe side of the ellipsoid.
                        S1Angle.radians(circles.feet[i] * Wgs84.METRES_PER_FOOT / 6_335_000));
                coverer.getCovering(cap, covering);
                cells.add(covering, i);
            }
            cells.build();
            contents = cells.contents();
            ranges = cells.ranges();
        }

        @Override
        public int query(double latitude, double longitude) {
            found.start(latitude, longitude);
            ranges.seek(S2CellId.fromLatLng(S2LatLng.fromDegrees(latitude, longitude)));
            contents.clear();
            contents.startUnion(ranges);
            for (; !contents.done(); contents.next()) {
                int i = contents.label();
                double radius = circles.feet[i] * Wgs84.METRES_PER_FOOT;
                if (found.square(circles.latitudes[i], circles.longitudes[i]) <= radius * radius) {
                    found.add(circles.ids[i]);
                }
            }
            return found.size;
        }

        @Override
        public Object[] held() {
            return new Object[] {cells, circles};
        }
    }
}
