package org.vicinity.geocoder.local.internal;

import com.linuxense.javadbf.DBFException;
import com.linuxense.javadbf.DBFReader;
import com.linuxense.javadbf.DBFRow;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.locationtech.jts.geom.Coordinate;

/**
 * Street segments with their ranges of house numbers: a Census TIGER/Line ADDRFEAT shapefile, as it stands or zipped.
 *
 * @see <a href="https://www.esri.com/content/dam/esrisites/sitecore-archive/Files/Pdfs/library/whitepapers/pdfs/shapefile.pdf">
 *     ESRI Shapefile Technical Description</a>
 */
final class AddressFeatures {
    private static final Set<String> NEEDED = Set.of("FULLNAME", "LFROMHN", "LTOHN", "RFROMHN", "RTOHN");
    private static final Pattern COUNTY = Pattern.compile("(?:^|_)(\\d{2})\\d{3}_addrfeat", Pattern.CASE_INSENSITIVE);
    private static final int SHAPEFILE = 9994;
    private static final int POLYLINE = 3;
    private static final int POLYLINE_Z = 13;
    private static final int POLYLINE_M = 23;
    private static final int LARGEST_SHAPE = 1 << 24;

    private final SourceFile file;
    private final ZipCodes zipCodes;
    private final String state;

    AddressFeatures(SourceFile file, ZipCodes zipCodes) {
        this.file = file;
        this.zipCodes = zipCodes;
        Matcher county = COUNTY.matcher(file.name());
        this.state = county.find() ? zipCodes.stateOfNumber(county.group(1)) : "";
    }

    void read(Rows rows) throws IOException {
        if (file.name().toLowerCase(Locale.ROOT).endsWith(".zip")) {
            try (var zip = new ZipFile(file.path().toFile())) {
                List<? extends ZipEntry> shapes = zip.stream()
                        .filter(entry ->
                                entry.getName().toLowerCase(Locale.ROOT).endsWith(".shp"))
                        .collect(Collectors.toList());
                if (shapes.isEmpty()) {
                    throw new BrokenSourceException("there is no .shp in it");
                }
                for (ZipEntry shape : shapes) {
                    String stem = shape.getName().substring(0, shape.getName().length() - 4);
                    try (InputStream shp = zip.getInputStream(shape);
                            InputStream dbf = entry(zip, stem, ".dbf")
                                    .orElseThrow(() -> new BrokenSourceException("there is no .dbf in it"));
                            InputStream prj = entry(zip, stem, ".prj").orElseGet(InputStream::nullInputStream);
                            InputStream cpg = entry(zip, stem, ".cpg").orElseGet(InputStream::nullInputStream)) {
                        read(shp, dbf, prj, cpg, rows);
                    }
                }
            }
        } else {
            try (InputStream shp = Files.newInputStream(file.path());
                    InputStream dbf = sibling(".dbf")
                            .orElseThrow(() -> new BrokenSourceException("there is no .dbf file beside it"));
                    InputStream prj = sibling(".prj").orElseGet(InputStream::nullInputStream);
                    InputStream cpg = sibling(".cpg").orElseGet(InputStream::nullInputStream)) {
                read(shp, dbf, prj, cpg, rows);
            }
        }
    }

    private static Optional<InputStream> entry(ZipFile zip, String stem, String ending) throws IOException {
        for (String name : List.of(stem + ending, stem + ending.toUpperCase(Locale.ROOT))) {
            ZipEntry entry = zip.getEntry(name);
            if (entry != null) {
                return Optional.of(zip.getInputStream(entry));
            }
        }
        return Optional.empty();
    }

    private Optional<InputStream> sibling(String ending) throws IOException {
        Optional<Path> sibling = file.sibling(ending);
        return sibling.isEmpty() ? Optional.empty() : Optional.of(Files.newInputStream(sibling.get()));
    }

