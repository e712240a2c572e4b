package org.vicinity.registry.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vicinity.registry.OffenderRecord;
import org.vicinity.registry.RegistryImports.Format;
import org.vicinity.registry.RegistryImports.Rejection;

class SnapshotReaderTest {
    private static final String HEADER =
            "id,last_name,first_name,date_of_birth,address_type,street,city,latitude,longitude\n";
    private static final String GOOD = row("G1", "Good", "") + row("G2", "Better", "");
    private static final String LINE =
            "{\"id\":\"%s\",\"name\":{\"last\":\"%s\"},\"addresses\":[{\"type\":\"home\",\"street\":\"1 A St\"%s}]}\n";
    private static final long MOST = 100_000_000;

    @TempDir
    Path folder;

    @Test
    void aGzippedSnapshotIsReadAsAPlainOne() throws Exception {
        StagedContent content = read(gzip(HEADER + GOOD), Format.CSV);

        assertThat(content.records()).containsOnlyKeys("G1", "G2");
        assertThat(read(gzip(LINE.formatted("N1", "Good", "")), Format.NDJSON).records())
                .containsOnlyKeys("N1");
    }

    @Test
    void aTruncatedOrDamagedGzipIsBroken() throws Exception {
        byte[] whole = gzip(HEADER + GOOD);
        byte[] damaged = whole.clone();
        damaged[whole.length - 6] ^= 1;
        for (byte[] bytes : new byte[][] {Arrays.copyOf(whole, whole.length - 9), Arrays.copyOf(whole, 5), damaged}) {
            for (Format format : Format.values()) {
                assertBroken(bytes, format, "gzip data are broken off or damaged");
            }
        }
    }

    @Test
    void aSmallArchiveOfAHugeTextIsBroken() throws Exception {
        byte[] huge = gzip(HEADER + GOOD + row("G3", "Good", "").repeat(10_000));

        assertThat(huge.length).isLessThan(10_000);
        assertThatThrownBy(() -> StagedContent.read(file(huge), Format.CSV, 20_000, Jurisdiction.missouri()))
                .isInstanceOf(BrokenSnapshotException.class)
                .hasMessageContaining("more than 20000 characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ISO-8859-1", "windows-1252", "UTF-16", "UTF-16LE"})
    void anotherEncodingIsBroken(String encoding) throws IOException {
        byte[] bytes = (HEADER + row("G1", "René", "")).getBytes(Charset.forName(encoding));

        assertThatThrownBy(() -> read(bytes, Format.CSV)).isInstanceOf(BrokenSnapshotException.class);
    }

    @Test
    void byteOrderMarkLineEndsAndEmptyLinesMakeNoDifference() throws Exception {
        StagedContent plain = csv(GOOD);

        for (String ends : new String[] {"\n", "\r\n", "\r", "\n\n"}) {
            StagedContent other =
                    read(("\uFEFF" + HEADER + GOOD).replace("\n", ends).getBytes(StandardCharsets.UTF_8), Format.CSV);
            assertThat(other.records()).isEqualTo(plain.records());
            assertThat(other.rejections()).isEmpty();
        }
        String lines = "\uFEFF" + LINE.formatted("N1", "Good", "").replace("\n", "\r\n\r\n");
        assertThat(read(lines.getBytes(StandardCharsets.UTF_8), Format.NDJSON).records())
                .containsOnlyKeys("N1");
    }

    @Test
    void quotesWrittenTwiceCommasAndLineEndsStandInsideQuotedTexts() throws Exception {
        StagedContent content = csv("Q1,\"O\"\"Neill, \"\"Jr\"\"\",Al,,home,\"1 A St\r\nRear\",Rolla,,\n");

        OffenderRecord record = content.records().get("Q1");
        assertThat(record.name().last()).isEqualTo("O\"Neill, \"Jr\"");
        assertThat(record.addresses().get(0).street()).isEqualTo("1 A St Rear");
    }

    @Test
    void aQuoteInsideAQuotedTextCostsItsRowOnly() throws Exception {
        StagedContent content = csv(
                row("G1", "Good", "") + "B1,\"Smith \"Bad\" Sam\",Al,,home,1 A St,Rolla,,\n" + row("G2", "Better", ""));

        assertThat(content.records()).containsOnlyKeys("G1", "G2");
        assertThat(content.received()).isEqualTo(3);
        assertThat(content.rejections())
                .containsExactly(new Rejection(3, "a quote inside a quoted text is written twice"));
        // Whom the row was about can't be said for sure: nobody is to be removed for that.
        assertThat(content.unreadableIds()).isTrue();
    }

