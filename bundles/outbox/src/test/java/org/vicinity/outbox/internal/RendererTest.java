package org.vicinity.outbox.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vicinity.geocoding.Location;
import org.vicinity.notification.Message;
import org.vicinity.notification.Notice;
import org.vicinity.registry.AddressType;
import org.vicinity.registry.ChangeSet;
import org.vicinity.registry.ComplianceStatus;
import org.vicinity.registry.OffenderRecord;
import org.vicinity.registry.RegistryChange;

class RendererTest {
    private final Renderer renderer =
            new Renderer("https://vicinity.example", "Vicinity", "1 Court Sq", ZoneId.of("America/Chicago"));

    private Message render(Notice notice, String language) {
        Payload sealed = new Payload("a@example.org", language, "un+sub", notice);
        return renderer.render("id@vicinity.example", Samples.NOW, Payload.ofJson(sealed.toJson()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "es"})
    void rendersEveryNoticeWithHostileTextsEscaped(String language) {
        for (Notice notice : Samples.all()) {
            Message message = render(notice, language);
            assertThat(message.subject()).isNotBlank().doesNotContain("\n", "\r", "Doe", "{");
            assertThat(message.text()).isNotBlank().doesNotContain("\r", "\nBcc", "\nX:");
            assertThat(message.html())
                    .contains("<html lang=\"" + language + "\">")
                    .doesNotContain("<script")
                    .doesNotContain("<img");
            assertThat(message.headers()).containsEntry("Auto-Submitted", "auto-generated");
        }
    }

    @Test
    void anAlertCarriesAllThatAMailMustSay() {
        Message mail = render(Samples.alert(), "en");
        assertThat(mail.subject()).startsWith("Registry change near Home");
        assertThat(mail.text())
                .contains("0.25 miles (1,320 feet) to the northeast", "inside your radius of 0.50 miles")
                .contains("Before: home: 1 Old St, Springfield, MO 65801")
                .contains("Now: home: 2 New St, Springfield, MO 65801")
                .contains("January 31, 1970", "5 ft 10 in", "180 lb", "Tier 3", "not compliant")
                .contains("Offense {0} (May 4, 2001)", "${1+1}")
                .contains("As of: November 23, 2026, 3:00")
                .contains("https://vicinity.example/offenders/R%201%2F2")
                .contains("Warning:", "fingerprints", "911", "1 Court Sq", "Alert 7-42")
                .contains("https://vicinity.example/account", "https://vicinity.example/unsubscribe?token=un%2Bsub");
        assertThat(mail.headers())
                .containsEntry("List-Unsubscribe", "<https://vicinity.example/unsubscribe?token=un%2Bsub>")
                .containsEntry("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
                .containsKey("List-Id");
    }

    @Test
    void aCorrectionSaysWhatWasWrongAndWhatIsTrue() {
        Message moved = render(Samples.correction(RegistryChange.Kind.ADDRESS_MOVED), "en");
        assertThat(moved.subject()).isEqualTo("Correction of a notice near Home Bcc: x, your place");
        assertThat(moved.text())
                .contains("What we told you on November 23, 2026, 3:00", "was wrong", "withdrawn")
                .contains("We told you: home: 2 New St, Springfield")
                .contains("Registered address: home: 2 New St", "https://vicinity.example/offenders/R%201%2F2")
                .contains("Warning:", "911", "Alert 7-42", "nobody else gets it", "ended your follow");
        assertThat(moved.headers()).containsKey("List-Unsubscribe");
        assertThat(render(Samples.correction(RegistryChange.Kind.OFFENDER_REMOVED), "en")
                        .text())
                .contains("This person is not on the registry.")
                .doesNotContain("/offenders/", "Registered address");
    }

    @Test
    void whoStartsAWatchIsToldWhenTheDataAreFrom() {
        assertThat(Samples.all())
                .filteredOn(notice -> notice instanceof Notice.TrackedAddressChanged n && n.insideTotal() > 0
                        || notice instanceof Notice.FollowChanged)
                .hasSize(3)
                .allSatisfy(notice -> assertThat(render(notice, "en").text())
                        .contains("As of: November 23, 2026, 3:00", "Warning:", "fingerprints"));
    }

    @Test
    void aPlaceWithoutLabelIsToldByItsAddress() {
        Notice.Alert alert = Samples.alert();
        Notice.Place named = alert.places().get(0);
        Notice.Place unnamed =
                new Notice.Place(5, "", named.placeAddress(), 2640, Notice.Event.IN, named.address(), 1320.4, "NE");
        assertThat(render(new Notice.Alert("7-42", alert.changeSet(), false, List.of(unnamed)), "en")
                        .text())
                .contains("near your place", "Your place: 10 Main St");
    }

    @Test
    void whoHasLeftTheRegistryIsOnlyNamed() {
        ChangeSet set = Samples.alert().changeSet();
        RegistryChange removed =
                new RegistryChange(RegistryChange.Kind.OFFENDER_REMOVED, Samples.address("2 New St"), null, null, null);
        ChangeSet removal = new ChangeSet(7, 9, set.offender(), List.of(removed), Samples.NOW, Samples.NOW, null);
        assertThat(render(new Notice.Alert("7-42", removal, true, List.of()), "en")
                        .text())
                .contains("no longer on the registry", "Name: Pat Doe", "your follow has ended", "As of:")
                .doesNotContain("/offenders/", "January 31, 1970", "Offense");
    }

    @Test
    void whoIsInsideIsToldWithTheStatusWhereTheDutyIsNotKept() {
        Notice inside = Samples.all().stream()
                .filter(notice -> notice instanceof Notice.TrackedAddressChanged n && n.insideTotal() > 0)
                .findFirst()
                .orElseThrow();
        assertThat(render(inside, "en").text()).contains("four times a year); not compliant");
    }

    @Test
    void whatHasEndedNeedsNoLinkToEndIt() {
        assertThat(Samples.all())
                .filteredOn(notice ->
                        notice instanceof Notice.TrackedAddressChanged n && n.change() == Notice.Change.REMOVED
                                || notice instanceof Notice.FollowChanged f && f.change() == Notice.Change.REMOVED)
                .hasSize(2)
                .allSatisfy(notice -> assertThat(render(notice, "en").text())
                        .contains("until now", "Stop all alerts")
                        .doesNotContain("Change or stop this watch"));
    }

    @Test
    void everyEventKindOfAddressAndStatusHasItsWordsInBothLanguages() {
        Notice.Alert alert = Samples.alert();
        Notice.Place place = alert.places().get(0);
        for (String language : List.of("en", "es")) {
            for (Notice.Event event : Notice.Event.values()) {
                for (AddressType type : AddressType.values()) {
                    OffenderRecord.Address address =
                            new OffenderRecord.Address(type, "1 A St", "B", "", "MO", "", new Location(37.2, -93.3));
                    Notice.Place at =
                            new Notice.Place(5, "Home", place.placeAddress(), 2640, event, address, 100, "NE");
                    assertThat(render(new Notice.Alert("7-42", alert.changeSet(), false, List.of(at)), language)
                                    .text())
                            .contains("Home");
                }
            }
            for (ComplianceStatus status : ComplianceStatus.values()) {
                ChangeSet changed = new ChangeSet(
                        7,
                        9,
                        Samples.offender(),
                        List.of(new RegistryChange(RegistryChange.Kind.STATUS_CHANGED, null, null, status, status)),
                        Samples.NOW,
                        Samples.NOW,
                        null);
                assertThat(render(new Notice.Alert("7-42", changed, true, List.of()), language)
                                .text())
                        .isNotBlank();
            }
        }
    }

    @Test
    void bothLanguagesHaveTheSameTextsWithTheSamePlaces() throws IOException {
        assertThat(places("es")).isEqualTo(places("en"));
    }

    /** Each text's key, and which arguments it shows. */
    private static Map<String, Set<String>> places(String language) throws IOException {
        Properties texts = new Properties();
        try (InputStream in = RendererTest.class.getResourceAsStream("texts_" + language + ".properties")) {
            texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        }
        return texts.stringPropertyNames().stream()
                .collect(Collectors.toMap(key -> key, key -> Pattern.compile("\\{\\d}")
                        .matcher(texts.getProperty(key))
                        .results()
                        .map(MatchResult::group)
                        .collect(Collectors.toSet())));
    }

    @Test
    void spanishTimesReadAsSpanish() {
        assertThat(render(new Notice.PasswordChanged(Samples.NOW), "es").text())
                .contains("23 de noviembre de 2026, 03:00");
    }

    @Test
    void accountMailsCarryTheirLinkAndNoWayToStopThem() {
        Message mail = render(new Notice.ConfirmEnrollment("tok", Samples.NOW), "es");
        assertThat(mail.text()).contains("https://vicinity.example/confirm?token=tok");
        assertThat(mail.headers()).containsOnlyKeys("Auto-Submitted");
    }
}
