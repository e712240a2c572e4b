package org.vicinity.registry.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.apache.aries.jpa.template.TransactionType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vicinity.geocoding.Candidate;
import org.vicinity.geocoding.GeocodeAnswer;
import org.vicinity.geocoding.GeocoderStatus;
import org.vicinity.geocoding.Geocoding;
import org.vicinity.geocoding.Location;
import org.vicinity.geocoding.Precision;
import org.vicinity.persistence.TestDatabase;
import org.vicinity.registry.AddressType;
import org.vicinity.registry.ChangeSet;
import org.vicinity.registry.NearbyOffender;
import org.vicinity.registry.OffenderHistory;
import org.vicinity.registry.OffenderPage;
import org.vicinity.registry.OffenderQuery;
import org.vicinity.registry.OffenderRecord;
import org.vicinity.registry.RegistryChange;
import org.vicinity.registry.RegistryChange.Kind;
import org.vicinity.registry.RegistryImports.Format;
import org.vicinity.registry.RegistryImports.ImportReport;
import org.vicinity.registry.RegistryImports.State;

class OffenderTrackingTest {
    private static final String HEADER =
            "id,last_name,first_name,status,address_type,street,city,county,state,zip,latitude,longitude\n";
    private static final Location ELM = new Location(38.5767, -92.1735);

    @TempDir
    Path folder;

    private final TestDatabase database = new TestDatabase();
    private final Ledger ledger = new Ledger(database.template());
    private final StoredRegistry registry = new StoredRegistry(database.template(), ledger);
    private final ChangeQueue queue = new ChangeQueue(database.template());
    private final Map<String, Location> map = new ConcurrentHashMap<>();
    private final List<List<String>> batches = new CopyOnWriteArrayList<>();
    private SnapshotImports imports;
    private PointFinder finder;

    @BeforeEach
    void start() throws IOException {
        imports = new SnapshotImports(folder.resolve("imports"), database.template(), ledger, settings());
        map.put("12 Elm St, Jefferson City, MO 65101", ELM);
        map.put("99 Oak Ave, Jefferson City, MO 65101", new Location(38.6, -92.2));
    }

    @AfterEach
    void stop() throws InterruptedException {
        imports.deactivate();
        if (finder != null) {
            finder.deactivate();
        }
        registry.stop();
        database.close();
    }

    @Test
    void aFirstSnapshotIsMappedFoundAndHandedOut() {
        startMapping();
        ImportReport report = load(HEADER
                + "R1,Smith,John,compliant,home,12 Elm St,Jefferson City,Cole,MO,65101,,\n"
                + "R1,Smith,John,compliant,work,Unknown Rd 5,Jefferson City,Cole,MO,65101,,\n"
                + "R2,Ünal,Mary,,home,1 Pine St,Columbia,Boone,MO,65201,38.95,-92.33\n");

        assertThat(report.state()).isEqualTo(State.APPLIED);
        assertThat(report)
                .extracting(ImportReport::received, ImportReport::added)
                .containsExactly(3L, 2L);
        List<ChangeSet> sets = claim(2);
        ChangeSet smith = sets.stream()
                .filter(set -> set.offender().id().equals("R1"))
                .findFirst()
                .orElseThrow();
        assertThat(smith.changes())
                .extracting(RegistryChange::kind)
                .containsExactly(Kind.OFFENDER_ADDED, Kind.ADDRESS_ADDED, Kind.ADDRESS_ADDED);
        assertThat(smith.changes().get(1).after().location()).isEqualTo(ELM);
        assertThat(registry.within(ELM, 500, 10))
                .extracting(NearbyOffender::feet)
                .containsExactly(0.0);
        assertThat(registry.unmapped(10)).singleElement().satisfies(address -> assertThat(address.reason())
                .isEqualTo("unknown-street"));
        assertThat(registry.forecast(ELM, 500).insideNow()).isEqualTo(1);
        assertThat(registry.updatedAt()).isPresent();
    }

