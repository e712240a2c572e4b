package org.vicinity.channel.email.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import javax.mail.MessagingException;
import javax.mail.internet.AddressException;
import javax.mail.internet.MimeMessage;
import javax.mail.internet.MimeMultipart;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vicinity.notification.Message;
import org.vicinity.notification.Outcome;

class EmailChannelTest {
    private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    private EmailChannel channel;

    @BeforeEach
    void start() throws AddressException {
        server.start();
        channel = new EmailChannel(TestConfig.plain(server.getSmtp().getPort()));
    }

    @AfterEach
    void stop() {
        channel.stop();
        server.stop();
    }

    private static Message message(String to, String subject) {
        return new Message(
                "7.abc@vicinity.example",
                Instant.EPOCH,
                to,
                "es",
                subject,
                "¿Qué cambió?\n",
                "<p>¿Qué cambió?</p>",
                Map.of(
                        "List-Unsubscribe",
                        "<https://vicinity.example/unsubscribe?token=t>",
                        "X-Label",
                        "a\r\nBcc: other@example.org"));
    }

    @Test
    void deliversTextAndHtmlWithAStableIdOverAndOver() throws MessagingException, IOException {
        assertThat(channel.deliver(message("a@example.org", "Cambio cerca de Niño")))
                .isInstanceOf(Outcome.Delivered.class);
        assertThat(channel.deliver(message("a@example.org", "Cambio cerca de Niño")))
                .isInstanceOf(Outcome.Delivered.class);
        assertThat(server.getReceivedMessages()).hasSize(2).allSatisfy(mail -> {
            assertThat(mail.getMessageID()).isEqualTo("<7.abc@vicinity.example>");
            assertThat(mail.getSubject()).isEqualTo("Cambio cerca de Niño");
        });
        MimeMessage mail = server.getReceivedMessages()[0];
        assertThat(mail.getHeader("List-Unsubscribe", null))
                .isEqualTo("<https://vicinity.example/unsubscribe?token=t>");
        MimeMultipart parts = (MimeMultipart) mail.getContent();
        assertThat(parts.getContentType()).startsWith("multipart/alternative");
        assertThat(parts.getBodyPart(0).getContent()).asString().startsWith("¿Qué cambió?");
        assertThat(parts.getBodyPart(1).getContent()).asString().startsWith("<p>¿Qué cambió?</p>");
    }

    @Test
    void noTextBecomesAHeader() throws MessagingException {
        channel.deliver(message("a@example.org", "Hi\r\nBcc: other@example.org\r\n\r\nbody"));
        assertThat(server.getReceivedMessages()).hasSize(1);
        MimeMessage mail = server.getReceivedMessages()[0];
        assertThat(mail.getHeader("Bcc")).isNull();
        assertThat(mail.getSubject()).isEqualTo("Hi Bcc: other@example.org body");
    }

    @Test
    void anAddressThatIsNoneIsRefused() {
        assertThat(channel.deliver(message("a@example.org\r\nRCPT TO:<b@example.org>", "Hi")))
                .isInstanceOf(Outcome.Refused.class);
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void aServerThatIsAwayMeansLater() {
        server.stop();
        assertThat(channel.deliver(message("a@example.org", "Hi"))).isInstanceOf(Outcome.Retry.class);
    }
}