    private void read(InputStream shp, InputStream dbf, InputStream prj, InputStream cpg, Rows rows)
            throws IOException {
        Projection projection = Projection.from(new String(prj.readAllBytes(), StandardCharsets.UTF_8));
        var shapes = new DataInputStream(new BufferedInputStream(shp, 1 << 16));
        ByteBuffer header = ByteBuffer.wrap(shapes.readNBytes(100));
        if (header.capacity() < 100 || header.getInt(0) != SHAPEFILE) {
            throw new BrokenSourceException("its .shp is no shapefile");
        }
        try (var table = new DBFReader(new BufferedInputStream(dbf, 1 << 16), charset(cpg), false)) {
            Set<String> fields = IntStream.range(0, table.getFieldCount())
                    .mapToObj(i -> table.getField(i).getName().toUpperCase(Locale.ROOT))
                    .collect(Collectors.toSet());
            if (!fields.containsAll(NEEDED)) {
                throw new BrokenSourceException("it has no street ranges (fields FULLNAME, LFROMHN, … of ADDRFEAT)");
            }
            int count = 0;
            for (Optional<Coordinate[]> line = line(shapes, projection);
                    line.isPresent();
                    line = line(shapes, projection)) {
                DBFRow row = table.nextRow();
                if (row == null) {
                    throw new BrokenSourceException("its .dbf has fewer rows than its .shp has shapes");
                }
                count++;
                if (line.get().length < 2) {
                    rows.skip();
                } else {
                    side(row, true, line.get(), rows);
                    side(row, false, line.get(), rows);
                }
            }
            if (count != table.getRecordCount()) {
                throw new BrokenSourceException(
                        "its .dbf has " + table.getRecordCount() + " rows, but its .shp " + count + " shapes");
            }
        } catch (DBFException e) {
            throw new BrokenSourceException("its .dbf can't be read: " + e.getMessage(), e);
        }
    }

    private static Charset charset(InputStream cpg) throws IOException {
        String name = new String(cpg.readAllBytes(), StandardCharsets.US_ASCII).trim();
        try {
            return name.isEmpty() ? StandardCharsets.UTF_8 : Charset.forName(name);
        } catch (IllegalArgumentException e) {
            return StandardCharsets.UTF_8;
        }
    }

    private void side(DBFRow row, boolean left, Coordinate[] line, Rows rows) throws IOException {
        String prefix = left ? "L" : "R";
        HouseNumber from = HouseNumber.of(text(row, prefix + "FROMHN"));
        HouseNumber to = HouseNumber.of(text(row, prefix + "TOHN"));
        String street = text(row, "FULLNAME");
        if (street.isEmpty() || !from.plain() || !to.plain()) {
            return;
        }
        String zip = ZipCodes.fiveDigits(text(row, left ? "ZIPL" : "ZIPR"));
        String parity = text(row, "PARITY" + prefix);
        char even = !parity.isEmpty()
                ? parity.charAt(0)
                : from.value() % 2 != to.value() % 2 ? 'B' : from.value() % 2 == 0 ? 'E' : 'O';
        String zipState = zipCodes.state(zip);
        rows.side(new Rows.Side(
                street, from.value(), to.value(), even, left, zipState.isEmpty() ? state : zipState, zip, line));
    }

    private static String text(DBFRow row, String field) {
        try {
            String value = row.getString(field);
            return value == null ? "" : value.trim();
        } catch (DBFException e) {
            return "";
        }
    }

    /** The next shape's first part, or empty at the end of the file. */
    private static Optional<Coordinate[]> line(DataInputStream shapes, Projection projection) throws IOException {
        int start = shapes.read();
        if (start < 0) {
            return Optional.empty();
        }
        shapes.skipNBytes(3);
        int length = shapes.readInt() * 2;
        if (length < 4 || length > LARGEST_SHAPE) {
            throw new BrokenSourceException("its .shp is damaged");
        }
        byte[] bytes = shapes.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        ByteBuffer shape = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int type = shape.getInt(0);
        if (type != POLYLINE && type != POLYLINE_Z && type != POLYLINE_M) {
            if (type != 0) {
                throw new BrokenSourceException("its shapes are no lines");
            }
            return Optional.of(new Coordinate[0]);
        }
        int parts = shape.getInt(36);
        int points = shape.getInt(40);
        int first = 44 + 4 * parts;
        if (parts < 1 || points < 2 || first + 16L * points > length) {
            throw new BrokenSourceException("its .shp is damaged");
        }
        int end = parts > 1 ? shape.getInt(48) : points;
        List<Coordinate> line = new ArrayList<>(end);
        for (int i = 0; i < end; i++) {
            Coordinate point = projection.toWgs84(shape.getDouble(first + 16 * i), shape.getDouble(first + 16 * i + 8));
            if (!(Math.abs(point.y) <= 90 && Math.abs(point.x) <= 180)) {
                throw new BrokenSourceException(
                        "its coordinates aren't degrees, and its .prj doesn't say what they are");
            }
            line.add(point);
        }
        return Optional.of(line.toArray(Coordinate[]::new));
    }
}