    @Test
    void anOpenQuoteIsBrokenAndNeedsNoMemory() {
        assertBroken(
                (HEADER + GOOD + "B1,\"Smi").getBytes(StandardCharsets.UTF_8), Format.CSV, "ends inside a quoted text");
        assertBroken(
                (HEADER + GOOD + "B1,\"" + "x".repeat(20_000_000)).getBytes(StandardCharsets.UTF_8),
                Format.CSV,
                "is a quote not closed");
        assertBroken(
                (LINE + "x".repeat(20_000_000)).getBytes(StandardCharsets.UTF_8), Format.NDJSON, "A row has more than");
    }

    @Test
    void aFieldOfTenMegabytesCostsItsRowOnly() throws Exception {
        String huge = "x".repeat(10_000_000);
        StagedContent content = csv(row("G1", "Good", "") + row("B1", huge, "") + row("G2", "Better", ""));

        assertThat(content.records()).containsOnlyKeys("G1", "G2");
        assertThat(content.bad()).containsExactly("B1");
        assertThat(content.rejections()).containsExactly(new Rejection(3, "name.last: longer than 100 characters"));

        StagedContent lines = ndjson(LINE.formatted("B1", huge, "") + LINE.formatted("G1", "Good", ""));
        assertThat(lines.records()).containsOnlyKeys("G1");
        assertThat(lines.rejections()).containsExactly(new Rejection(1, "longer than 1000000 characters"));
    }

    @Test
    void rowsOfOneIdMakeOneRecordAndTheSameRowTwiceChangesNothing() throws Exception {
        StagedContent content = csv(row("G1", "Good", "")
                + row("G1", "Good", "")
                + row("G1", "Good", "").replace("1 A St", "2 B St"));

        assertThat(content.records().get("G1").addresses())
                .extracting(OffenderRecord.Address::street)
                .containsExactly("1 A St", "2 B St");
        assertThat(content.rejections()).isEmpty();
    }

