package org.vicinity.outbox.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vicinity.notification.Message;
import org.vicinity.notification.Notice;
import org.vicinity.registry.RegistryChange;

class RendererTest {
    private final Renderer renderer =
            new Renderer("https://vicinity.example", "Vicinity", "1 Court Sq", ZoneId.of("America/Chicago"));

    private Message render(Notice notice, String language) {
        Payload sealed = new Payload("a@example.org", language, "un+sub", notice);
        return renderer.render("id@vicinity.example", Payload.ofJson(sealed.toJson()));
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
    void accountMailsCarryTheirLinkAndNoWayToStopThem() {
        Message mail = render(new Notice.ConfirmEnrollment("tok", Samples.NOW), "es");
        assertThat(mail.text()).contains("https://vicinity.example/confirm?token=tok");
        assertThat(mail.headers()).containsOnlyKeys("Auto-Submitted");
    }
}
