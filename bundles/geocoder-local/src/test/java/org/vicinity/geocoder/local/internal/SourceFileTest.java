package org.vicinity.geocoder.local.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vicinity.geocoding.Precision;
import org.vicinity.geocoding.internal.RuleBasedAddressParser;

class SourceFileTest {
    /** From the US National Address Database (public domain), as OpenAddresses writes it. */
    private static final String OPEN_ADDRESSES =
            """
            LON,LAT,NUMBER,STREET,UNIT,CITY,DISTRICT,REGION,POSTCODE,ID,HASH
            -84.6122372,39.1401425,3359,QUEEN CITY Ave,,CINCINNATI,Hamilton County,OH,45238,,
            -84.5115189,39.1115525,210,E 14TH St,2,CINCINNATI,Hamilton County,OH,45202,,
            -84.5,39.1,,E 14TH St,,CINCINNATI,Hamilton County,OH,45202,,
            """;

    @TempDir
    Path folder;

    @Test
    void readsOpenAddressesTables() throws IOException {
        Read read = read(write("points.csv", OPEN_ADDRESSES));

        assertThat(read.points)
                .containsExactly(
                        new Rows.Point(
                                "3359",
                                "QUEEN CITY Ave",
                                "",
                                "CINCINNATI",
                                "OH",
                                "45238",
                                -84.6122372,
                                39.1401425,
                                Precision.ROOFTOP),
                        new Rows.Point(
                                "210",
                                "E 14TH St",
                                "2",
                                "CINCINNATI",
                                "OH",
                                "45202",
                                -84.5115189,
                                39.1115525,
                                Precision.ROOFTOP));
        assertThat(read.skipped).isEqualTo(1);
    }

    @Test
    void readsCompressedTablesAndForgivesAByteOrderMark() throws IOException {
        Path file = folder.resolve("points.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(("\uFEFF" + OPEN_ADDRESSES).getBytes(StandardCharsets.UTF_8));
        }

        assertThat(read(file).points).hasSize(2);
    }

    @Test
    void readsGeoJsonLines() throws IOException {
        Read read = read(
                write(
                        "points.geojson",
                        """
                {"type":"Feature","properties":{"hash":"a","number":"1","street":"N Made Up St","unit":"","city":"Anytown",\
                "district":"","region":"MO","postcode":"63999-1234","id":"","accuracy":"2"},\
                "geometry":{"type":"Point","coordinates":[-90.5,38.5]}}

                {"type":"Feature","properties":{"number":"2","street":"N Made Up St"},"geometry":null}
                """));

        assertThat(read.points)
                .containsExactly(new Rows.Point(
                        "1", "N Made Up St", "", "Anytown", "MO", "63999", -90.5, 38.5, Precision.PARCEL));
        assertThat(read.skipped).isEqualTo(1);
    }

    @Test
    void readsPlainTablesOfTheUsualColumnNames() throws IOException {
        Read read = read(
                write(
                        "plain.csv",
                        """
                address;latitude;longitude;placement
                12 Made Up St Apt 3, Anytown, MO 63999;38.5;-90.5;Parcel - Centroid
                """));

        assertThat(read.points).singleElement().satisfies(point -> {
            assertThat(point.number()).isEqualTo("12");
            assertThat(point.street()).isEqualTo("Made Up St");
            assertThat(point.zip()).isEqualTo("63999");
            assertThat(point.precision()).isEqualTo(Precision.PARCEL);
        });
    }

    @Test
    void projectsWhatAPrjFileBesideItDeclares() throws IOException {
        Path file = write("plane.csv", "x,y,number,street\n277446.498,309817.929,1,Made Up St\n");
        write("plane.prj", "EPSG:26996");

        assertInStLouis(read(file));
    }

    @Test
    void projectsWhatAColumnDeclares() throws IOException {
        assertInStLouis(
                read(write("column.csv", "x,y,number,street,crs\n910255.720,1016460.990,1,Made Up St,ESRI:102696\n")));
        assertInStLouis(read(write("name.csv", "x EPSG:26996,y,number,street\n277446.498,309817.929,1,Made Up St\n")));
    }

