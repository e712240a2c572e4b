package org.vicinity.geocoder.local.internal;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.vicinity.geocoding.AddressComponents;
import org.vicinity.geocoding.Geocoder;
import org.vicinity.geocoding.internal.RuleBasedAddressParser;
import org.vicinity.geocoding.testkit.GeocoderContract;

class LocalContractTest extends GeocoderContract {
    private final List<LocalGeocoder> started = new ArrayList<>();

    @TempDir
    Path folder;

    @AfterEach
    void close() throws IOException {
        for (LocalGeocoder geocoder : started) {
            geocoder.close();
        }
    }

    @Override
    protected Geocoder knowing() throws Exception {
        return ready("Quillfeather Ave");
    }

    @Override
    protected Geocoder knowingNothing() throws Exception {
        return ready("Thistledown Ct");
    }

    private Geocoder ready(String street) throws IOException {
        Path sources = Files.createDirectories(folder.resolve(street));
        Path file = Files.writeString(
                sources.resolve("a.csv"),
                "LON,LAT,NUMBER,STREET,UNIT,CITY,DISTRICT,REGION,POSTCODE,ID,HASH\n-91.77,37.95,1," + street
                        + ",,Rolla,,MO,65401,,\n");
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
        LocalGeocoder geocoder = start(sources);
        await().until(() -> geocoder.status().points() == 1);
        return geocoder;
    }

    /** Its source is its index: after it was stopped there is none. */
    @Override
    protected Geocoder cutOff() throws Exception {
        LocalGeocoder geocoder = start(folder);
        geocoder.close();
        started.remove(geocoder);
        return geocoder;
    }

    private LocalGeocoder start(Path sources) {
        var geocoder = new LocalGeocoder(
                folder.resolve("data" + started.size()),
                LocalGeocoderTest.config(sources),
                new RuleBasedAddressParser());
        started.add(geocoder);
        return geocoder;
    }

    @Override
    protected AddressComponents known() {
        return address("1", "Quillfeather", "Ave", "Rolla", "MO", "65401");
    }
}
