package org.vicinity.geocoder.local.internal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.locationtech.jts.geom.Coordinate;
import org.vicinity.geocoding.AddressComponents;
import org.vicinity.geocoding.AddressParser;
import org.vicinity.geocoding.Precision;

/**
 * Address points in a table: OpenAddresses CSV, or any CSV whose columns have one of the usual names. The coordinates
 * are degrees, or of the coordinate system that a {@code .prj} file beside it, a {@code crs} column or the name of the
 * x column ({@code x EPSG:26996}) declares.
 */
final class PointTable {
    private static final Map<String, List<String>> NAMES = Map.of(
            "x", List.of("lon", "longitude", "x", "lng", "long", "easting", "point_x"),
            "y", List.of("lat", "latitude", "y", "northing", "point_y"),
            "number", List.of("number", "house_number", "housenumber", "street_number", "addr_num", "add_number"),
            "street", List.of("street", "street_name", "road", "streetname", "st_name"),
            "unit", List.of("unit", "apt", "suite"),
            "city", List.of("city", "municipality", "town", "place", "post_city"),
            "state", List.of("region", "state", "state_code"),
            "zip", List.of("postcode", "zip", "zip_code", "zipcode", "postal_code"),
            "accuracy", List.of("accuracy", "precision", "placement"),
            "address", List.of("address", "full_address", "fulladdress"));

    private static final Pattern CODE = Pattern.compile("(EPSG|ESRI)[:_ ](\\d+)", Pattern.CASE_INSENSITIVE);

    private final SourceFile file;
    private final Precision assumed;
    private final AddressParser parser;
    private final Map<String, Integer> columns = new HashMap<>();
    private final Map<String, Projection> projections = new HashMap<>();
    private Projection projection = Projection.NONE;

    PointTable(SourceFile file, Precision assumed, AddressParser parser) {
        this.file = file;
        this.assumed = assumed;
        this.parser = parser;
    }

    void read(Rows rows) throws IOException {
        try (BufferedReader text = file.text();
                CSVParser records = CSVFormat.RFC4180
                        .builder()
                        .setDelimiter(delimiter(text))
                        .setIgnoreEmptyLines(true)
                        .get()
                        .parse(text)) {
            var all = records.iterator();
            if (!all.hasNext()) {
                throw new BrokenSourceException("it is empty");
            }
            readHeader(all.next());
            while (all.hasNext()) {
                CSVRecord record = all.next();
                try {
                    row(record, rows);
                } catch (BrokenSourceException e) {
                    throw new BrokenSourceException("line " + records.getCurrentLineNumber() + ": " + e.getMessage());
                }
            }
        } catch (CSVException e) {
            throw new BrokenSourceException("it isn't a well-formed table: " + e.getMessage(), e);
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof CSVException) {
                throw new BrokenSourceException(
                        "it isn't a well-formed table: " + e.getCause().getMessage(), e);
            }
            throw e.getCause();
        } catch (IllegalStateException | IllegalArgumentException e) {
            throw new BrokenSourceException("it isn't a well-formed table: " + e.getMessage(), e);
        }
    }

    private static char delimiter(BufferedReader text) throws IOException {
        text.mark(1 << 13);
        String header = Optional.ofNullable(text.readLine()).orElse("");
        if (header.length() > (1 << 12)) {
            throw new BrokenSourceException("its first line is no header");
        }
        text.reset();
        return header.contains(",") ? ',' : header.contains("\t") ? '\t' : header.contains(";") ? ';' : ',';
    }

    private void readHeader(CSVRecord header) throws BrokenSourceException {
        String declared = "";
        for (int i = 0; i < header.size(); i++) {
            String name = header.get(i).trim().toLowerCase(Locale.ROOT);
            Matcher code = CODE.matcher(name);
            if (code.find()) {
                declared = code.group(1) + ":" + code.group(2);
                name = name.substring(0, code.start()).replaceAll("[ _(]+$", "");
            }
            String column = name.replaceAll("[ -]", "_");
            int index = i;
            NAMES.forEach((ours, theirs) -> {
                if (theirs.contains(column)) {
                    columns.putIfAbsent(ours, index);
                }
            });
            if (column.equals("crs") || column.equals("srs")) {
                columns.put("crs", i);
            }
        }
        if (!columns.containsKey("x") || !columns.containsKey("y")) {
            throw new BrokenSourceException("its header names no coordinates (LON and LAT, or x and y)");
        }
        boolean street = columns.containsKey("number") && columns.containsKey("street");
        if (!street && !columns.containsKey("address")) {
            throw new BrokenSourceException("its header names neither NUMBER and STREET nor an address column");
        }
        Optional<java.nio.file.Path> prj = file.sibling(".prj");
        try {
            projection = Projection.from(prj.isPresent() ? Files.readString(prj.get()) : declared);
        } catch (BrokenSourceException e) {
            throw e;
        } catch (IOException e) {
            throw new BrokenSourceException("its .prj file can't be read", e);
        }
    }

    private void row(CSVRecord record, Rows rows) throws IOException {
        double x = number(value(record, "x"));
        double y = number(value(record, "y"));
        String number = value(record, "number");
        String street = value(record, "street");
        String unit = value(record, "unit");
        String city = value(record, "city");
        String state = value(record, "state");
        String zip = ZipCodes.fiveDigits(value(record, "zip"));
        if ((number.isEmpty() || street.isEmpty()) && columns.containsKey("address")) {
            AddressComponents parts = parser.parse(value(record, "address"));
            Street parsed = Street.of(parts);
            number = parts.number();
            street = parsed.display();
            unit = unit.isEmpty() ? parts.unit() : unit;
            city = city.isEmpty() ? parts.city() : city;
            state = state.isEmpty() ? parts.state() : state;
            zip = zip.isEmpty() ? parts.zip() : zip;
        }
        if (Double.isNaN(x) || Double.isNaN(y) || number.isEmpty() || street.isEmpty()) {
            rows.skip();
            return;
        }
        Coordinate point = projectionOf(record).toWgs84(x, y);
        if (!(Math.abs(point.y) <= 90 && Math.abs(point.x) <= 180)) {
            throw new BrokenSourceException(
                    "the coordinates aren't degrees, and neither a .prj file nor a crs column says what they are");
        }
        rows.point(new Rows.Point(
                number,
                street,
                unit,
                city,
                state,
                zip,
                point.x,
                point.y,
                Accuracy.precision(value(record, "accuracy"), assumed)));
    }

    private Projection projectionOf(CSVRecord record) throws BrokenSourceException {
        String crs = value(record, "crs");
        if (crs.isEmpty()) {
            return projection;
        }
        Projection known = projections.get(crs);
        if (known == null) {
            known = Projection.from(crs);
            projections.put(crs, known);
        }
        return known;
    }

    private String value(CSVRecord record, String column) {
        Integer index = columns.get(column);
        return index == null || index >= record.size() ? "" : record.get(index).trim();
    }

    private static double number(String text) {
        try {
            return text.isEmpty() ? Double.NaN : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
