package org.vicinity.channel.email.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.time.Instant;
import java.util.Map;
import java.util.function.IntFunction;
import javax.mail.internet.AddressException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.vicinity.notification.Message;
import org.vicinity.notification.Outcome;

class ServerSecurityTest {
    private static final Message MESSAGE =
            new Message("1.a@vicinity.example", Instant.EPOCH, "a@example.org", "en", "Hi", "text", "", Map.of());

    private GreenMail server;

    private Outcome deliver(IntFunction<TestConfig> config) throws AddressException {
        server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.setUser("sender", "sender", "right");
        server.start();
        EmailChannel channel = new EmailChannel(config.apply(server.getSmtp().getPort()));
        try {
            return channel.deliver(MESSAGE);
        } finally {
            channel.stop();
        }
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void logsInInTheClearOnlyWhereTheOperatorSaysSo() throws AddressException {
        assertThat(deliver(port -> new TestConfig(port, "sender", "right", "off", false)))
                .isInstanceOf(Outcome.Delivered.class);
        assertThat(server.getReceivedMessages()).hasSize(1);
        server.stop();
        assertThat(deliver(port -> new TestConfig(port, "sender", "right", "optional", false)))
                .isInstanceOf(Outcome.Retry.class);
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void aRefusedLogInIsOursToMendSoTheMessageWaits() throws AddressException {
        Outcome outcome = deliver(port -> new TestConfig(port, "sender", "wrong", "off", false));
        assertThat(outcome).isInstanceOf(Outcome.Retry.class);
        assertThat(outcome.toString()).contains("log-in").doesNotContain("wrong");
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void nothingIsSentInTheClearWhereTlsIsRequired() throws AddressException {
        assertThat(deliver(port -> new TestConfig(port, "", "", "required", false)))
                .isInstanceOf(Outcome.Retry.class);
        assertThat(server.getReceivedMessages()).isEmpty();
    }
}