    @Test
    void theSameSnapshotWrittenDifferentlyChangesNothing() {
        load(HEADER + located("R1", "12 Elm Street", "38.5767,-92.1735"));
        claim(1);

        ImportReport report = load(
                "latitude,longitude,LAST_NAME,first_name,status,address_type,street,city,county,state,zip,id,ssn\r\n"
                        + "38.5767,-92.1735,SMITH,john,Compliant,HOME,\"12  ELM  ST.\",jefferson city,Cole County,mo,65101,R1,1\r\n");

        assertThat(report)
                .extracting(ImportReport::changed, ImportReport::unchanged, ImportReport::ignoredColumns)
                .containsExactly(0L, 1L, List.of("ssn"));
        assertThat(queue.waiting()).isEqualTo(1);
    }

    @Test
    void aMoveIsToldAndASmallShiftIsNot() {
        load(HEADER + located("R1", "12 Elm St", "38.5767,-92.1735"));
        claim(1).forEach(set -> queue.settle("me", set.id()));

        load(HEADER + located("R1", "12 Elm St", "38.57675,-92.1735"));
        assertThat(queue.waiting()).isZero();

        load(HEADER + located("R1", "99 Oak Ave", "38.6,-92.2"));
        assertThat(claim(1).get(0).changes()).singleElement().satisfies(change -> {
            assertThat(change.kind()).isEqualTo(Kind.ADDRESS_MOVED);
            assertThat(change.before().street()).isEqualTo("12 Elm St");
            assertThat(change.after().location()).isEqualTo(new Location(38.6, -92.2));
        });
        assertThat(registry.forecast(new Location(38.6, -92.2), 500).alertsLast90Days())
                .isEqualTo(1);
        assertThat(registry.within(ELM, 500, 10)).isEmpty();
    }

    @Test
    void aStatusAndTheWayBackToTheListAreTold() {
        load(HEADER + located("R1", "12 Elm St", "38.5767,-92.1735"));
        load(HEADER + located("R1", "12 Elm St", "38.5767,-92.1735").replace("compliant", "absconded"));
        assertThat(registry.remove("other", "R1")).isFalse();
        assertThat(registry.remove("default", "R1")).isTrue();
        assertThat(registry.find("R1")).isEmpty();
        assertThat(registry.within(ELM, 500, 10)).isEmpty();
        load(HEADER + located("R1", "12 Elm St", "38.5767,-92.1735"));

        assertThat(claim(4))
                .extracting(set -> set.changes().get(0).kind())
                .containsExactly(
                        Kind.OFFENDER_ADDED, Kind.STATUS_CHANGED, Kind.OFFENDER_REMOVED, Kind.OFFENDER_RETURNED);
    }

    @Test
    void aSnapshotThatRemovesTooManyWaitsForAWord() {
        StringBuilder all = new StringBuilder(HEADER);
        StringBuilder few = new StringBuilder(HEADER);
        for (int i = 0; i < 30; i++) {
            String row = located("R" + i, i + " Elm St", "38.5,-92." + (100 + i));
            all.append(row);
            if (i < 20) {
                few.append(row);
            }
        }
        load(all.toString());

        ImportReport held = load(few.toString());
        ImportReport newer = load(few.toString());

        assertThat(held.state()).isEqualTo(State.HELD);
        assertThat(imports.find(held.importId()).orElseThrow().state()).isEqualTo(State.FAILED);
        assertThat(registry.search(query("", "")).total()).isEqualTo(30);
        assertThat(imports.approve(held.importId())).isFalse();
        assertThat(imports.approve(newer.importId())).isTrue();
        assertThat(finished(newer.importId()).removed()).isEqualTo(10);
        assertThat(registry.search(query("", "")).total()).isEqualTo(20);
    }

    @Test
    void aSnapshotThatMovesTooManyShowsWhatItWouldDoAndWaits() {
        load(HEADER + thirty(".1"));
        claim(30).forEach(set -> queue.settle("me", set.id()));

        ImportReport held = load(HEADER + thirty(".3"));

        assertThat(held.state()).isEqualTo(State.HELD);
        assertThat(held.problem()).contains("move 30 of 30");
        List<ChangeSet> preview = new ArrayList<>();
        assertThat(imports.preview(held.importId(), preview::add)).isTrue();
        assertThat(preview).hasSize(30).allSatisfy(set -> assertThat(set.changes())
                .extracting(RegistryChange::kind)
                .containsExactly(Kind.ADDRESS_MOVED));
        assertThat(imports.preview("unknown", preview::add)).isFalse();
        assertThat(queue.waiting()).isZero();
        assertThat(imports.approve(held.importId())).isTrue();
        assertThat(finished(held.importId()).changed()).isEqualTo(30);
        claim(30);
    }

