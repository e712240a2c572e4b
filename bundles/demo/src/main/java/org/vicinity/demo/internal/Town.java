package org.vicinity.demo.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.vicinity.geocoding.Location;

/**
 * A town that is not there: a grid of streets in Missouri's open country, 16 km from the nearest real post office, under
 * a ZIP code that nobody has. The same in every run.
 */
final class Town {
    static final String NAME = "Thistlebrook";
    static final String COUNTY = "Larkspur";
    static final String STATE = "MO";
    static final String ZIP = "65999";

    /** The south-west corner, in metres of {@link StatePlane}. */
    private static final double WEST = 471_000;

    private static final double SOUTH = 412_000;
    private static final int BLOCK_WIDTH = 300;
    private static final int BLOCK_HEIGHT = 250;
    /** From the centre line to the houses. */
    private static final int SETBACK = 22;

    private static final List<String> EAST_WEST = List.of(
            "Teasel Street",
            "Bramblewick Street",
            "Quillfeather Lane",
            "Candleberry Street",
            "Tinderbox Road",
            "Marigold Street",
            "Foxglove Lane",
            "Pennywhistle Street",
            "Harrowgate Road",
            "Buttercup Street",
            "Lanternfish Lane",
            "Dandelion Street",
            "Wickerwork Street",
            "Snowdrop Lane",
            "Gingersnap Street",
            "Kettledrum Road",
            "Mulberry Street",
            "Periwinkle Lane",
            "Saddlebag Street",
            "Hollyhock Street",
            "Weathercock Road",
            "Yarrow Street");
    private static final List<String> NORTH_SOUTH = List.of(
            "Acorn Avenue",
            "Bellflower Avenue",
            "Clover Avenue",
            "Driftwood Avenue",
            "Elderberry Avenue",
            "Fiddlehead Avenue",
            "Goldenrod Avenue",
            "Hazelnut Avenue",
            "Inkwell Avenue",
            "Juniper Avenue",
            "Kingfisher Avenue",
            "Lavender Avenue",
            "Moonflower Avenue");

    /** An address point; x and y in metres of {@link StatePlane}. */
    record Point(int number, String street, double x, double y) {
        String line() {
            return number + " " + street;
        }

        String oneLine() {
            return line() + ", " + NAME + ", " + STATE + " " + ZIP;
        }

        Location location() {
            return StatePlane.degrees(x, y);
        }

        double metresTo(Point other) {
            return Math.hypot(x - other.x, y - other.y);
        }
    }

    private final List<Point> points;

    Town() {
        var random = new Random(65_999);
        var made = new ArrayList<Point>();
        for (int row = 0; row < EAST_WEST.size(); row++) {
            double y = SOUTH + row * BLOCK_HEIGHT;
            for (int block = 0; block < NORTH_SOUTH.size() - 1; block++) {
                for (int house = 0; house < 12; house++) {
                    double along = WEST + block * BLOCK_WIDTH + 45 + house / 2 * 42 + random.nextDouble() * 8;
                    double side = house % 2 == 0 ? SETBACK : -SETBACK;
                    made.add(new Point(number(block, house), EAST_WEST.get(row), along, y + side));
                }
            }
        }
        for (int column = 0; column < NORTH_SOUTH.size(); column++) {
            double x = WEST + column * BLOCK_WIDTH;
            for (int block = 0; block < EAST_WEST.size() - 1; block++) {
                for (int house = 0; house < 8; house++) {
                    double along = SOUTH + block * BLOCK_HEIGHT + 55 + house / 2 * 45 + random.nextDouble() * 8;
                    double side = house % 2 == 0 ? -SETBACK : SETBACK;
                    made.add(new Point(number(block, house), NORTH_SOUTH.get(column), x + side, along));
                }
            }
        }
        points = List.copyOf(made);
    }

    /** Even on one side, odd on the other, a hundred a block. */
    private static int number(int block, int house) {
        return 100 * (block + 1) + house / 2 * 14 + 4 + house % 2;
    }

    List<Point> points() {
        return points;
    }

    /** The address that texts name as an example: in the middle of the town. */
    Point example() {
        return find("404 Candleberry Street").orElseThrow();
    }

    /** @param text an address of the town as people type it; what follows a comma is not looked at */
    Optional<Point> find(String text) {
        var wanted = plain(text.contains(",") ? text.substring(0, text.indexOf(',')) : text);
        return points.stream()
                .filter(point -> plain(point.line()).equals(wanted))
                .findFirst();
    }

    /** The other addresses, nearest first. */
    List<Point> near(Point point) {
        return points.stream()
                .filter(other -> !other.equals(point))
                .sorted(Comparator.comparingDouble(point::metresTo))
                .toList();
    }

    /** An OpenAddresses table in State Plane coordinates. */
    String table() {
        var table =
                new StringBuilder("LON,LAT,NUMBER,STREET,UNIT,CITY,DISTRICT,REGION,POSTCODE,ID,HASH,ACCURACY,CRS\n");
        for (var point : points) {
            table.append(String.format(
                    Locale.ROOT,
                    "%.2f,%.2f,%d,%s,,%s,%s County,%s,%s,,,rooftop,%s%n",
                    point.x(),
                    point.y(),
                    point.number(),
                    point.street(),
                    NAME,
                    COUNTY,
                    STATE,
                    ZIP,
                    StatePlane.CODE));
        }
        return table.toString().replace("\r", "");
    }

    private static String plain(String text) {
        return text.strip()
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\bst\\.?$", "street")
                .replaceAll("\\bave\\.?$", "avenue")
                .replaceAll("\\brd\\.?$", "road")
                .replaceAll("\\bln\\.?$", "lane")
                .replaceAll("\\s+", " ");
    }
}