    private static void assertInStLouis(Read read) {
        assertThat(read.points).singleElement().satisfies(point -> {
            assertThat(point.longitude()).isCloseTo(-90.1848, within(1e-6));
            assertThat(point.latitude()).isCloseTo(38.6247, within(1e-6));
        });
    }

    @Test
    void readsCensusRangesZippedAndPlain() throws IOException {
        Path zip = folder.resolve("tl_2021_30059_addrfeat.zip");
        try (InputStream in = SourceFileTest.class.getResourceAsStream("tl_2021_30059_addrfeat.zip")) {
            Files.copy(in, zip);
        }
        try (var entries = new ZipInputStream(Files.newInputStream(zip))) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                Files.copy(entries, folder.resolve(entry.getName()));
            }
        }

        Read zipped = read(zip);
        Read plain = read(folder.resolve("tl_2021_30059_addrfeat.shp"));

        assertThat(zipped.sides).hasSize(37);
        assertThat(plain.sides).hasSize(37);
        assertThat(zipped.sides.get(0)).satisfies(side -> {
            assertThat(side.street()).isEqualTo("State Hwy 360");
            assertThat(side.from()).isEqualTo(1101);
            assertThat(side.to()).isEqualTo(1199);
            assertThat(side.parity()).isEqualTo('O');
            assertThat(side.left()).isTrue();
            assertThat(side.state()).isEqualTo("MT");
            assertThat(side.zip()).isEqualTo("59645");
            assertThat(side.line()[0].y).isBetween(46.0, 47.5);
        });
    }

    @Test
    void brokenFilesAreRefusedWithTheReasonAndThePlace() throws IOException {
        assertBroken(write("header.csv", "a,b\n1,2\n"), "names no coordinates");
        assertBroken(write("street.csv", "lon,lat,number\n1,2,3\n"), "neither NUMBER and STREET");
        assertBroken(write("empty.csv", ""), "empty");
        assertBroken(write("feet.csv", "x,y,number,street\n-90,38,1,A St\n900000,1000000,1,A St\n"), "line 3");
        assertBroken(write("quote.csv", "lon,lat,number,street\n-90,38,1,\"A St\n"), "");
        assertBroken(write("text.geojson", "{\"type\":\"Feature\"}\nnonsense\n"), "line 2");
        assertBroken(write("not.zip", "nonsense"), "");
        assertBroken(write("cut.csv.gz", "nonsense"), "");
        assertBroken(write("lonely.shp", "nonsense"), ".dbf");
        Path latin = folder.resolve("latin.csv");
        Files.write(latin, "lon,lat,number,street\n-90,38,1,Ca\u00f1on\n".getBytes(StandardCharsets.ISO_8859_1));
        assertBroken(latin, "UTF-8");
    }

    @Test
    void aCutZipIsRefused() throws IOException {
        Path cut = folder.resolve("cut_30059_addrfeat.zip");
        try (InputStream in = SourceFileTest.class.getResourceAsStream("tl_2021_30059_addrfeat.zip")) {
            Files.write(cut, in.readNBytes(2000));
        }

        assertBroken(cut, "");
    }

    @Test
    void otherFilesAreNoSources() {
        assertThat(SourceFile.of(Path.of("README.md"))).isEmpty();
        assertThat(SourceFile.of(Path.of("points.dbf"))).isEmpty();
        assertThat(SourceFile.of(Path.of(".hidden.csv"))).isEmpty();
    }

    private void assertBroken(Path file, String message) {
        assertThatThrownBy(() -> read(file))
                .as(file.getFileName().toString())
                .isInstanceOf(BrokenSourceException.class)
                .hasMessageContaining(message);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static Read read(Path file) throws IOException {
        var read = new Read();
        SourceFile.of(file).orElseThrow().read(read, Precision.ROOFTOP, new ZipCodes(), new RuleBasedAddressParser());
        return read;
    }

    private static final class Read implements Rows {
        final List<Point> points = new ArrayList<>();
        final List<Side> sides = new ArrayList<>();
        int skipped;

        @Override
        public void point(Point point) {
            points.add(point);
        }

        @Override
        public void side(Side side) {
            sides.add(side);
        }

        @Override
        public void skip() {
            skipped++;
        }
    }
}
