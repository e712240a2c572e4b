package org.vicinity.channel.email.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.mail.Header;
import javax.mail.MessagingException;
import javax.mail.internet.AddressException;
import javax.mail.internet.MimeMessage;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.vicinity.notification.Message;
import org.vicinity.notification.Outcome;

class HeaderInjectionTest {
    private static GreenMail server;
    private static EmailChannel channel;

    @BeforeContainer
    static void start() throws AddressException {
        server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        channel = new EmailChannel(TestConfig.plain(server.getSmtp().getPort()));
    }

    @AfterContainer
    static void stop() {
        channel.stop();
        server.stop();
    }

    @Property(tries = 300)
    void whateverTheTextTheHeadersStayTheSame(
            @ForAll
                    @StringLength(max = 120)
                    @Chars({'\r', '\n', ':', ' ', '\u0085', '\u2028'})
                    @CharRange(from = 'a', to = 'z')
                    @CharRange(from = '\u00c0', to = '\u00ff')
                    String subject,
            @ForAll
                    @StringLength(max = 120)
                    @Chars({'\r', '\n', ':', ' ', '<', '>', '=', '?', '\u0000'})
                    @CharRange(from = 'a', to = 'z')
                    String value)
            throws Exception {
        server.purgeEmailFromAllMailboxes();
        Outcome outcome = channel.deliver(new Message(
                "1.a@vicinity.example",
                Instant.EPOCH,
                "a@example.org",
                "en",
                subject,
                "text",
                "",
                Map.of("X-Label", value)));
        assertThat(outcome).isInstanceOf(Outcome.Delivered.class);
        MimeMessage mail = server.getReceivedMessages()[0];
        assertThat(names(mail))
                .isSubsetOf(
                        "Return-Path",
                        "Received",
                        "Date",
                        "From",
                        "To",
                        "Message-ID",
                        "Subject",
                        "X-Label",
                        "Content-Language",
                        "MIME-Version",
                        "Content-Type",
                        "Content-Transfer-Encoding");
        assertThat(mail.getAllRecipients()).hasSize(1);
        assertThat(mail.getContent().toString().trim()).isEqualTo("text");
    }

    private static Set<String> names(MimeMessage mail) throws MessagingException {
        Set<String> names = new TreeSet<>();
        for (Header header : Collections.list(mail.getAllHeaders())) {
            names.add(header.getName());
        }
        return names;
    }
}
