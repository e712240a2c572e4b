package org.vicinity.registry.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vicinity.registry.OffenderRecord;
import org.vicinity.registry.RegistryChange;
import org.vicinity.registry.RegistryImports.Format;

class JurisdictionTest {
    private static final String HEADER =
            "id,last_name,first_name,race,tier,offense,address_type,street,city,latitude,longitude";
    private static final String ROW = "A1,Smith,Al,white,3,Example,work,1 A St,Rolla,37.9,-91.7";
    private static final String LINE =
            "{\"id\":\"A1\",\"name\":{\"first\":\"Al\",\"last\":\"Smith\"},\"race\":\"white\",\"tier\":\"3\",\"hair\":\"\","
                    + "\"offenses\":[{\"description\":\"Example\",\"statute\":\"1.2\",\"victimAge\":9}],"
                    + "\"addresses\":[{\"type\":\"work\",\"street\":\"1 A St\",\"city\":\"Rolla\",\"employer\":\"Acme\","
                    + "\"location\":{\"latitude\":37.9,\"longitude\":-91.7}}],\"ssn\":\"1\",\"email\":[\"a@b\"]%s}\n";
    private static final Jurisdiction STRICT = new Jurisdiction(
            "name, tier, offenses.description, addresses.type, addresses.street", "sealed", "moved", "tier");

    @TempDir
    Path folder;

    @Test
    void whatNoRecordHasIsDroppedAndNamed() throws Exception {
        StagedContent csv = csv(Jurisdiction.missouri(), ",ssn,employer_name", ",123-45-6789,Acme");
        StagedContent lines = ndjson(Jurisdiction.missouri(), "");

        assertThat(csv.ignored()).containsExactly("ssn", "employer_name");
        assertThat(lines.ignored()).containsExactly("offenses.victimAge", "addresses.employer", "ssn", "email");
        assertThat(lines.records().get("A1").toString())
                .contains("Smith", "white", "1.2")
                .doesNotContain("Acme");
        assertThat(lines.rejections()).isEmpty();
    }

    @Test
    void whatIsNotAllowedHereIsDroppedAndNamedWhateverTheForm() throws Exception {
        StagedContent csv = csv(STRICT, "", "");
        StagedContent lines = ndjson(STRICT, "");

        assertThat(csv.ignored()).containsExactly("race", "latitude", "longitude");
        assertThat(lines.ignored())
                .contains("race", "offenses.statute", "addresses.location")
                .doesNotContain("hair");
        OffenderRecord put =
                STRICT.allowed(ndjson(Jurisdiction.missouri(), "").records().get("A1"));
        for (OffenderRecord record :
                List.of(csv.records().get("A1"), lines.records().get("A1"), put)) {
            assertThat(record.name().full()).isEqualTo("Al Smith");
            assertThat(record.race()).isEmpty();
            assertThat(record.tier()).isEqualTo("3");
            assertThat(record.offenses()).containsExactly(new OffenderRecord.Offense("Example", "", null, null));
            assertThat(record.addresses().get(0).city()).isEqualTo("Rolla");
            assertThat(record.addresses().get(0).location()).isNull();
        }
    }

    @Test
    void everyFieldOfARecordIsAllowedInMissouri() throws Exception {
        OffenderRecord record = ndjson(Jurisdiction.missouri(), "").records().get("A1");

        assertThat(Jurisdiction.missouri().allowed(record)).isEqualTo(record);
    }

    @Test
    void messagesNameAndTellNoMoreThanIsAllowed() throws Exception {
        OffenderRecord record = ndjson(Jurisdiction.missouri(), "").records().get("A1");

        OffenderRecord told = STRICT.told(RecordJson.write(record));

        assertThat(told.name().full()).isEmpty();
        assertThat(told.tier()).isEqualTo("3");
        assertThat(told.offenses()).isEmpty();
        assertThat(told.addresses()).isEqualTo(record.addresses());
        assertThat(Jurisdiction.missouri().told(RecordJson.write(record))).isEqualTo(record);
        assertThat(Stream.of(RegistryChange.Kind.values())
                        .filter(kind -> STRICT.alerts(new RegistryChange(kind, null, null, null, null))))
                .containsExactly(RegistryChange.Kind.OFFENDER_REMOVED, RegistryChange.Kind.ADDRESS_MOVED);
        assertThat(Stream.of(RegistryChange.Kind.values()).filter(kind -> !Jurisdiction.missouri()
                        .alerts(new RegistryChange(kind, null, null, null, null))))
                .containsExactly(RegistryChange.Kind.ADDRESS_CORRECTED);
        assertThatIllegalArgumentException().isThrownBy(() -> new Jurisdiction("name", "", "added, mooved", "name"));
        assertThat(new Jurisdiction("name", "", "", "name")
                        .alerts(new RegistryChange(RegistryChange.Kind.STATUS_CHANGED, null, null, null, null)))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"true,false", "YES,false", "1,false", "sealed,false", "no,true", "FALSE,true", "0,true", "'',true"})
    void whoIsExemptFromPublicationNeverEnters(String mark, boolean enters) throws Exception {
        for (StagedContent content : List.of(
                csv(Jurisdiction.missouri(), ",Juvenile_Exempt", "," + mark),
                ndjson(Jurisdiction.missouri(), ",\"juvenileExempt\":\"" + mark + "\""))) {
            assertThat(content.records().containsKey("A1")).isEqualTo(enters);
            // Nor stays as known before.
            assertThat(content.bad()).isEmpty();
            assertThat(content.rejections()).isEmpty();
        }
    }

    @Test
    void oneMarkedRowIsEnoughWhateverTheOthersSay() throws Exception {
        String rows = String.join("\n", HEADER + ",juvenile_exempt", ROW + ",no", ROW + ",yes", ROW + "0000,no", "");

        StagedContent content = read(rows, Format.CSV, Jurisdiction.missouri());

        assertThat(content.records()).isEmpty();
        assertThat(content.bad()).isEmpty();
    }

    private StagedContent csv(Jurisdiction jurisdiction, String columns, String values) throws Exception {
        return read(HEADER + columns + "\n" + ROW + values + "\n", Format.CSV, jurisdiction);
    }

    private StagedContent ndjson(Jurisdiction jurisdiction, String more) throws Exception {
        return read(LINE.formatted(more), Format.NDJSON, jurisdiction);
    }

    private StagedContent read(String text, Format format, Jurisdiction jurisdiction) throws Exception {
        return StagedContent.read(Files.writeString(folder.resolve("snapshot"), text), format, 100_000, jurisdiction);
    }
}
