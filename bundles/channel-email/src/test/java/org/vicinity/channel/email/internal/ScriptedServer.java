package org.vicinity.channel.email.internal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** An SMTP server that answers as it is told; GreenMail knows neither pipelining nor STARTTLS. */
final class ScriptedServer implements AutoCloseable {
    static final String HANG_UP = "hang up";

    private final ServerSocket listening = new ServerSocket(0, 20, InetAddress.getLoopbackAddress());
    private final List<String> extensions;
    private final Map<String, String> answers;
    private final SSLContext tls;
    private final boolean tlsFromTheStart;
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final Queue<String> mails = new ConcurrentLinkedQueue<>();
    private final Queue<String> users = new ConcurrentLinkedQueue<>();
    private volatile Duration delay = Duration.ZERO;

    /**
     * @param answers to commands, {@code "."} being the end of the content; the others get what they hope for
     * @param tls null for none
     */
    ScriptedServer(List<String> extensions, Map<String, String> answers, SSLContext tls, boolean tlsFromTheStart)
            throws IOException {
        this.extensions = extensions;
        this.answers = answers;
        this.tls = tls;
        this.tlsFromTheStart = tlsFromTheStart;
        Thread thread = new Thread(this::accept, "scripted-server");
        thread.setDaemon(true);
        thread.start();
    }

    static ScriptedServer plain(List<String> extensions, Map<String, String> answers) throws IOException {
        return new ScriptedServer(extensions, answers, null, false);
    }

    int port() {
        return listening.getLocalPort();
    }

    /** Has each answer wait from now on. */
    void slowDown(Duration wait) {
        delay = wait;
    }

    /** The commands, and the content, line by line. */
    List<String> lines() {
        return List.copyOf(lines);
    }

    /** What was accepted, as it came over the wire, each preceded by "tls" or "clear". */
    List<String> mails() {
        return List.copyOf(mails);
    }

    /** Who logged in. */
    List<String> users() {
        return List.copyOf(users);
    }

    private void accept() {
        while (!listening.isClosed()) {
            try (Socket socket = listening.accept()) {
                serve(tlsFromTheStart ? secured(socket) : socket, tlsFromTheStart);
            } catch (IOException e) {
                // The channel hung up, which it may, or the test is over.
            }
        }
    }

    private SSLSocket secured(Socket socket) throws IOException {
        SSLSocket secured = (SSLSocket) tls.getSocketFactory().createSocket(socket, null, socket.getPort(), true);
        secured.setUseClientMode(false);
        secured.startHandshake();
        return secured;
    }

    private void serve(Socket socket, boolean secure) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        OutputStream out = socket.getOutputStream();
        if (secure == tlsFromTheStart) {
            say(out, "220 ready");
        }
        StringBuilder content = null;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            lines.add(line);
            if (content != null && !line.equals(".")) {
                content.append(line).append('\n');
                continue;
            }
            String command = line.split("[ :]")[0];
            String answer = answers.getOrDefault(command, usual(command, secure));
            if (answer.equals(HANG_UP)) {
                return;
            }
            if (content != null && answer.startsWith("2")) {
                mails.add((secure ? "tls" : "clear") + '\n' + content);
            }
            content = answer.startsWith("354") ? new StringBuilder() : null;
            if (command.equals("AUTH") && answer.startsWith("2")) {
                users.add(new String(Base64.getDecoder().decode(line.split(" ")[2]), StandardCharsets.UTF_8));
            }
            say(out, answer);
            if (command.equals("QUIT")) {
                return;
            } else if (command.equals("STARTTLS")) {
                serve(secured(socket), true);
                return;
            }
        }
    }

    private String usual(String command, boolean secure) {
        return switch (command) {
            case "DATA" -> "354 go on";
            case "AUTH" -> "235 welcome";
            case "STARTTLS" -> "220 go on";
            case "EHLO" -> {
                StringBuilder answer = new StringBuilder("250-server\r\n");
                extensions.stream()
                        .filter(extension -> !secure || !extension.equals("STARTTLS"))
                        .forEach(extension ->
                                answer.append("250-").append(extension).append("\r\n"));
                yield answer.append("250 HELP").toString();
            }
            default -> "250 ok";
        };
    }

    private void say(OutputStream out, String line) throws IOException {
        LockSupport.parkNanos(delay.toNanos());
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
