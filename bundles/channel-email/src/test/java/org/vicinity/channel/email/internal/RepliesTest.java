package org.vicinity.channel.email.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.mail.internet.AddressException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vicinity.notification.Message;
import org.vicinity.notification.Outcome;

/** What a server may answer, and what becomes of the message. */
class RepliesTest {
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
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> served = CompletableFuture.runAsync(() -> serve(server, command, reply));
            EmailChannel channel = new EmailChannel(TestConfig.plain(server.getLocalPort()));
            Outcome got = channel.deliver(
                    new Message("1.a@vicinity.example", "a@example.org", "en", "Hi", "text", "", Map.of()));
            assertThat(got.getClass().getSimpleName()).isEqualTo(outcome);
            assertThat(got.toString()).doesNotContain("example.org");
            channel.stop();
            server.close();
            served.join();
        }
    }

    private static void serve(ServerSocket server, String command, String reply) {
        try (Socket socket = server.accept();
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            OutputStream out = socket.getOutputStream();
            say(out, "220 ready");
            boolean content = false;
            for (String line = in.readLine(); line != null && !line.startsWith("QUIT"); line = in.readLine()) {
                if (content && !".".equals(line)) {
                    continue;
                }
                content = line.equals("DATA") && !command.equals("DATA");
                if (!line.startsWith(command)) {
                    say(out, content ? "354 go on" : "250 ok");
                } else if (reply.equals("hang up")) {
                    return;
                } else {
                    say(out, reply);
                }
            }
        } catch (IOException e) {
            // The channel hung up, which it may.
        }
    }

    private static void say(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }
}
