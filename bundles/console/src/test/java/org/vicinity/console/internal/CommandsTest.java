package org.vicinity.console.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vicinity.geocoding.AddressIndex;
import org.vicinity.geocoding.Candidate;
import org.vicinity.geocoding.GeocodeAnswer;
import org.vicinity.geocoding.GeocodeAnswer.Reason;
import org.vicinity.geocoding.GeocoderComparison;
import org.vicinity.geocoding.GeocoderComparison.Opinion;
import org.vicinity.geocoding.GeocoderStatus;
import org.vicinity.geocoding.Geocoding;
import org.vicinity.geocoding.GeocodingUnavailableException;
import org.vicinity.geocoding.Location;
import org.vicinity.geocoding.Precision;
import org.vicinity.geocoding.RememberedAnswers;
import org.vicinity.matching.SubscriptionMatcher;
import org.vicinity.notification.AlertPreview;
import org.vicinity.notification.NotificationChannel;
import org.vicinity.notification.Outbox;
import org.vicinity.notification.Outcome;
import org.vicinity.registry.AddressType;
import org.vicinity.registry.ChangeLog;
import org.vicinity.registry.ChangeSet;
import org.vicinity.registry.Feeds;
import org.vicinity.registry.OffenderHistory;
import org.vicinity.registry.OffenderRecord;
import org.vicinity.registry.Registry;
import org.vicinity.registry.RegistryChange;
import org.vicinity.registry.RegistryImports;
import org.vicinity.registry.RegistryImports.ImportReport;
import org.vicinity.registry.RegistryImports.Rejection;
import org.vicinity.registry.RegistryImports.State;

class CommandsTest {
    private static final Location POINT = new Location(38.62, -92.06);

    @TempDir
    Path folder;

    static Stream<Action> commandsThatNeedAPart() {
        return Stream.of(
                new AlertTraceCommand(),
                new ChannelsCommand(),
                new FeedsCommand(),
                new GeocodeCommand(),
                new GeocodeForgetCommand(),
                new GeocoderImportCommand(),
                new GeocodersCommand(),
                new MailTestCommand(),
                new OutboxCommand(),
                new OutboxRetryCommand(),
                new PlaceCommand(),
                new RegistryApproveCommand(),
                new RegistryDiscardCommand(),
                new RegistryImportCommand(),
                new RegistryImportsCommand(),
                new UnmappedCommand());
    }

    @ParameterizedTest
    @MethodSource("commandsThatNeedAPart")
    void whatNeedsAPartThatIsAwaySaysWhich(Action command) {
        var typed = new HashMap<String, Object>();
        for (var field : command.getClass().getDeclaredFields()) {
            if (Run.typed(field) && field.getType() == String.class) {
                typed.put(field.getName(), command instanceof AlertTraceCommand ? "7-42" : "somebody@example.org");
            } else if (Run.typed(field) && field.getType() == List.class) {
                typed.put(field.getName(), List.of("120", "Juniper", "St"));
            }
        }
        assertThatThrownBy(() -> Run.command(command, typed))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageMatching("The [a-z -]+ is not running\\..*");
    }

    @ParameterizedTest
    @MethodSource("commandsThatNeedAPart")
    void everyCommandIsOurs(Action command) {
        var described = command.getClass().getAnnotation(Command.class);
        assertThat(described.scope()).isEqualTo("vicinity");
        assertThat(described.description()).endsWith(".");
    }

    @Test
    void statusTellsWhatIsMissing() throws Exception {
        assertThat(lines(Run.command(new StatusCommand(), Map.of()))).contains("Vicinity | not ready");
    }

    @Test
    void statusTellsHowEveryPartIs() throws Exception {
        var parts = new HashMap<String, Object>();
        parts.put(
                "registry",
                Run.service(
                        Registry.class, Map.of("updatedAt", Optional.of(Instant.parse("2026-01-31T10:00:00.123Z")))));
        parts.put("changeLog", Run.service(ChangeLog.class, Map.of("waiting", 7L, "parked", List.of())));
        parts.put("geocoding", geocoding(Map.of("geocoders", List.of(status("local", "up")))));
        parts.put("matcher", Run.service(SubscriptionMatcher.class, Map.of("size", 12L)));
        parts.put(
                "outbox",
                Run.service(
                        Outbox.class,
                        Map.of(
                                "channels",
                                List.of("email"),
                                "counts",
                                List.of(new Outbox.Count("email", "parked", 3, 90)))));
        parts.put("addressIndex", index(new AddressIndex.Status(true, 450, 0, "", "")));
        assertThat(lines(Run.command(new StatusCommand(), parts)))
                .contains(
                        "Vicinity | ready",
                        "Registry | updated at 2026-01-31T10:00:00Z",
                        "Changes that wait | 7",
                        "Changes parked | 0",
                        "Address index | ready: 450 points, 0 ranges",
                        "Geocoders | local (up)",
                        "Tracked addresses held | 12",
                        "Channels | email",
                        "Outbox | 3 parked by email");

        parts.put("addressIndex", index(new AddressIndex.Status(false, 0, 0, "reading", "")));
        assertThat(lines(Run.command(new StatusCommand(), parts))).contains("Vicinity | not ready");
    }

