package org.vicinity.geocoding.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vicinity.geocoding.Location;

class ServiceAreaTest {
    private static final ServiceArea MISSOURI = ServiceArea.read("", 2000);

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "the Gateway Arch,38.6247,-90.1848",
        "Kansas City's City Market,39.1092,-94.5829",
        "Hannibal's riverfront,39.7103,-91.3548",
        "Cape Girardeau's riverfront,37.3043,-89.5180",
        "Caruthersville,36.1931,-89.6556",
        "Saint Joseph's riverfront,39.7680,-94.8580",
        "Joplin,37.0842,-94.5133",
        "Jefferson City,38.5767,-92.1735"
    })
    void containsItsBorderTowns(String place, double latitude, double longitude) {
        assertThat(MISSOURI.contains(new Location(latitude, longitude))).isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "Belleville,38.5201,-89.9840",
        "Overland Park,38.9822,-94.6708",
        "Memphis,35.1495,-90.0490",
        "nowhere,0,0",
        "Springfield in Illinois,39.7817,-89.6501"
    })
    void doesNotReachFarBeyondItsBorder(String place, double latitude, double longitude) {
        assertThat(MISSOURI.contains(new Location(latitude, longitude))).isFalse();
    }

    @Test
    void isReadFromAFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(
                folder.resolve("area.geojson"),
                """
                {"type": "Polygon", "coordinates": [[[10, 50], [11, 50], [11, 51], [10, 51], [10, 50]]]}
                """);

        ServiceArea area = ServiceArea.read(file.toString(), 0);

        assertThat(area.contains(new Location(50.5, 10.5))).isTrue();
        assertThat(area.contains(new Location(50, 10))).isTrue();
        assertThat(area.contains(new Location(49.999, 10.5))).isFalse();
    }

    @Test
    void refusesAFileWithoutAnArea(@TempDir Path folder) throws IOException {
        Path point = Files.writeString(folder.resolve("a"), "{\"type\": \"Point\", \"coordinates\": [1, 2]}");
        Path text = Files.writeString(folder.resolve("b"), "no JSON");

        assertThatThrownBy(() -> ServiceArea.read(point.toString(), 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ServiceArea.read(text.toString(), 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