    @Test
    void aSnapshotThatLacksAColumnOrTheRowsOfOneTypeWaits() {
        String work = thirty(".2").replace(",home,", ",work,");
        load(HEADER + thirty(".1") + work);
        claim(30).forEach(set -> queue.settle("me", set.id()));

        for (String bad : List.of(HEADER + thirty(".1"), (HEADER + thirty(".1") + work).replace("status", "stat"))) {
            ImportReport held = load(bad);
            assertThat(held.state()).isEqualTo(State.HELD);
            assertThat(held.problem()).contains("30 of 30");
        }
        assertThat(load(HEADER + thirty(".1") + work).unchanged()).isEqualTo(30);
        assertThat(queue.waiting()).isZero();
    }

    @Test
    void aSnapshotWithManyRejectedRowsWaits() {
        ImportReport held = load(HEADER
                + thirty(".1")
                + located("B1", "1 X St", "999,0")
                + located("B2", "1 X St", "999,0")
                + located("B3", "1 X St", "999,0")
                + located("B4", "1 X St", "999,0"));

        assertThat(held.state()).isEqualTo(State.HELD);
        assertThat(held.problem()).contains("4 of its 34 rows");
        assertThat(held.rejected()).hasSize(4);
    }

    @Test
    void theNewestImportIsRevokedAndItsChangesAreTiedToThoseThatUndoThem() {
        ImportReport first = load(HEADER
                + located("R1", "12 Elm St", "38.5767,-92.1735")
                + located("R2", "13 Elm St", "38.5768,-92.1735"));
        ImportReport wrong = load(
                HEADER + located("R1", "77 Oak Ave", "38.6,-92.2") + located("R3", "14 Elm St", "38.5769,-92.1735"));
        Map<String, Long> wrongly = claim(5).stream()
                .skip(2)
                .collect(Collectors.toMap(set -> set.offender().id(), ChangeSet::id));

        assertThat(imports.revoke(first.importId())).isFalse();
        assertThat(imports.revoke(wrong.importId())).isTrue();

        assertThat(imports.find(wrong.importId()).orElseThrow().state()).isEqualTo(State.REVOKED);
        assertThat(registry.find("R1").orElseThrow().addresses().get(0).street())
                .isEqualTo("12 Elm St");
        assertThat(registry.find("R2")).isPresent();
        assertThat(registry.find("R3")).isEmpty();
        assertThat(claim(3)).allSatisfy(set -> assertThat(set.revokes())
                .isEqualTo(wrongly.get(set.offender().id())));
        assertThat(imports.revoke(wrong.importId())).isFalse();
        assertThat(imports.revoke(first.importId())).isTrue();
        assertThat(registry.search(query("", "")).total()).isZero();
    }

