package org.vicinity.matching.internal;

import java.util.ArrayList;
import java.util.List;

/**
 * The practical floor: for each radius a grid that can't be changed, with cells of a quarter radius in compressed rows.
 * Cells that lie inside as a whole are copied row by row, the others are checked.
 */
final class PackedGrid implements Structure {
    private static final int[] RADII = {500, 1_000, 1_320, 2_640, 5_280, 10_560, 15_840, 26_400};

    private final List<Grid> grids = new ArrayList<>();
    private final Collector found = new Collector();

    PackedGrid(Circles circles) {
        int from = 0;
        for (int feet : RADII) {
            int to = circles.partitionByRadius(from, circles.size, feet);
            if (to > from) {
                grids.add(new Grid(circles, from, to, feet * Wgs84.METRES_PER_FOOT));
            }
            from = to;
        }
    }

    @Override
    public int query(double latitude, double longitude) {
        found.start(latitude, longitude);
        for (Grid grid : grids) {
            grid.query(found);
        }
        return found.size;
    }

    @Override
    public Object[] held() {
        return new Object[] {grids};
    }

    private static final class Grid {
        private final double radius;
        private final double cellHeight;
        private final double cellWidth;
        private final int rows;
        private final int columns;
        private final int[] starts;
        private final long[] ids;
        private final double[] latitudes;
        private final double[] longitudes;

        Grid(Circles circles, int from, int to, double radius) {
            this.radius = radius;
            cellHeight = radius / 4 / 111_000;
            cellWidth = radius / 4 / (111_320 * Math.cos(Math.toRadians(38.3)));
            rows = (int) ((Missouri.NORTH - Missouri.SOUTH) / cellHeight) + 1;
            columns = (int) ((Missouri.EAST - Missouri.WEST) / cellWidth) + 1;
            starts = new int[rows * columns + 1];
            for (int i = from; i < to; i++) {
                starts[cell(circles, i) + 1]++;
            }
            for (int i = 0; i < rows * columns; i++) {
                starts[i + 1] += starts[i];
            }
            int n = to - from;
            ids = new long[n];
            latitudes = new double[n];
            longitudes = new double[n];
            for (int i = from; i < to; i++) {
                int at = starts[cell(circles, i)]++;
                ids[at] = circles.ids[i];
                latitudes[at] = circles.latitudes[i];
                longitudes[at] = circles.longitudes[i];
            }
            System.arraycopy(starts, 0, starts, 1, rows * columns);
            starts[0] = 0;
        }

        private int cell(Circles circles, int i) {
            return row(circles.latitudes[i]) * columns + column(circles.longitudes[i]);
        }

        private int row(double latitude) {
            return Math.max(0, Math.min(rows - 1, (int) Math.floor((latitude - Missouri.SOUTH) / cellHeight)));
        }

        private int column(double longitude) {
            return Math.max(0, Math.min(columns - 1, (int) Math.floor((longitude - Missouri.WEST) / cellWidth)));
        }

        void query(Collector found) {
            double square = radius * radius;
            double reach = radius * 1.001;
            double sure = radius * 0.999;
            int first = row(found.latitude - reach / found.north0);
            int last = row(found.latitude + reach / found.north0);
            for (int row = first; row <= last; row++) {
                double south = (Missouri.SOUTH + row * cellHeight - found.latitude) * found.north0;
                double north = south + cellHeight * found.north0;
                double near = south > 0 ? south : north < 0 ? north : 0;
                double far = Math.max(Math.abs(south), Math.abs(north));
                double half = Math.sqrt(Math.max(0, reach * reach - near * near)) / found.east0;
                int west = column(found.longitude - half);
                int east = column(found.longitude + half);
                int base = row * columns;
                int insideWest = east + 1;
                int insideEast = east;
                if (far < sure) {
                    double halfInside = Math.sqrt(sure * sure - far * far) / found.east0;
                    int w = (int) Math.ceil((found.longitude - halfInside - Missouri.WEST) / cellWidth);
                    int e = (int) Math.floor((found.longitude + halfInside - Missouri.WEST) / cellWidth) - 1;
                    w = Math.max(w, west);
                    e = Math.min(e, east);
                    if (w <= e) {
                        insideWest = w;
                        insideEast = e;
                    }
                }
                check(found, square, starts[base + west], starts[base + insideWest]);
                if (insideWest <= insideEast) {
                    int start = starts[base + insideWest];
                    int n = starts[base + insideEast + 1] - start;
                    found.reserve(n);
                    System.arraycopy(ids, start, found.ids, found.size, n);
                    found.size += n;
                    check(found, square, start + n, starts[base + east + 1]);
                }
            }
        }

        private void check(Collector found, double square, int start, int end) {
            found.reserve(end - start);
            for (int i = start; i < end; i++) {
                found.ids[found.size] = ids[i];
                double off = found.square(latitudes[i], longitudes[i]) - square;
                found.size += off <= 0 ? 1 : 0;
            }
        }
    }
}
