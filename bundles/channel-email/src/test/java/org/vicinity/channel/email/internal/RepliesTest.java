package org.vicinity.channel.email.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.mail.internet.AddressException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vicinity.notification.Message;
import org.vicinity.notification.Outcome;

/** What a server may answer, and what becomes of the message. */
class RepliesTest {
    private static final List<String> PIPELINING = List.of("PIPELINING");

    private static Message message(String text) {
        return new Message("1.a@vicinity.example", Instant.EPOCH, "a@example.org", "en", "Hi", text, "", Map.of());
    }

    @ParameterizedTest(name = "{0} answered with {1}: {2}")
    @CsvSource({
        "RCPT, 450 4.2.0 Greylisted, Retry",
        "RCPT, 451 4.7.1 Try again later, Retry",
        "RCPT, 550 5.1.1 No such user, Refused",
        "RCPT, 552 5.2.2 Mailbox full for good, Refused",
        "MAIL, 451 4.3.0 Busy, Retry",
        "MAIL, 550 5.7.1 Sender refused, Retry",
        "DATA, 452 4.3.1 Out of space, Retry",
        "DATA, 554 5.6.0 Content refused, Refused",
        "., 451 4.3.0 Could not keep it, Retry",
        "., 554 5.7.1 Spam, Refused",
        "RCPT, 421 4.3.2 Shutting down, Retry",
        "., hang up, Retry",
        "EHLO, hang up, Retry"
    })
    void theAnswerDecides(String command, String reply, String outcome) throws IOException, AddressException {
        for (List<String> extensions : List.of(List.<String>of(), PIPELINING)) {
            try (ScriptedServer server = ScriptedServer.plain(extensions, Map.of(command, reply))) {
                EmailChannel channel = new EmailChannel(TestConfig.plain(server.port()));
                for (int times = 0; times < 2; times++) {
                    Outcome got = channel.deliver(message("text"));
                    assertThat(got.getClass().getSimpleName()).isEqualTo(outcome);
                    assertThat(got.toString()).doesNotContain("example.org");
                }
                assertThat(server.mails()).noneMatch(mail -> mail.contains("text"));
                channel.stop();
            }
        }
    }

    @Test
    void aRefusedMessageLeavesTheConnectionToTheNext() throws IOException, AddressException {
        for (List<String> extensions : List.of(List.<String>of(), PIPELINING)) {
            try (ScriptedServer server = ScriptedServer.plain(extensions, Map.of("RCPT", "550 5.1.1 No such user"))) {
                EmailChannel channel = new EmailChannel(TestConfig.plain(server.port()));
                channel.deliver(message("text"));
                channel.deliver(message("text"));
                assertThat(server.lines().stream().filter(line -> line.startsWith("EHLO")))
                        .hasSize(1);
                channel.stop();
            }
        }
    }

    @Test
    void aKeptConnectionThatTheServerClosedIsReplaced() throws IOException, AddressException {
        for (String farewell : List.of(ScriptedServer.HANG_UP, "421 4.4.2 Idle for too long")) {
            // Closes after each mail, as servers do that take so many a connection: the answer to the next MAIL.
            Map<String, String> answers = new ConcurrentHashMap<>();
            try (ScriptedServer server = ScriptedServer.plain(PIPELINING, answers)) {
                EmailChannel channel = new EmailChannel(TestConfig.plain(server.port()));
                assertThat(channel.deliver(message("first"))).isInstanceOf(Outcome.Delivered.class);
                answers.put("MAIL", farewell);
                assertThat(channel.deliver(message("second"))).isInstanceOf(Outcome.Retry.class);
                answers.clear();
                assertThat(channel.deliver(message("third"))).isInstanceOf(Outcome.Delivered.class);
                assertThat(server.mails()).hasSize(2);
                assertThat(server.lines().stream().filter(line -> line.startsWith("EHLO")))
                        .hasSize(3);
                channel.stop();
            }
        }
    }

    /** Each step is quick enough, all of them are not; on a new connection and on a kept one. */
    @Test
    void aServerThatIsSlowAtEachStepMeansLaterInTime() throws IOException, AddressException {
        for (boolean connected : new boolean[] {false, true}) {
            try (ScriptedServer server = ScriptedServer.plain(List.of(), Map.of())) {
                EmailChannel channel = new EmailChannel(TestConfig.plain(server.port()));
                if (connected) {
                    assertThat(channel.deliver(message("quick"))).isInstanceOf(Outcome.Delivered.class);
                }
                server.slowDown(Duration.ofMillis(1200));
                Outcome outcome = assertTimeout(Duration.ofSeconds(4), () -> channel.deliver(message("slow")));
                assertThat(outcome).isInstanceOf(Outcome.Retry.class);
                assertThat(outcome.toString()).contains("in time");
                assertThat(server.mails()).noneMatch(mail -> mail.contains("slow"));
                channel.stop();
            }
        }
    }

    @Test
    void aLineOfOneDotEndsNoMail() throws IOException, AddressException {
        for (String text : List.of("a\n.\nRCPT TO:<b@example.org>\n..c\n", "á\n.\nRCPT TO:<b@example.org>\n..c\n")) {
            try (ScriptedServer server = ScriptedServer.plain(PIPELINING, Map.of())) {
                EmailChannel channel = new EmailChannel(TestConfig.plain(server.port()));
                assertThat(channel.deliver(message(text))).isInstanceOf(Outcome.Delivered.class);
                assertThat(server.mails()).singleElement().asString().contains("b@example.org");
                channel.stop();
            }
        }
    }
}