    @Test
    void whatWasPutBeforeAnImportComesBackAndWhatWasPutAfterItStays() {
        load(HEADER
                + located("R1", "1 Elm St", "38.51,-92.1")
                + located("R2", "2 Elm St", "38.52,-92.1")
                + located("R3", "3 Elm St", "38.53,-92.1")
                + located("R4", "4 Elm St", "38.54,-92.1"));
        registry.put("default", at("R1", "11 Put Ave"));
        registry.put("default", at("R4", "41 Put Ave"));
        String wrong = load(HEADER
                        + located("R1", "12 Oak Ave", "38.6,-92.2")
                        + located("R2", "22 Oak Ave", "38.6,-92.3")
                        + located("R5", "5 Oak Ave", "38.6,-92.4")
                        + located("R6", "6 Oak Ave", "38.6,-92.5"))
                .importId();
        registry.put("default", at("R2", "23 Put Ave"));
        registry.put("default", at("R5", "51 Put Ave"));
        registry.remove("default", "R6");
        registry.put("default", at("R3", "31 Put Ave"));
        claim(4 + 2 + 6 + 4);

        assertThat(imports.revoke(wrong)).isTrue();

        assertThat(imports.find(wrong).orElseThrow().problem())
                .endsWith("Changed since, and left as they are: R2, R3, R5, R6");
        assertThat(street("R1")).isEqualTo("11 Put Ave");
        assertThat(street("R2")).isEqualTo("23 Put Ave");
        assertThat(street("R3")).isEqualTo("31 Put Ave");
        assertThat(street("R4")).isEqualTo("41 Put Ave");
        assertThat(street("R5")).isEqualTo("51 Put Ave");
        assertThat(registry.find("R6")).isEmpty();
        assertThat(claim(2)).extracting(set -> set.offender().id()).containsExactlyInAnyOrder("R1", "R4");
    }

    @Test
    void pointsComeBackAsTheyWereFoundWhenAnImportIsRevoked() {
        startMapping();
        String lost = "R1,Smith,John,compliant,home,Lost Rd 1,Jefferson City,Cole,MO,65101,,\n";
        String found = "R2,Smith,John,compliant,home,12 Elm St,Jefferson City,Cole,MO,65101,,\n";
        load(HEADER + lost + found);
        claim(2);
        Location hand = new Location(38.61, -92.21);
        registry.place(registry.unmapped(1).get(0).addressId(), hand);
        claim(1);
        String wrong = load(HEADER
                        + located("R1", "1 Oak Ave", "38.7,-92.1")
                        + located("R2", "2 Oak Ave", "38.7,-92.1"))
                .importId();
        claim(2);

        assertThat(imports.revoke(wrong)).isTrue();

        assertThat(claim(2)).allSatisfy(set -> assertThat(set.revokes()).isNotNull());
        assertThat(registry.within(ELM, 500, 5)).hasSize(1);
        assertThat(load(HEADER + lost + found).unchanged()).isEqualTo(2);
        load(HEADER + lost.replace("compliant", "absconded") + found);
        assertThat(registry.within(hand, 500, 5)).hasSize(1);
    }

    private String street(String id) {
        return registry.find(id).orElseThrow().addresses().get(0).street();
    }

    private static OffenderRecord at(String id, String street) {
        return RecordJson.read(
                """
                {"id": "%s", "name": {"last": "Smith", "first": "John"}, "status": "compliant", "addresses": [{"type":
                "home", "street": "%s", "city": "Rolla", "location": {"latitude": 38.1, "longitude": -92.9}}]}
                """
                        .formatted(id, street));
    }

    @Test
    void whatTheJurisdictionDoesNotAlertOfIsEnteredAndNotHandedOut() {
        Jurisdiction quiet = new Jurisdiction("name, status, addresses", "", "added, status", "status");
        ledger.jurisdiction = quiet;
        queue.jurisdiction = quiet;
        load(HEADER + located("R1", "12 Elm St", "38.5767,-92.1735"));
        ChangeSet first = claim(1).get(0);
        assertThat(first.offender().name().full()).isEmpty();
        queue.settle("me", first.id());

        load(HEADER + located("R1", "99 Oak Ave", "38.6,-92.2"));
        assertThat(queue.waiting()).isZero();
        load(HEADER + located("R1", "12 Elm St", "38.5767,-92.1735").replace("compliant", "absconded"));

        assertThat(claim(1).get(0).changes()).extracting(RegistryChange::kind).containsExactly(Kind.STATUS_CHANGED);
        assertThat(imports.revoke(imports.recent(1).get(0).importId())).isTrue();
        // Those who were told wrongly, of whatever kind, are told what is true.
        assertThat(claim(1).get(0).changes())
                .extracting(RegistryChange::kind)
                .containsExactly(Kind.STATUS_CHANGED, Kind.ADDRESS_MOVED);
    }

