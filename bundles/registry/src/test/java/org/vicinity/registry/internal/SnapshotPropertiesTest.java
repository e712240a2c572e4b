package org.vicinity.registry.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.vicinity.persistence.TestDatabase;
import org.vicinity.registry.OffenderRecord;
import org.vicinity.registry.RegistryImports.Format;
import org.vicinity.registry.internal.Comparison.Plan;

/**
 * What holds of any snapshots. Each try has a feed and ids of its own in one database. Nothing is shrunk, as that goes on
 * beside the next property when its time is up.
 */
class SnapshotPropertiesTest {
    private static final List<String> COLUMNS = List.of(
            "id",
            "last_name",
            "first_name",
            "status",
            "offense",
            "address_type",
            "street",
            "city",
            "county",
            "state",
            "zip",
            "latitude",
            "longitude");
    private static final Map<String, String> LONG =
            Map.of("St", "Street", "Ave", "Avenue", "N", "North", "Apt", "Apartment");

    private static TestDatabase database;
    private static Ledger ledger;
    private static StoredRegistry registry;
    private static Path folder;
    private static int feeds;

    /** Some addresses differ in their points alone, or stand at the same place. */
    record Place(String type, String street, String city, String point) {}

    record Person(String last, String status, String offense, List<Place> places) {}

    @BeforeContainer
    static void start() throws IOException {
        database = new TestDatabase();
        ledger = new Ledger(database.template());
        registry = new StoredRegistry(database.template(), ledger);
        folder = Files.createTempDirectory("snapshots");
    }

    @AfterContainer
    static void stop() throws IOException {
        registry.stop();
        database.close();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Collections.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }

    @Property(tries = 100, shrinking = ShrinkingMode.OFF)
    void theSameSnapshotTwiceChangesNothing(@ForAll("snapshots") Map<Integer, Person> snapshot) throws Exception {
        String feed = feed();

        load(feed, csv(feed, snapshot));

        assertThat(load(feed, csv(feed, snapshot)).empty()).isTrue();
    }

    @Property(tries = 100, shrinking = ShrinkingMode.OFF)
    void orderCaseSpacesAndAbbreviationsMakeNoDifference(
            @ForAll("snapshots") Map<Integer, Person> snapshot, @ForAll long seed) throws Exception {
        String feed = feed();

        load(feed, csv(feed, snapshot));
        Plan again = load(feed, written(csv(feed, snapshot), new Random(seed)));

        assertThat(again.empty()).isTrue();
        assertThat(again.unchanged()).isEqualTo(snapshot.size());
    }

    @Property(tries = 100, shrinking = ShrinkingMode.OFF)
    void oneAfterTheOtherGivesTheSameAsTheLastAlone(
            @ForAll("snapshots") Map<Integer, Person> one,
            @ForAll("snapshots") Map<Integer, Person> other,
            @ForAll long seed)
            throws Exception {
        String both = feed();
        String alone = feed();

        load(both, csv(both, one));
        load(both, written(csv(both, other), new Random(seed)));
        load(alone, csv(alone, other));

        assertThat(state(both)).isEqualTo(state(alone)).hasSize(other.size());
    }

    @Property(tries = 100, shrinking = ShrinkingMode.OFF)
    void whatIsRevokedLeavesNoTrace(
            @ForAll("snapshots") Map<Integer, Person> right, @ForAll("snapshots") Map<Integer, Person> wrong)
            throws Exception {
        String feed = feed();
        load(feed, csv(feed, right));
        Map<String, String> before = state(feed);

        load(feed, csv(feed, wrong));
        ledger.undo(feed, ledger.newest(), (manager, changedSince) -> assertThat(changedSince)
                .isEmpty());

        assertThat(state(feed)).isEqualTo(before);
        assertThat(load(feed, csv(feed, right)).empty()).isTrue();
    }

    @Property(tries = 500)
    void rowsAreSortedWhateverFitsIntoTheMemory(
            @ForAll("ids") List<String> ids, @ForAll("memories") int charactersInMemory) throws IOException {
        List<StagedRow> rows = new ArrayList<>();
        List<StagedRow> sorted = new ArrayList<>();
        try (RowSorter sorter = new RowSorter(folder, charactersInMemory)) {
            for (String id : ids) {
                StagedRow row = StagedRow.without(StagedRow.Kind.EXEMPT, id, rows.size());
                rows.add(row);
                sorter.add(row);
            }
            sorter.sorted().forEachRemaining(sorted::add);
        }
        rows.sort(StagedRow.ORDER);
        assertThat(sorted).isEqualTo(rows);
    }

