package org.vicinity.channel.email.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.mail.internet.AddressException;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vicinity.notification.Message;
import org.vicinity.notification.Outcome;

/** Log-in over TLS, with certificates that hold and such that don't. */
class TlsTest {
    private static final Message MESSAGE =
            new Message("1.a@vicinity.example", Instant.EPOCH, "a@example.org", "en", "Hi", "text", "", Map.of());
    private static final String PASSWORD = "changeit";
    private static final List<String> EXTENSIONS = List.of("PIPELINING", "STARTTLS", "AUTH PLAIN");

    @TempDir
    static Path folder;

    private static SSLContext trusted;
    private static SSLContext ofAnotherHost;
    private static SSLContext unknown;

    /** The JVM's own trust store, which the channel asks, holds the first two; it is read at the first use. */
    @BeforeAll
    static void makeCertificates() throws Exception {
        trusted = context("trusted", "dns:localhost");
        ofAnotherHost = context("elsewhere", "dns:elsewhere.example");
        unknown = context("unknown", "dns:localhost");
        keytool(
                "-importkeystore",
                "-srckeystore",
                folder.resolve("elsewhere").toString(),
                "-srcstorepass",
                PASSWORD,
                "-destkeystore",
                folder.resolve("trusted").toString(),
                "-deststorepass",
                PASSWORD);
        System.setProperty("javax.net.ssl.trustStore", folder.resolve("trusted").toString());
        System.setProperty("javax.net.ssl.trustStorePassword", PASSWORD);
    }

    private static SSLContext context(String name, String host)
            throws IOException, GeneralSecurityException, InterruptedException {
        Path file = folder.resolve(name);
        keytool(
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                "san=" + host,
                "-keystore",
                file.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD);
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor(1, TimeUnit.MINUTES) && process.exitValue() == 0)
                .as(said)
                .isTrue();
    }

    private static Outcome deliver(ScriptedServer server, String startTls, boolean ssl) throws AddressException {
        EmailChannel channel = new EmailChannel(new TestConfig(server.port(), "sender", "right", startTls, ssl));
        try {
            return channel.deliver(MESSAGE);
        } finally {
            channel.stop();
        }
    }

    @Test
    void logsInAndSendsAfterStartTls() throws Exception {
        try (ScriptedServer server = new ScriptedServer(EXTENSIONS, Map.of(), trusted, false)) {
            assertThat(deliver(server, "required", false)).isInstanceOf(Outcome.Delivered.class);
            assertThat(server.mails()).singleElement().asString().startsWith("tls");
            assertThat(server.users()).containsExactly("sender\0sender\0right");
        }
    }

    @Test
    void logsInAndSendsOverTlsFromTheFirstByte() throws Exception {
        try (ScriptedServer server = new ScriptedServer(EXTENSIONS, Map.of(), trusted, true)) {
            for (String startTls : List.of("off", "optional", "required")) {
                assertThat(deliver(server, startTls, true)).isInstanceOf(Outcome.Delivered.class);
            }
            assertThat(server.mails()).hasSize(3).allMatch(mail -> mail.startsWith("tls"));
            assertThat(server.users()).hasSize(3).containsOnly("sender\0sender\0right");
        }
    }

    @Test
    void tellsNothingToAServerWhoseCertificateNobodyVouchesFor() throws Exception {
        tellsNothing(unknown);
    }

    @Test
    void tellsNothingToAServerWithTheCertificateOfAnother() throws Exception {
        tellsNothing(ofAnotherHost);
    }

    private static void tellsNothing(SSLContext certificate) throws Exception {
        for (boolean ssl : new boolean[] {false, true}) {
            try (ScriptedServer server = new ScriptedServer(EXTENSIONS, Map.of(), certificate, ssl)) {
                assertThat(deliver(server, "required", ssl)).isInstanceOf(Outcome.Retry.class);
                assertThat(server.mails()).isEmpty();
                assertThat(server.users()).isEmpty();
            }
        }
    }
}