    @Test
    void aHistoryTellsHowLongEachAddressWasRegistered() {
        String work = located("R1", "7 Mill Rd", "38.7,-92.7").replace(",home,", ",work,");
        load(HEADER + located("R1", "12 Elm St", "38.5767,-92.1735") + work);
        load(HEADER + located("R1", "12 Elm St", "38.57675,-92.1735") + work);
        load(HEADER + located("R1", "99 Oak Ave", "38.6,-92.2") + work);
        load(HEADER + located("R1", "99 Oak Ave", "38.6,-92.2").replace("compliant", "absconded"));
        registry.remove("default", "R1");
        load(HEADER + located("R1", "12 Elm St", "38.5767,-92.1735"));

        OffenderHistory.History history =
                new ChangeHistory(database.template()).of("R1").orElseThrow();

        assertThat(history.events())
                .flatExtracting(OffenderHistory.Event::changes)
                .extracting(RegistryChange::kind)
                .containsExactly(
                        Kind.OFFENDER_ADDED,
                        Kind.ADDRESS_ADDED,
                        Kind.ADDRESS_ADDED,
                        Kind.ADDRESS_CORRECTED,
                        Kind.ADDRESS_MOVED,
                        Kind.STATUS_CHANGED,
                        Kind.ADDRESS_REMOVED,
                        Kind.OFFENDER_REMOVED,
                        Kind.OFFENDER_RETURNED,
                        Kind.ADDRESS_ADDED);
        List<Instant> times =
                history.events().stream().map(OffenderHistory.Event::observedAt).toList();
        assertThat(times).isSorted();
        assertThat(history.stays())
                .extracting(stay -> stay.address().street(), OffenderHistory.Stay::from, OffenderHistory.Stay::until)
                .containsExactly(
                        tuple("12 Elm St", times.get(0), times.get(2)),
                        tuple("7 Mill Rd", times.get(0), times.get(3)),
                        tuple("99 Oak Ave", times.get(2), times.get(4)),
                        tuple("12 Elm St", times.get(5), null));
        assertThat(new ChangeHistory(database.template()).of("R2")).isEmpty();
    }

    @Test
    void anApprovedImportThatIsCutOffGoesOnAndMeetsNoBrakeAgain() throws IOException {
        load(HEADER + thirty(".1"));
        String held = load(HEADER + thirty(".3")).importId();
        imports.deactivate();

        cutOff(held, 1, 0);
        restart();

        assertThat(finished(held))
                .extracting(ImportReport::state, ImportReport::changed)
                .containsExactly(State.APPLIED, 30L);
    }

    @Test
    void anImportThatIsCutOffAgainAndAgainFailsAndSaysSo() throws IOException {
        load(HEADER + thirty(".1"));
        String held = load(HEADER + thirty(".3")).importId();
        imports.deactivate();

        cutOff(held, 0, 1);
        restart();
        assertThat(finished(held).state()).isEqualTo(State.HELD);
        imports.deactivate();
        cutOff(held, 1, 2);
        restart();

        assertThat(finished(held)).satisfies(report -> {
            assertThat(report.state()).isEqualTo(State.FAILED);
            assertThat(report.problem()).contains("ended 3 times");
        });
        assertThat(folder.resolve("imports").toFile().list()).isEmpty();
    }

    /** As a process leaves it that is killed while the import runs. */
    private void cutOff(String importId, int approved, int resumptions) throws IOException {
        database.template().tx(TransactionType.Required, manager -> manager.createNativeQuery(
                        "UPDATE registry_import SET import_state = 'RUNNING',"
                                + " approved = ?, resumptions = ? WHERE id = ?")
                .setParameter(1, approved)
                .setParameter(2, resumptions)
                .setParameter(3, importId)
                .executeUpdate());
        Files.createDirectory(folder.resolve("imports").resolve(importId + ".work"));
    }

    private void restart() throws IOException {
        imports = new SnapshotImports(folder.resolve("imports"), database.template(), ledger, settings());
    }