    @Test
    void feedsTellWhichIsLateAndWhy() throws Exception {
        var noon = Instant.parse("2026-01-31T12:00:00Z");
        var feeds = Run.service(
                Feeds.class,
                Map.of(
                        "all",
                        List.of(
                                new Feeds.FeedStatus("default", false, null, noon, null, 48, false, ""),
                                new Feeds.FeedStatus("nsopw", true, noon, null, noon, 48, true, "Status 503")),
                        "run",
                        false));
        assertThat(lines(Run.command(new FeedsCommand(), Map.of("feeds", feeds))))
                .anyMatch(line -> line.startsWith("default |") && line.contains("is sent in | in time"))
                .anyMatch(line -> line.startsWith("nsopw |") && line.contains("| late | Status 503"));
        assertThatThrownBy(() -> Run.command(new FeedsCommand(), Map.of("feeds", feeds, "run", "nobody")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void geocodeShowsWhatEveryGeocoderSaysAndWhatIsMadeOfIt() throws Exception {
        var house = new Candidate("120 Juniper St, Testford, MO", POINT, Precision.ROOFTOP, "local");
        var block = new Candidate("120 Juniper St, Testford, MO", POINT, Precision.INTERPOLATED, "census");
        var street = new Candidate("Juniper St, Testford, MO", POINT, Precision.STREET, "nominatim");
        var printed = Run.command(
                new GeocodeCommand(),
                Map.of(
                        "geocoding",
                        geocoding(Map.of("geocode", GeocodeAnswer.of(List.of(house)), "inServiceArea", true)),
                        "comparison",
                        comparison(
                                new Opinion("local", Optional.of(GeocodeAnswer.of(List.of(house))), ""),
                                new Opinion("census", Optional.of(GeocodeAnswer.of(List.of(block))), ""),
                                new Opinion(
                                        "nominatim",
                                        Optional.of(new GeocodeAnswer(
                                                List.of(street), Reason.NUMBER_OUT_OF_RANGE, List.of(house))),
                                        ""),
                                new Opinion("broken", Optional.empty(), "broken took too long")),
                        "address",
                        List.of("120", "Juniper", "St")));
        assertThat(lines(printed))
                .contains(
                        "local: 1 candidates",
                        "nominatim: 1 candidates, number-out-of-range",
                        "broken: broken took too long",
                        "120 Juniper St, Testford, MO | 38.620000 | -92.060000 | rooftop | yes | local | inside",
                        "120 Juniper St, Testford, MO | 38.620000 | -92.060000 | interpolated | yes | census | inside",
                        "Juniper St, Testford, MO | 38.620000 | -92.060000 | street | no | nominatim | inside",
                        "Suggestions:",
                        "Mapped: 120 Juniper St, Testford, MO, local, rooftop");
    }

    @Test
    void geocodeSaysWhyNothingIsMapped() throws Exception {
        var box = GeocodeAnswer.none(Reason.PO_BOX, List.of());
        var printed = Run.command(
                new GeocodeCommand(),
                Map.of(
                        "geocoding",
                        geocoding(Map.of("geocode", box)),
                        "comparison",
                        comparison(),
                        "address",
                        List.of("PO Box 12")));
        assertThat(lines(printed)).containsExactly("Not mapped: po-box");
    }

    @Test
    void geocodeForgetWantsAnAddressOrAll() throws Exception {
        var remembered = Run.service(RememberedAnswers.class, Map.of("forget", 2, "forgetAll", 0));

        assertThat(lines(Run.command(
                        new GeocodeForgetCommand(), Map.of("remembered", remembered, "address", List.of("1", "A St")))))
                .containsExactly("2 answers forgotten.");
        assertThat(lines(Run.command(new GeocodeForgetCommand(), Map.of("remembered", remembered, "all", true))))
                .containsExactly("Nothing was remembered.");
        assertThatThrownBy(() -> Run.command(new GeocodeForgetCommand(), Map.of("remembered", remembered)))
                .hasMessageContaining("--all");
    }

    @Test
    void geocodeSaysThatNobodyCouldBeAsked() {
        var away = geocoding(Map.of("geocode", new GeocodingUnavailableException("all are away")));
        assertThatThrownBy(() -> Run.command(
                        new GeocodeCommand(),
                        Map.of("geocoding", away, "comparison", comparison(), "address", List.of("120 Juniper St"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("all are away");
    }

    private static GeocoderComparison comparison(Opinion... opinions) {
        return Run.service(GeocoderComparison.class, Map.of("compare", List.of(opinions)));
    }

    @Test
    void geocodersShowsTheirRecord() throws Exception {
        var printed = Run.command(
                new GeocodersCommand(),
                Map.of("geocoding", geocoding(Map.of("geocoders", List.of(status("census", "open"))))));
        assertThat(lines(printed)).contains("census | 5 | yes | open | 200 | 75 % | 4 | 12.3");
    }

    @Test
    void anImportIsReportedToItsEnd() throws Exception {
        var file = Files.writeString(folder.resolve("snapshot.CSV"), "id\n");
        var rejected = LongStream.rangeClosed(2, 26)
                .mapToObj(line -> new Rejection(line, "latitude out of range"))
                .toList();
        var imports = Run.service(
                RegistryImports.class,
                Map.of("start", "i7", "find", Optional.of(report(State.HELD, "too much at once", rejected))));
        var printed = Run.command(new RegistryImportCommand(), Map.of("imports", imports, "file", file.toString()));
        assertThat(lines(printed))
                .contains(
                        "Import i7 has begun",
                        "i7 | default | held | 30 | 1 | 2 | 3 | 4 | 25 | 5 | 2026-01-31T10:00:00Z | too much at once",
                        "Ignored columns: shoe_size",
                        "Line 2: latitude out of range",
                        "… and 5 more",
                        "See what it would do with vicinity:registry-preview i7, then decide with vicinity:registry-approve or"
                                + " vicinity:registry-discard")
                .doesNotContain("Line 22: latitude out of range");
    }

    @Test
    void anImportNeedsAFileOfAKnownForm() throws Exception {
        var imports = Run.service(RegistryImports.class, Map.of());
        assertThatThrownBy(() ->
                        Run.command(new RegistryImportCommand(), Map.of("imports", imports, "file", "/no/such.csv")))
                .hasMessageContaining("There is no file");
        var file = Files.writeString(folder.resolve("snapshot.xls"), "x").toString();
        assertThatThrownBy(() -> Run.command(new RegistryImportCommand(), Map.of("imports", imports, "file", file)))
                .hasMessageContaining("--format csv");
    }

    @Test
    void onlyHeldImportsAreDecided() throws Exception {
        var held = Run.service(RegistryImports.class, Map.of("approve", true, "discard", true));
        assertThat(Run.command(new RegistryApproveCommand(), Map.of("imports", held, "importId", "i7")))
                .contains("i7 is being applied");
        assertThat(Run.command(new RegistryDiscardCommand(), Map.of("imports", held, "importId", "i7")))
                .contains("i7 is thrown away");
        var none = Run.service(RegistryImports.class, Map.of("approve", false, "discard", false));
        for (var command : List.of(new RegistryApproveCommand(), new RegistryDiscardCommand())) {
            assertThatThrownBy(() -> Run.command(command, Map.of("imports", none, "importId", "i8")))
                    .hasMessageContaining("No import with this id is held");
        }
    }

    @Test
    @SuppressWarnings("unchecked")
    void whatAHeldImportWouldDoIsCounted() throws Exception {
        var added = new RegistryChange(RegistryChange.Kind.OFFENDER_ADDED, null, null, null, null);
        var set = new ChangeSet(1, 1, null, List.of(added), Instant.EPOCH, Instant.EPOCH, null);
        RegistryImports imports = (RegistryImports) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {RegistryImports.class}, (proxy, method, arguments) -> {
                    if (!arguments[0].equals("i7")) {
                        return false;
                    }
                    Stream.of(set, set).forEach((Consumer<ChangeSet>) arguments[1]);
                    return true;
                });
        AlertPreview alerts = changes -> 3;

        assertThat(Run.command(
                        new RegistryPreviewCommand(), Map.of("imports", imports, "alerts", alerts, "importId", "i7")))
                .contains("offender added")
                .contains("Alerts it would send: 6");
        assertThatThrownBy(() -> Run.command(
                        new RegistryPreviewCommand(), Map.of("imports", imports, "alerts", alerts, "importId", "i8")))
                .hasMessageContaining("No import with this id is held");
    }

    @Test
    void aHistoryShowsEventsAndStays() throws Exception {
        var time = Instant.parse("2026-01-31T10:00:00Z");
        var home = new OffenderRecord.Address(AddressType.HOME, "1 Elm St", "Rolla", "", "MO", "65401", null);
        var history = new OffenderHistory.History(
                List.of(new OffenderHistory.Event(
                        time,
                        time.plusSeconds(5),
                        true,
                        List.of(new RegistryChange(RegistryChange.Kind.ADDRESS_ADDED, null, home, null, null)))),
                List.of(new OffenderHistory.Stay(home, time, null)));
        var service = Run.service(OffenderHistory.class, Map.of("of", Optional.of(history)));
        assertThat(lines(Run.command(new OffenderHistoryCommand(), Map.of("history", service, "id", "R1"))))
                .contains(
                        "2026-01-31T10:00:00Z | 2026-01-31T10:00:05Z | address added (undoes a revoked import) |  |"
                                + " home: 1 Elm St, Rolla, MO 65401",
                        "home | 1 Elm St, Rolla, MO 65401 | 2026-01-31T10:00:00Z |");
        var none = Run.service(OffenderHistory.class, Map.of("of", Optional.empty()));
        assertThatThrownBy(() -> Run.command(new OffenderHistoryCommand(), Map.of("history", none, "id", "R2")))
                .hasMessageContaining("never had");
    }

    @Test
    void onlyTheNewestImportIsRevoked() throws Exception {
        assertThat(Run.command(
                        new RegistryRevokeCommand(),
                        Map.of(
                                "imports",
                                Run.service(
                                        RegistryImports.class,
                                        Map.of(
                                                "revoke",
                                                true,
                                                "find",
                                                Optional.of(report(State.REVOKED, "Left as they are: R7", List.of())))),
                                "importId",
                                "i7")))
                .contains("i7 is revoked", "Left as they are: R7");
        var older = Run.service(RegistryImports.class, Map.of("revoke", false));
        assertThatThrownBy(() -> Run.command(new RegistryRevokeCommand(), Map.of("imports", older, "importId", "i6")))
                .hasMessageContaining("not the newest");
    }

    @Test
    void anAddressIsPlacedWithAWordWhereThePointIsFarOut() throws Exception {
        var registry = Run.service(Registry.class, Map.of("place", true));
        var outside = geocoding(Map.of("inServiceArea", false));
        assertThat(Run.command(new PlaceCommand(), Map.of("registry", registry, "geocoding", outside, "addressId", 5L)))
                .contains("outside the service area")
                .contains("Placed");
        var unknown = Run.service(Registry.class, Map.of("place", false));
        assertThatThrownBy(() -> Run.command(new PlaceCommand(), Map.of("registry", unknown, "addressId", 6L)))
                .hasMessageContaining("No unmapped address has this id");
    }

    @Test
    void aTestMailTellsWhatTheServerSaid() throws Exception {
        assertThat(testMail(new Outcome.Delivered())).contains("The mail server has it");
        assertThatThrownBy(() -> testMail(new Outcome.Retry("450 busy", null)))
                .hasMessageContaining("worth another try: 450 busy");
        assertThatThrownBy(() -> testMail(new Outcome.Refused("550 no such user")))
                .hasMessageContaining("refused it: 550 no such user");
        assertThatThrownBy(() -> Run.command(new MailTestCommand(), Map.of("address", "nobody")))
                .hasMessageContaining("Not an e-mail address");
    }

    @Test
    void aTraceTellsEachStepWithItsTime() throws Exception {
        var noon = Instant.parse("2026-01-31T12:00:00Z");
        var change = new ChangeLog.Trace("settled", noon, noon.plusMillis(5), noon.plusMillis(20), noon.plusMillis(30));
        var sent = new Outbox.Trace("email", "Alert", "sent", 1, noon.plusMillis(35), noon.plusMillis(90), "");
        var parts = Map.<String, Object>of(
                "changeLog", Run.service(ChangeLog.class, Map.of("trace", Optional.of(change))),
                "outbox", Run.service(Outbox.class, Map.of("trace", List.of(sent))),
                "id", "7-42");
        assertThat(lines(Run.command(new AlertTraceCommand(), parts)))
                .contains(
                        "registry change | 2026-01-31T12:00:00Z | its data reached this system",
                        "seen | 2026-01-31T12:00:00.020Z |",
                        "matched | 2026-01-31T12:00:00.030Z | settled",
                        "queued | 2026-01-31T12:00:00.035Z | alert by email",
                        "accepted | 2026-01-31T12:00:00.090Z | alert by email, sent, attempt 1");
        var parked = new Outbox.Trace("email", "Alert", "parked", 25, noon, null, "given up: SMTP 451");
        var waits = new Outbox.Trace("webhook", "Alert", "queued", 2, noon, null, "HTTP 503");
        assertThat(lines(Run.command(
                        new AlertTraceCommand(),
                        Map.of(
                                "changeLog", parts.get("changeLog"),
                                "outbox", Run.service(Outbox.class, Map.of("trace", List.of(parked, waits))),
                                "id", "7-42"))))
                .contains(
                        "given up |  | alert by email, parked, attempt 25: given up: SMTP 451",
                        "accepted | not yet | alert by webhook, queued, attempt 2: HTTP 503");
        assertThatThrownBy(() -> Run.command(new AlertTraceCommand(), Map.of("id", "7")))
                .hasMessageContaining("looks like 7-42");
    }

    @Test
    void theOutboxTellsOfParkedChangesAndTriesThemAgain() throws Exception {
        var parked = new ChangeLog.Parked(7, Instant.parse("2026-01-31T12:00:00Z"), "IllegalStateException");
        var parts = Map.<String, Object>of(
                "changeLog", Run.service(ChangeLog.class, Map.of("parked", List.of(parked), "retryParked", 1)),
                "outbox",
                        Run.service(
                                Outbox.class,
                                Map.of(
                                        "counts",
                                        List.of(
                                                new Outbox.Count("telex", "queued", 3, 90),
                                                new Outbox.Count("telex", "parked", 2, 180),
                                                new Outbox.Count("telex", "sent", 9, 200_000)),
                                        "channels",
                                        List.of("email"),
                                        "channel",
                                        Optional.empty(),
                                        "retryParked",
                                        2)));
        assertThat(Run.command(new OutboxCommand(), parts))
                .contains("Change set 7 of 2026-01-31T12:00:00Z is parked")
                .contains("IllegalStateException");
        assertThat(Run.command(new OutboxRetryCommand(), parts))
                .contains("2 messages are queued again")
                .contains("1 changes are decided on again");
        assertThat(lines(Run.command(new ChannelsCommand(), Map.of("outbox", parts.get("outbox")))))
                .contains("telex | away | 3 | 2");
        assertThat(lines(Run.command(new OutboxCommand(), parts)))
                .contains("telex | parked | 2 | 3 min", "telex | sent | 9 |");
    }

    @Test
    void agesAreToldInTheLargestUnitThatTellsThem() {
        assertThat(Stream.of(5L, 119L, 180L, 7_300L, 200_000L).map(Answers::age))
                .containsExactly("5 s", "119 s", "3 min", "2 h", "2 d");
        assertThat(Answers.time(null)).isEmpty();
    }

    private static String testMail(Outcome outcome) throws Exception {
        var email = Run.service(NotificationChannel.class, Map.of("name", "email", "deliver", outcome));
        var webhook = Run.service(NotificationChannel.class, Map.of("name", "webhook"));
        return Run.command(
                new MailTestCommand(), Map.of("channels", List.of(webhook, email), "address", "you@example.org"));
    }

    private static Geocoding geocoding(Map<String, Object> answers) {
        return Run.service(Geocoding.class, answers);
    }

    private static AddressIndex index(AddressIndex.Status status) {
        return Run.service(AddressIndex.class, Map.of("status", status));
    }

    private static GeocoderStatus status(String name, String state) {
        return new GeocoderStatus(name, 5, true, "", state, 200, 0.75, 4, 12.34);
    }

    private static ImportReport report(State state, String problem, List<Rejection> rejected) {
        var time = Instant.parse("2026-01-31T10:00:00Z");
        return new ImportReport(
                "i7",
                "default",
                state,
                problem,
                30,
                1,
                2,
                3,
                4,
                rejected,
                rejected.size(),
                5,
                List.of("shoe_size"),
                time,
                time);
    }

    /** The lines of a table with single blanks around the bars. */
    private static List<String> lines(String printed) {
        return printed.lines()
                .map(line -> line.replaceAll("\\s*[|│]\\s*", " | ").strip())
                .collect(Collectors.toList());
    }
}
