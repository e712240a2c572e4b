package org.vicinity.channel.email.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.util.Map;
import java.util.function.IntFunction;
import javax.mail.internet.AddressException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.vicinity.notification.Message;
import org.vicinity.notification.Outcome;

class ServerSecurityTest {
    private static final Message MESSAGE =
            new Message("1.a@vicinity.example", "a@example.org", "en", "Hi", "text", "", Map.of());

    private GreenMail server;

    private Outcome deliver(String protocol, IntFunction<TestConfig> config) throws AddressException {
        server = new GreenMail(new ServerSetup(0, "127.0.0.1", protocol));
        server.setUser("sender", "sender", "right");
        server.start();
        int port = ServerSetup.PROTOCOL_SMTPS.equals(protocol)
                ? server.getSmtps().getPort()
                : server.getSmtp().getPort();
        EmailChannel channel = new EmailChannel(config.apply(port));
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
    void logsIn() throws AddressException {
        assertThat(deliver("smtp", port -> new TestConfig(port, "sender", "right", "optional", false)))
                .isInstanceOf(Outcome.Delivered.class);
        assertThat(server.getReceivedMessages()).hasSize(1);
    }

    @Test
    void aRefusedLogInIsOursToMendSoTheMessageWaits() throws AddressException {
        Outcome outcome = deliver("smtp", port -> new TestConfig(port, "sender", "wrong", "optional", false));
        assertThat(outcome).isInstanceOf(Outcome.Retry.class);
        assertThat(outcome.toString()).contains("log-in").doesNotContain("wrong");
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void nothingIsSentToAServerWhoseCertificateNobodyVouchesFor() throws AddressException {
        assertThat(deliver("smtps", port -> new TestConfig(port, "", "", "off", true)))
                .isInstanceOf(Outcome.Retry.class);
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void nothingIsSentInTheClearWhereTlsIsRequired() throws AddressException {
        assertThat(deliver("smtp", port -> new TestConfig(port, "", "", "required", false)))
                .isInstanceOf(Outcome.Retry.class);
        assertThat(server.getReceivedMessages()).isEmpty();
    }
}