    @Test
    void aReportCountsAllRejectedRowsAndTheAddressesThatStillWait() {
        StringBuilder rows =
                new StringBuilder(HEADER + "R1,Smith,John,,home,12 Elm St,Jefferson City,Cole,MO,65101,,\n");
        for (int i = 0; i < 1500; i++) {
            rows.append(located("B" + i, "1 X St", "999,0"));
        }
        String id = load(rows.toString()).importId();
        assertThat(imports.approve(id)).isTrue();

        ImportReport waiting = finished(id);
        assertThat(waiting.rejected()).hasSize(1000);
        assertThat(waiting)
                .extracting(ImportReport::rejectedRows, ImportReport::unmapped)
                .containsExactly(1500L, 1L);

        startMapping();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> imports.find(id).orElseThrow().unmapped() == 0);
        assertThat(imports.recent(1).get(0).unmapped()).isZero();
    }

    private static String thirty(String shift) {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 30; i++) {
            rows.append(located("R" + i, i + shift + " Elm St", "38" + shift + ",-92." + (100 + i)));
        }
        return rows.toString();
    }

    @Test
    void aBadRowCostsNoOtherAndRemovesNobody() {
        load(HEADER
                + located("R1", "12 Elm St", "38.5767,-92.1735")
                + located("R2", "13 Elm St", "38.5768,-92.1735")
                + located("R3", "14 Elm St", "38.5769,-92.1735"));

        ImportReport bad = load(HEADER + located("R1", "77 Oak Ave", "38.6,-92.2") + located("R2", "1 X St", "999,0"));
        ImportReport unreadable = load(HEADER + located("R1", "77 Oak Ave", "38.6,-92.2") + located("", "1 X St", ","));

        assertThat(bad.rejected()).singleElement().satisfies(row -> {
            assertThat(row.line()).isEqualTo(3);
            assertThat(row.reason()).contains("not a point on the earth");
        });
        assertThat(bad).extracting(ImportReport::changed, ImportReport::removed).containsExactly(1L, 1L);
        assertThat(registry.find("R2").orElseThrow().addresses().get(0).street())
                .isEqualTo("13 Elm St");
        assertThat(unreadable.removed()).isZero();
        assertThat(registry.find("R2")).isPresent();
    }

    @Test
    void aBrokenSnapshotChangesNothing() throws IOException {
        load(HEADER + located("R1", "12 Elm St", "38.5767,-92.1735"));

        assertThat(load("id,name\nR2,x\n").problem()).contains("lacks");
        assertThat(load(HEADER).state()).isEqualTo(State.FAILED);
        assertThat(load(HEADER + "R2,\"Smi").state()).isEqualTo(State.FAILED);
        byte[] latin1 = (HEADER + located("R2", "Ü St", ",")).getBytes(StandardCharsets.ISO_8859_1);
        String id = imports.start("default", Format.CSV, new ByteArrayInputStream(latin1));
        assertThat(finished(id).problem()).contains("UTF-8");
        assertThat(registry.search(query("", "")).items()).hasSize(1);
        assertThat(folder.resolve("imports").toFile().list()).isEmpty();
    }

    @Test
    void changesAreClaimedOnceAndReleased() {
        load(HEADER + located("R1", "12 Elm St", "38.5767,-92.1735"));

        List<ChangeSet> mine = queue.claim("me", 10, Duration.ofMinutes(1));

        assertThat(mine).hasSize(1);
        assertThat(queue.claim("you", 10, Duration.ofMinutes(1))).isEmpty();
        assertThat(queue.settle("you", mine.get(0).id())).isFalse();
        queue.release("me");
        assertThat(queue.claim("you", 10, Duration.ofMinutes(1))).hasSize(1);
        assertThat(queue.settle("you", mine.get(0).id())).isTrue();
        assertThat(queue.waiting()).isZero();
    }

    @Test
    void aPointSetByHandIsMatchedAsNewAndStays() {
        startMapping();
        String row = "R1,Smith,John,compliant,home,Lost Rd 1,Jefferson City,Cole,MO,65101,,\n";
        load(HEADER + row);
        long first = claim(1).get(0).number();
        Location hand = new Location(38.61, -92.21);

        assertThat(registry.place(registry.unmapped(1).get(0).addressId(), hand))
                .isTrue();

        ChangeSet late = claim(1).get(0);
        assertThat(late.number()).isGreaterThan(first);
        assertThat(late.changes()).singleElement().satisfies(change -> {
            assertThat(change.kind()).isEqualTo(Kind.ADDRESS_LOCATED);
            assertThat(change.after().location()).isEqualTo(hand);
        });
        load(HEADER + row.replace("compliant", "absconded"));
        assertThat(registry.within(hand, 500, 1)).hasSize(1);
        assertThat(registry.unmapped(1)).isEmpty();
    }

    @Test
    void aChangeWaitsForTheGeocoder() {
        load(HEADER + "R1,Smith,John,compliant,home,12 Elm St,Jefferson City,Cole,MO,65101,,\n");
        assertThat(queue.waiting()).isZero();

        startMapping();

        assertThat(claim(1).get(0).offender().addresses().get(0).location()).isEqualTo(ELM);
    }

    @Test
    void manyAddressesAreLookedUpTogetherTheNewestFirst() {
        StringBuilder many = new StringBuilder(HEADER);
        for (int i = 0; i < 120; i++) {
            many.append("R" + i + ",Smith,John,,home," + i + " Old Rd,Jefferson City,Cole,MO,65101,,\n");
        }
        load(many.toString());
        registry.put("other", unmapped("N1", "12 Elm St"));
        registry.put("other", unmapped("N2", "Poison Rd"));

        startMapping();

        await().atMost(Duration.ofSeconds(20))
                .until(() -> registry.unmapped(200).size() == 120
                        && registry.within(ELM, 500, 1).size() == 1);
        // Two threads ask side by side.
        assertThat(batches.subList(0, 2)).anySatisfy(batch -> assertThat(batch)
                .contains("12 Elm St, Jefferson City, MO 65101")
                .hasSize(50));
        assertThat(batches).anyMatch(batch -> batch.equals(List.of("Poison Rd, Jefferson City, MO 65101")));
    }

    private static OffenderRecord unmapped(String id, String street) {
        return RecordJson.read(
                """
                {"id": "%s", "name": {"last": "New"}, "addresses": [{"type": "home", "street": "%s",
                 "city": "Jefferson City", "state": "MO", "zip": "65101"}]}
                """
                        .formatted(id, street));
    }

    @Test
    void aSearchKnowsPrefixesSoundsAndPlacesAndPages() {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            rows.add(located("R" + i, i + " Elm St", "38.5767,-92.17" + i));
        }
        load(HEADER + String.join("", rows)
                + "X1,Katherine,Meyer,,work,1 Pine St,Columbia,Boone,MO,65201,38.95,-92.33\n");

        assertThat(registry.search(query("smi", "")).total()).isEqualTo(7);
        assertThat(registry.search(query("catherin", "")).items())
                .singleElement()
                .satisfies(found -> assertThat(found.id()).isEqualTo("X1"));
        assertThat(registry.search(query("", "COLUMBIA")).total()).isEqualTo(1);
        assertThat(registry.search(new OffenderQuery("", "", "", "", ELM, 26400, AddressType.HOME, 50, ""))
                        .total())
                .isEqualTo(7);
        List<String> ids = new ArrayList<>();
        String cursor = "";
        do {
            OffenderPage page = registry.search(new OffenderQuery("smith john", "", "", "", null, 0, null, 3, cursor));
            page.items().forEach(item -> ids.add(item.id()));
            cursor = page.nextCursor();
        } while (!cursor.isEmpty());
        assertThat(ids).containsExactly("R0", "R1", "R2", "R3", "R4", "R5", "R6");
    }

    @Test
    void aFileInTheFolderIsTakenIn() throws IOException {
        Path drop = Files.createDirectories(folder.resolve("drop"));
        Files.writeString(
                drop.resolve("a.ndjson"),
                """
                {"id":"N1","name":{"first":"Ann","last":"Lee"},"secret":1,"addresses":[{"type":"home","street":"1 A St","city":"Rolla","state":"MO","zip":"65401","location":{"latitude":37.9,"longitude":-91.7}}]}
                """);
        try (DropFolder watched = DropFolder.watch(drop.toString(), imports)) {
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> Files.exists(drop.resolve("done").resolve("a.ndjson")));
        }
        assertThat(registry.find("N1").orElseThrow().name().full()).isEqualTo("Ann Lee");
        assertThat(imports.recent(1).get(0).ignoredColumns()).containsExactly("secret");
    }

    @Test
    void packedFilesAreTakenInAndWhatIsBrokenIsPutAside() throws IOException {
        Path drop = Files.createDirectories(folder.resolve("drop"));
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write((HEADER + located("Z1", "12 Elm St", "38.5767,-92.1735")).getBytes(StandardCharsets.UTF_8));
        }
        Files.write(drop.resolve("good.csv.gz"), packed.toByteArray());
        Files.write(drop.resolve("cut.csv.gz"), Arrays.copyOf(packed.toByteArray(), packed.size() - 4));
        // Larger than what the settings allow.
        Files.write(drop.resolve("endless.csv"), new byte[11 << 20]);
        try (DropFolder watched = DropFolder.watch(drop.toString(), imports)) {
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> Files.exists(drop.resolve("done").resolve("good.csv.gz"))
                            && Files.exists(drop.resolve("failed").resolve("cut.csv.gz"))
                            && Files.exists(drop.resolve("failed").resolve("endless.csv")));
        }
        assertThat(registry.find("Z1")).isPresent();
        assertThat(imports.recent(2)).extracting(ImportReport::problem).anyMatch(why -> why.contains("gzip"));
    }

    private static String located(String id, String street, String point) {
        return id + ",Smith,John,compliant,home," + street + ",Jefferson City,Cole,MO,65101," + point + "\n";
    }

    private static OffenderQuery query(String name, String city) {
        return new OffenderQuery(name, city, "", "", null, 0, null, 50, "");
    }

    private ImportReport load(String csv) {
        try {
            return finished(imports.start(
                    "default", Format.CSV, new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8))));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private ImportReport finished(String id) {
        return await().atMost(Duration.ofSeconds(20))
                .until(() -> imports.find(id).orElseThrow(), report -> report.state() != State.RUNNING);
    }

    private List<ChangeSet> claim(int count) {
        List<ChangeSet> claimed = new ArrayList<>();
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            claimed.addAll(queue.claim("me", 100, Duration.ofMinutes(1)));
            return claimed.size() >= count;
        });
        assertThat(claimed).hasSize(count);
        return claimed;
    }

    private void startMapping() {
        finder = new PointFinder(ledger, settings());
        finder.geocoding = new Geocoding() {
            @Override
            public List<Optional<GeocodeAnswer>> geocodeAll(List<String> addresses) {
                batches.add(addresses);
                if (addresses.stream().anyMatch(address -> address.startsWith("Poison"))) {
                    throw new IllegalStateException("one of many");
                }
                return Geocoding.super.geocodeAll(addresses);
            }

            @Override
            public GeocodeAnswer geocode(String address) {
                Location found = map.get(address);
                return found == null
                        ? GeocodeAnswer.none(GeocodeAnswer.Reason.UNKNOWN_STREET, List.of())
                        : GeocodeAnswer.of(List.of(new Candidate(address, found, Precision.ROOFTOP, "test")));
            }

            @Override
            public boolean inServiceArea(Location location) {
                return true;
            }

            @Override
            public List<GeocoderStatus> geocoders() {
                return List.of();
            }
        };
    }

    static Settings settings() {
        return settings(10);
    }

    static Settings settings(int snapshotMegabytes) {
        return new Settings() {
            @Override
            public Class<? extends Annotation> annotationType() {
                return Settings.class;
            }

            @Override
            public String feedFolder() {
                return "";
            }

            @Override
            public int brakePercent() {
                return 10;
            }

            @Override
            public int rejectionBrakePercent() {
                return 10;
            }

            @Override
            public int brakeFrom() {
                return 20;
            }

            @Override
            public int snapshotMegabytes() {
                return snapshotMegabytes;
            }

            @Override
            public int geocodingThreads() {
                return 2;
            }

            @Override
            public int retryHours() {
                return 24;
            }
        };
    }
}
