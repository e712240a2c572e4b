package org.vicinity.registry.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.sf.geographiclib.Geodesic;
import net.sf.geographiclib.GeodesicData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vicinity.geocoding.Location;
import org.vicinity.persistence.TestDatabase;
import org.vicinity.registry.AddressType;
import org.vicinity.registry.OffenderPage;
import org.vicinity.registry.OffenderQuery;
import org.vicinity.registry.OffenderRecord;
import org.vicinity.registry.OffenderRecord.Address;
import org.vicinity.registry.OffenderRecord.Name;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SearchTest {
    private static final Location HALL = new Location(38.5767, -92.1735);

    private final TestDatabase database = new TestDatabase();
    private final Ledger ledger = new Ledger(database.template());
    private final StoredRegistry registry = new StoredRegistry(database.template(), ledger);
    /** As on another node: it hears of nothing but by the database. */
    private final StoredRegistry other = new StoredRegistry(database.template(), ledger);

    @BeforeAll
    void enter() {
        put("KOWALSKI", name("Jan", "Kowalski"), List.of(), home("St. Louis", "St. Louis County", "63101", null));
        put("SMITH", name("John", "Smith"), List.of(name("Jack", "Sparrow")), home("Rolla", "Phelps", "65401-1", null));
        put("SMYTH", name("Catherine", "Smyth"), List.of(), home("Columbia", "Boone", "65201", HALL));
        put("CRUZ", name("Ana María", "de la Cruz"), List.of(), home("Columbia", "Boone", "65202", null));
        put(
                "MILLER",
                name("Jonathan", "Miller"),
                List.of(),
                home("Rolla", "Phelps", "65401", null),
                address(AddressType.WORK, "Columbia", "Boone", "65201", null));
    }

    @AfterAll
    void close() {
        registry.stop();
        other.stop();
        database.close();
    }

    @ParameterizedTest
    @CsvSource({
        "smith, SMITH SMYTH", // as written, then what sounds alike
        "smyth, SMYTH SMITH",
        "SMI, SMITH", // a prefix
        "john smith, SMITH", // all words, in any order
        "smith john, SMITH",
        "sparrow, SMITH", // an alias
        "kathryn, SMYTH", // sounds alike
        "kovalsky, KOWALSKI", // two slips that change the sound
        "kowalksi, KOWALSKI", // swapped
        "mikler, MILLER", // wrong
        "millr, MILLER", // missing
        "jon, MILLER KOWALSKI SMITH", // a prefix, then by sound
        "delacruz, CRUZ",
        "maria cruz, CRUZ", // accents make no difference
        "mi, MILLER",
        "qqqq, ''",
    })
    void findsByName(String asked, String ids) {
        assertThat(ids(query(asked, "", "", "", null))).containsExactlyElementsOf(split(ids));
    }

    @ParameterizedTest
    @CsvSource({
        "saint louis, '', '', , KOWALSKI",
        "'', st louis, '', , KOWALSKI",
        "ROLLA, '', '', , MILLER SMITH",
        "'', '', 65401-9999, , MILLER SMITH",
        "'', Boone County, '', HOME, CRUZ SMYTH",
        "columbia, '', '', WORK, MILLER",
        "rolla, '', '', WORK, ''", // one address has to fit, not two together
        "'', '', '', , CRUZ KOWALSKI MILLER SMITH SMYTH",
    })
    void findsByPlace(String city, String county, String zip, AddressType type, String ids) {
        assertThat(ids(query("", city, county, zip, type))).containsExactlyElementsOf(split(ids));
    }

    @Test
    void findsInsideACircleAndOnIt() {
        GeodesicData edge = Geodesic.WGS84.Direct(HALL.latitude(), HALL.longitude(), 33, 500 * Wgs84.METRES_PER_FOOT);
        Location centre = new Location(edge.lat2, edge.lon2);

        assertThat(ids(new OffenderQuery("", "", "", "", centre, 500, null, 50, "")))
                .containsExactly("SMYTH");
        assertThat(ids(new OffenderQuery("", "", "", "", centre, 499, null, 50, "")))
                .isEmpty();
        assertThat(ids(new OffenderQuery("", "", "", "", centre, 500, AddressType.WORK, 50, "")))
                .isEmpty();
    }

    @Test
    void pagesGoOnWhereTheLastOneEndedThoughItsLastOneIsGone() {
        List<String> found = new ArrayList<>();
        String cursor = "";
        do {
            OffenderPage page = registry.search(new OffenderQuery("", "", "", "", null, 0, null, 2, cursor));
            page.items().forEach(item -> found.add(item.id()));
            cursor = page.nextCursor();
            if (found.size() == 2) {
                ledger.remove("test", "KOWALSKI");
            }
        } while (!cursor.isEmpty());
        put("KOWALSKI", name("Jan", "Kowalski"), List.of(), home("St. Louis", "St. Louis County", "63101", null));

        assertThat(found).containsExactly("CRUZ", "KOWALSKI", "MILLER", "SMITH", "SMYTH");
        assertThatThrownBy(() -> registry.search(new OffenderQuery("", "", "", "", null, 0, null, 2, "x")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatAnotherNodeWritesIsInTheNextAnswer() {
        OffenderQuery anna = query("zzyzx", "", "", "", null);
        assertThat(other.search(anna).total()).isZero();

        put("NEW", name("Anna", "Zzyzx"), List.of(), home("Rolla", "Phelps", "65401", null));
        assertThat(other.search(anna).total()).isEqualTo(1);
        put("NEW", name("Anna", "Zzyzx"), List.of(name("Anna", "Married")), home("Rolla", "Phelps", "65401", null));
        assertThat(ids(query("married", "", "", "", null))).containsExactly("NEW");
        ledger.remove("test", "NEW");

        assertThat(other.search(anna).total()).isZero();
        assertThat(registry.search(anna).items()).isEmpty();
    }

    private List<String> ids(OffenderQuery query) {
        OffenderPage page = registry.search(query);
        assertThat(page.total()).isEqualTo(page.items().size());
        return page.items().stream().map(OffenderRecord::id).toList();
    }

    private static List<String> split(String ids) {
        return Arrays.stream(ids.split(" ")).filter(id -> !id.isEmpty()).toList();
    }

    private void put(String id, Name name, List<Name> aliases, Address... addresses) {
        ledger.put(
                "test",
                new OffenderRecord(
                        id,
                        name,
                        aliases,
                        null,
                        "",
                        "",
                        null,
                        null,
                        "",
                        "",
                        List.of(),
                        "",
                        "",
                        null,
                        List.of(),
                        List.of(),
                        List.of(addresses),
                        null));
    }

    private static Name name(String first, String last) {
        return new Name(first, "", last, "");
    }

    private static Address home(String city, String county, String zip, Location location) {
        return address(AddressType.HOME, city, county, zip, location);
    }

    private static Address address(AddressType type, String city, String county, String zip, Location location) {
        return new Address(type, "1 Elm St", city, county, "MO", zip, location);
    }

    private static OffenderQuery query(String name, String city, String county, String zip, AddressType type) {
        return new OffenderQuery(name, city, county, zip, null, 0, type, 50, "");
    }
}
