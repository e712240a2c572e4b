package org.vicinity.itests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * The distribution as a process of its own, with its own data folder and ports: it can be stopped, killed and started
 * again on the same data, and several run side by side.
 */
final class Distribution implements AutoCloseable {

    private static final Path TARGET = Path.of("target").toAbsolutePath();
    private static final Path HOME = TARGET.resolve("distribution");
    private static boolean unpacked;

    private final Path data;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final int httpPort = freePort();
    private Process process;

    private Distribution(String name) {
        data = TARGET.resolve("instances").resolve(name);
        deleteAll(data);
        with("VICINITY_DATA", data.toString());
        with("VICINITY_HTTP_PORT", Integer.toString(httpPort));
        with("VICINITY_SSH_PORT", Integer.toString(freePort()));
        with("VICINITY_PUBLIC_URL", url());
    }

    /** An instance with an empty data folder, named after the test. Not started yet. */
    static Distribution named(String name) {
        unpack();
        return new Distribution(name);
    }

    /** Sets an environment variable for the next start. */
    Distribution with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Starts with other features than those of production, names separated by commas. */
    Distribution withFeatures(String features) {
        return with("VICINITY_FEATURES", features);
    }

    /** Has mails sent to this server. */
    Distribution withMailServer(MailServer server) {
        return with("VICINITY_SMTP_HOST", "127.0.0.1").with("VICINITY_SMTP_PORT", Integer.toString(server.port()));
    }

    /** Starts the process and returns at once. */
    Distribution launch() {
        var builder = new ProcessBuilder(script("karaf"), "daemon")
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().putAll(environment);
        try {
            Files.createDirectories(data);
            builder.redirectOutput(data.resolve("output.log").toFile());
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Starts and waits until every part answers. */
    Distribution start() {
        return launch().awaitReady();
    }

    /** Waits until {@code GET /api/v1/service} is answered with 200. */
    Distribution awaitReady() {
        var browser = browser();
        Awaitility.await("/api/v1/service of " + data.getFileName())
                .atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofMillis(250))
                .failFast("the process ended: " + data.resolve("output.log"), () -> !process.isAlive())
                .ignoreExceptions()
                .until(() -> browser.get("/api/v1/service").status() == 200);
        return this;
    }

    /** Asks the process to end (SIGTERM) and waits for it. */
    Distribution stop() {
        process.destroy();
        return awaitEnd(Duration.ofMinutes(1));
    }

    /** Ends the process without a word (SIGKILL). */
    Distribution kill() {
        process.destroyForcibly();
        return awaitEnd(Duration.ofSeconds(30));
    }

    private Distribution awaitEnd(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("not ended after " + limit);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return this;
    }

    /** The code that the ended process left: 0 after {@link #stop}. */
    int exitCode() {
        return process.exitValue();
    }

    /** Runs console commands as an operator does, by {@code bin/client}, and returns what they print. */
    String console(String... commands) {
        var builder = new ProcessBuilder(script("client"), "-b").redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            var client = builder.start();
            try (var input = client.outputWriter(StandardCharsets.UTF_8)) {
                for (var command : commands) {
                    input.write(command + "\n");
                }
            }
            var output = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            client.waitFor(2, TimeUnit.MINUTES);
            return output.replaceAll("\u001b\\[[0-9;?]*[A-Za-z]", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Where visitors reach it. */
    String url() {
        return "http://localhost:" + httpPort;
    }

    /** A visitor with cookies of its own. */
    Browser browser() {
        return new Browser(URI.create(url()));
    }

    /** The folder that this instance writes to. */
    Path data() {
        return data;
    }

    /** What was logged so far. */
    String log() {
        try {
            var file = data.resolve("log/vicinity.log");
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (process != null && process.isAlive()) {
            stop();
        }
    }

    private static String script(String name) {
        return HOME.resolve("bin").resolve(name).toString();
    }

    /** A port that nobody listens on now. */
    static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static synchronized void unpack() {
        if (unpacked) {
            return;
        }
        try {
            deleteAll(HOME);
            Files.createDirectories(HOME);
            var tar = new ProcessBuilder("tar", "-xzf", archive().toString(), "--strip-components=1")
                    .directory(HOME.toFile())
                    .inheritIO()
                    .start();
            if (tar.waitFor() != 0) {
                throw new IllegalStateException("cannot unpack " + archive());
            }
            unpacked = true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The archive that the build made. */
    static Path archive() {
        return Path.of(System.getProperty("vicinity.distribution")).toAbsolutePath();
    }

    private static void deleteAll(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (var paths = Files.walk(folder)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