    @Provide
    Arbitrary<Map<Integer, Person>> snapshots() {
        Arbitrary<Place> places = Combinators.combine(
                        Arbitraries.of("home", "work", "school"),
                        Arbitraries.of("12 N Elm St", "14 Oak Ave", "14 Oak Ave Apt 2", "1 Pine St"),
                        Arbitraries.of("Rolla", "St. James"),
                        Arbitraries.of(",", "38.5,-92.1", "38.50001,-92.1", "38.6,-92.2"))
                .as(Place::new);
        Arbitrary<Person> persons = Combinators.combine(
                        Arbitraries.of("Smith", "O'Neill", "Ünal"),
                        Arbitraries.of("", "compliant", "absconded"),
                        Arbitraries.of("", "Example offense"),
                        places.list().ofMaxSize(4))
                .as(Person::new);
        return Arbitraries.maps(Arbitraries.integers().between(0, 9), persons).ofMinSize(1);
    }

    @Provide
    Arbitrary<List<String>> ids() {
        return Arbitraries.strings()
                .withChars("Aa0.~_-")
                .ofMinLength(1)
                .ofMaxLength(3)
                .list()
                .ofMaxSize(60);
    }

    @Provide
    Arbitrary<Integer> memories() {
        return Arbitraries.of(0, 1000, 5000, 1 << 20);
    }

    private static String feed() {
        return "feed" + feeds++;
    }

    private static List<List<String>> csv(String feed, Map<Integer, Person> snapshot) {
        List<List<String>> rows = new ArrayList<>();
        snapshot.forEach((number, person) -> {
            List<Place> places = person.places().isEmpty() ? List.of(new Place("", "", "", ",")) : person.places();
            for (Place place : places) {
                String[] point = place.point().split(",", -1);
                rows.add(List.of(
                        feed + "." + number,
                        person.last(),
                        "Al",
                        person.status(),
                        person.offense(),
                        place.type(),
                        place.street(),
                        place.city(),
                        "Phelps",
                        "MO",
                        "65401",
                        point[0],
                        point[1]));
            }
        });
        rows.add(0, COLUMNS);
        return rows;
    }

    /** The same in other columns, letters and words; of a person, in each row alike. */
    private static List<List<String>> written(List<List<String>> rows, Random random) {
        long persons = random.nextLong();
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < COLUMNS.size(); i++) {
            order.add(i);
        }
        Collections.shuffle(order, random);
        return rows.stream()
                .map(row -> order.stream()
                        .map(column -> switch (COLUMNS.get(column)) {
                            case "id", "latitude", "longitude" -> row.get(column);
                            case "street" -> written(lengthened(row.get(column), random), random);
                            case "last_name", "first_name", "offense" -> written(row.get(column), new Random(persons));
                            case "county" ->
                                row.get(column).replace("Phelps", random.nextBoolean() ? "PHELPS COUNTY" : "phelps");
                            default -> written(row.get(column), random);
                        })
                        .toList())
                .toList();
    }

    private static String lengthened(String street, Random random) {
        StringBuilder words = new StringBuilder();
        for (String word : street.split(" ")) {
            words.append(' ').append(random.nextBoolean() ? LONG.getOrDefault(word, word) : word);
        }
        return words.toString().trim();
    }

    private static String written(String text, Random random) {
        String other =
                switch (random.nextInt(3)) {
                    case 0 -> text.toUpperCase(Locale.ROOT);
                    case 1 -> text.toLowerCase(Locale.ROOT);
                    default -> text;
                };
        return random.nextBoolean() ? "  " + other.replace(" ", "   ") + " " : other;
    }

    private static Plan load(String feed, List<List<String>> rows) throws Exception {
        Path file = folder.resolve("snapshot.csv");
        Files.write(file, rows.stream().map(row -> String.join(",", row)).toList());
        SnapshotReader.Content content =
                SnapshotReader.read(file, Format.CSV, 1_000_000, Jurisdiction.missouri(), folder, received -> {});
        assertThat(content.rejections()).isEmpty();
        Ledger.Snapshot snapshot = new Ledger.Snapshot(feed, content.records(), true);
        Plan plan = ledger.plan(snapshot);
        ledger.apply(snapshot, Instant.now(), (manager, applied) -> assertThat(applied.moving(0))
                .isEqualTo(plan));
        return plan;
    }

    /** What is told of each offender of the feed, whichever way it is written. */
    private static Map<String, String> state(String feed) {
        Map<String, String> state = new TreeMap<>();
        for (int number = 0; number < 10; number++) {
            String id = feed + "." + number;
            registry.find(id).ifPresent(record -> state.put(id.substring(feed.length()), said(record, feed)));
        }
        return state;
    }

    private static String said(OffenderRecord record, String feed) {
        return record.addresses().stream()
                .map(address -> address.type() + " " + Texts.addressKey(address) + " " + address.location())
                .sorted()
                .collect(Collectors.joining(
                        "; ",
                        record.withAddresses(List.of(), null)
                                .toString()
                                .replace(feed, "")
                                .toUpperCase(Locale.ROOT),
                        ""));
    }
}
