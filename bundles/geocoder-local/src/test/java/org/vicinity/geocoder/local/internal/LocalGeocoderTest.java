package org.vicinity.geocoder.local.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vicinity.geocoding.AddressParser;
import org.vicinity.geocoding.GeocodeAnswer;
import org.vicinity.geocoding.GeocodeQuery;
import org.vicinity.geocoding.GeocodingException;
import org.vicinity.geocoding.internal.RuleBasedAddressParser;

class LocalGeocoderTest {
    private static final AddressParser PARSER = new RuleBasedAddressParser();
    private static final String HEADER = "LON,LAT,NUMBER,STREET,UNIT,CITY,DISTRICT,REGION,POSTCODE,ID,HASH\n";
    private static final String ONE = "-91.77,37.95,1,Quillfeather Ave,,Rolla,,MO,65401,,\n";
    private static final String TWO = "-91.77,37.951,2,Quillfeather Ave,,Rolla,,MO,65401,,\n";
    private static final String THREE = "-91.77,37.952,3,Quillfeather Ave,,Rolla,,MO,65401,,\n";

    @TempDir
    Path data;

    @TempDir
    Path sources;

    private LocalGeocoder geocoder;

    @BeforeEach
    void start() {
        geocoder = new LocalGeocoder(data, config(sources), PARSER);
    }

    @AfterEach
    void stop() throws IOException {
        geocoder.close();
    }

    @Test
    void withoutSourcesItIsReadyAndKnowsNoAddress() throws Exception {
        awaitPoints(0);

        assertThat(ask("1 Quillfeather Ave, Rolla, MO 65401").candidates()).isEmpty();
        assertThat(geocoder.leavesMachine()).isFalse();
    }

    @Test
    void withoutSourcesItIsReadyAgainAfterARestart() throws Exception {
        awaitPoints(0);

        geocoder.close();
        geocoder = new LocalGeocoder(data, config(sources), PARSER);

        awaitPoints(0);
    }

    @Test
    void filesOfTheWatchedFolderAreIndexedAndIndexedAgainWhenTheyChange() throws Exception {
        write(sources, "a.csv", HEADER + ONE);
        awaitPoints(1);
        assertThat(ask("1 Quillfeather Ave, Rolla, MO 65401").mappable()).isPresent();

        write(sources, "a.csv", HEADER + ONE + TWO);
        awaitPoints(2);
        write(data.resolve("addresses"), "b.csv", HEADER + THREE);
        awaitPoints(3);
        Files.delete(sources.resolve("a.csv"));
        awaitPoints(1);
        assertThat(ask("1 Quillfeather Ave, Rolla, MO 65401").mappable()).isEmpty();
    }

    @Test
    void anUnchangedIndexIsOpenedAgainNotBuiltAgain() throws Exception {
        write(sources, "a.csv", HEADER + ONE);
        awaitPoints(1);
        Path current = data.resolve("geocoder-local/current");
        String before = Files.readString(current);

        geocoder.close();
        Files.setLastModifiedTime(
                sources.resolve("a.csv"), FileTime.from(Instant.now().minusSeconds(60)));
        geocoder = new LocalGeocoder(data, config(sources), PARSER);
        awaitPoints(1);
        await().until(() -> geocoder.status().building().isEmpty());

        assertThat(Files.readString(current)).isEqualTo(before);
    }

    @Test
    void aBrokenFileChangesNothingAndIsReported() throws Exception {
        write(sources, "a.csv", HEADER + ONE + TWO);
        awaitPoints(2);

        write(sources, "a.csv", "no,header\n1,2\n");
        await().until(() -> geocoder.status().problem().contains("a.csv"));

        assertThat(geocoder.status().points()).isEqualTo(2);
        assertThat(geocoder.status().problem()).contains("coordinates");
        assertThat(ask("2 Quillfeather Ave, Rolla, MO 65401").mappable()).isPresent();
    }

    @Test
    void aBrokenFileDoesNotKeepTheOthersOut() throws Exception {
        write(sources, "broken.geojson", "nonsense\n");
        write(sources, "good.csv", HEADER + ONE);

        awaitPoints(1);
        assertThat(geocoder.status().problem()).contains("broken.geojson").contains("line 1");
    }

    @Test
    void anAddedFileIsKept() throws Exception {
        awaitPoints(0);
        Path elsewhere = write(Files.createDirectory(data.resolve("elsewhere")), "added.csv", HEADER + ONE);

        geocoder.add(elsewhere);
        awaitPoints(1);
        Files.delete(elsewhere);
        geocoder.close();
        geocoder = new LocalGeocoder(data, config(sources), PARSER);

        awaitPoints(1);
        assertThat(data.resolve("addresses/added.csv")).exists();
    }

    @Test
    void anAddedFileThatIsBrokenIsNotKept() throws Exception {
        awaitPoints(0);
        Path elsewhere = write(Files.createDirectory(data.resolve("elsewhere")), "bad.csv", "no,header\n");

        geocoder.add(elsewhere);

        await().until(() -> geocoder.status().problem().contains("bad.csv"));
        await().until(() -> geocoder.status().building().isEmpty());
        assertThat(data.resolve("addresses/bad.csv")).doesNotExist();
        assertThatThrownBy(() -> geocoder.add(data.resolve("nowhere.csv"))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> geocoder.add(write(sources, "text.doc", "x"))).isInstanceOf(IOException.class);
    }

    @Test
    void whileThereIsNoIndexItCannotAsk() throws Exception {
        awaitPoints(0);
        geocoder.close();

        assertThatThrownBy(() -> ask("1 Quillfeather Ave, Rolla, MO")).isInstanceOf(GeocodingException.class);
        assertThat(geocoder.status().ready()).isFalse();
    }

    @Test
    void lookUpsGoOnWhileTheIndexIsReplaced() throws Exception {
        write(sources, "a.csv", HEADER + ONE);
        awaitPoints(1);
        var failures = new AtomicReference<Throwable>();
        var running = new AtomicBoolean(true);
        Thread asking = new Thread(() -> {
            while (running.get()) {
                try {
                    if (ask("1 Quillfeather Ave, Rolla, MO 65401").mappable().isEmpty()) {
                        throw new AssertionError("not found");
                    }
                } catch (GeocodingException | RuntimeException | Error e) {
                    failures.set(e);
                }
            }
        });
        asking.start();

        write(sources, "a.csv", HEADER + ONE + TWO);
        awaitPoints(2);
        write(sources, "a.csv", HEADER + ONE + TWO + THREE);
        awaitPoints(3);
        running.set(false);
        asking.join();

        assertThat(failures.get()).isNull();
    }

    private void awaitPoints(long points) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> geocoder.status().ready() && geocoder.status().points() == points);
    }

    private GeocodeAnswer ask(String text) throws GeocodingException {
        return geocoder.geocode(new GeocodeQuery(text, PARSER.parse(text), 5));
    }

    private static Path write(Path folder, String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, text);
        // As if it had been lying there: a file written just now is left alone for a moment.
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(10)));
        return file;
    }

    static LocalGeocoder.Config config(Path folder) {
        return new LocalGeocoder.Config() {
            @Override
            public String addressData() {
                return folder.toString();
            }

            @Override
            public String pointPrecision() {
                return "rooftop";
            }

            @Override
            public String defaultCity() {
                return "";
            }

            @Override
            public String defaultState() {
                return "MO";
            }

            @Override
            public int scanSeconds() {
                return 1;
            }

            @Override
            public Class<? extends Annotation> annotationType() {
                return LocalGeocoder.Config.class;
            }
        };
    }
}