    @Test
    void contradictoryRowsOfOneIdAreRejectedTogether() throws Exception {
        StagedContent content = csv(row("C1", "Smith", "") + row("G1", "Good", "") + row("C1", "Jones", ""));

        assertThat(content.records()).containsOnlyKeys("G1");
        assertThat(content.bad()).containsExactly("C1");
        assertThat(content.rejections()).containsExactly(new Rejection(4, "id: contradicts an earlier row of this id"));
        StagedContent lines = ndjson(LINE.formatted("C1", "Smith", "") + LINE.formatted("C1", "Jones", ""));
        assertThat(lines.records()).isEmpty();
        assertThat(lines.rejections()).singleElement().satisfies(row -> assertThat(row.line())
                .isEqualTo(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1970-02-30", "1971-02-29", "1970-13-01", "01/31/1970", "1970-1-1", "yesterday"})
    void aDateThatDoesNotExistCostsItsRowOnly(String date) throws Exception {
        StagedContent content = csv(GOOD + row("B1", "Bad", date));

        assertThat(content.records()).containsOnlyKeys("G1", "G2");
        assertThat(content.rejections())
                .containsExactly(new Rejection(4, "date_of_birth: not a date of the form 1970-01-31"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"999,0", "38.5,-192", "NaN,0", "Infinity,1", "38.5,", ",-92", "38°30',92°W"})
    void anImpossiblePointCostsItsRowOnly(String point) throws Exception {
        StagedContent content = csv(GOOD + "B1,Bad,Al,,home,1 A St,Rolla," + point + "\n");

        assertThat(content.records()).containsOnlyKeys("G1", "G2");
        assertThat(content.rejections()).singleElement().satisfies(row -> {
            assertThat(row.line()).isEqualTo(4);
            assertThat(row.reason()).containsAnyOf("not a point on the earth", "decimal degrees");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"latitude\":999,\"longitude\":0}",
                "{\"latitude\":\"38\",\"longitude\":-92}",
                "\"38,-92\"",
                "[]"
            })
    void anImpossiblePointInJsonCostsItsLineOnly(String point) throws Exception {
        StagedContent content =
                ndjson(LINE.formatted("B1", "Bad", ",\"location\":" + point) + LINE.formatted("G1", "Good", ""));

        assertThat(content.records()).containsOnlyKeys("G1");
        assertThat(content.rejections()).singleElement().satisfies(row -> assertThat(row.reason())
                .startsWith("addresses.location: "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"=cmd|' /C calc'!A0", "+1", "-2", "@SUM(A1)", "<script>alert(1)</script>", "&lt;b&gt;", "${x}"})
    void whatOtherProgramsWouldRunIsKeptAsTheTextItIs(String name) throws Exception {
        assertThat(csv(row("X1", name, "")).records().get("X1").name().last()).isEqualTo(name);
        assertThat(ndjson(LINE.formatted("X1", name, ""))
                        .records()
                        .get("X1")
                        .name()
                        .last())
                .isEqualTo(name);
    }

    @Test
    void controlCharactersAndTurnedLinesAreSpaces() throws Exception {
        StagedContent content = csv(row("X1", "Smi\u001b[31mth\u009b\u202ex", ""));

        assertThat(content.records().get("X1").name().last()).isEqualTo("Smi [31mth x");
    }

    @Test
    void nulCharactersCostTheirRowOnly() throws Exception {
        StagedContent content =
                csv(row("G1", "Good", "") + row("B1", "Smi\0th", "") + row("G2", "Better", "") + "\0\0\0\n");

        assertThat(content.records()).containsOnlyKeys("G1", "G2");
        assertThat(content.rejections())
                .containsExactly(
                        new Rejection(3, "name.last: damaged: it holds a NUL character"),
                        new Rejection(5, "has 1 columns, the header 9"));
        StagedContent lines =
                ndjson(LINE.formatted("B1", "Smi\\u0000th", "") + "\0\0\n" + LINE.formatted("G1", "Good", ""));
        assertThat(lines.records()).containsOnlyKeys("G1");
        assertThat(lines.rejections()).extracting(Rejection::line).containsExactly(1L, 2L);
    }

    @Test
    void tenThousandColumnsAreIgnoredOrCostTheirRowOnly() throws Exception {
        StringBuilder header = new StringBuilder(HEADER.trim());
        for (int i = 0; i < 10_000; i++) {
            header.append(",extra").append(i);
        }
        String more = ",x".repeat(10_000) + "\n";
        StagedContent wide =
                read((header + "\n" + GOOD.replace("\n", more)).getBytes(StandardCharsets.UTF_8), Format.CSV);
        assertThat(wide.records()).containsOnlyKeys("G1", "G2");
        assertThat(wide.ignored()).hasSize(100).contains("extra0");

        StagedContent content = csv(GOOD + row("B1", "Bad", "").replace("\n", more));
        assertThat(content.records()).containsOnlyKeys("G1", "G2");
        assertThat(content.rejections()).containsExactly(new Rejection(4, "has 10009 columns, the header 9"));
    }

    @Test
    void allRejectedRowsAreCountedAndTheFirstThousandNamed() throws Exception {
        StagedContent content = csv(GOOD + row("B1", "Bad", "never").repeat(1500));

        assertThat(content.rejected()).isEqualTo(1500);
        assertThat(content.rejections()).hasSize(1000);
    }

    @Test
    void twoRecordsInOneLineAreNotTakenForOne() throws Exception {
        String two = LINE.formatted("N1", "Good", "").trim() + LINE.formatted("N2", "Good", "");

        StagedContent content = ndjson(two + LINE.formatted("N3", "Good", ""));

        assertThat(content.records()).containsOnlyKeys("N3");
        assertThat(content.rejections()).containsExactly(new Rejection(1, "not JSON"));
    }

    private static String row(String id, String last, String born) {
        return id + "," + last + ",Al," + born + ",home,1 A St,Rolla,,\n";
    }

    private StagedContent csv(String rows) throws Exception {
        return read((HEADER + rows).getBytes(StandardCharsets.UTF_8), Format.CSV);
    }

    private StagedContent ndjson(String lines) throws Exception {
        return read(lines.getBytes(StandardCharsets.UTF_8), Format.NDJSON);
    }

    private StagedContent read(byte[] bytes, Format format) throws Exception {
        return StagedContent.read(file(bytes), format, MOST, Jurisdiction.missouri());
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("snapshot"), bytes);
    }

    private void assertBroken(byte[] bytes, Format format, String message) {
        assertThatThrownBy(() -> read(bytes, format))
                .isInstanceOf(BrokenSnapshotException.class)
                .hasMessageContaining(message);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream packed = new GZIPOutputStream(bytes)) {
            packed.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
