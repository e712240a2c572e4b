package org.vicinity.persistence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A private PostgreSQL with PostGIS on a loopback port, of the packages of Debian or Ubuntu (postgresql and postgis):
 * there is no embedded one.
 */
public final class PostgisServer implements AutoCloseable {
    private final Path programs;
    private final Path folder;
    private final int port;

    private PostgisServer(Path programs) {
        this.programs = programs;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
            folder = Files.createTempDirectory("vicinity-postgis");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (isRoot()) {
            run(List.of("chown", "postgres", folder.toString()));
        }
        String data = folder.resolve("data").toString();
        asOwner("initdb", "-D", data, "-A", "trust", "-U", "postgres", "--no-sync");
        asOwner(
                "pg_ctl",
                "-D",
                data,
                "-w",
                "-l",
                folder.resolve("log").toString(),
                "-o",
                "-p " + port + " -k " + folder + " -c fsync=off -c listen_addresses=127.0.0.1",
                "start");
    }

    /** Starts a server, or is empty where the packages are not installed. */
    public static Optional<PostgisServer> start() {
        try (Stream<Path> versions = folders("/usr/lib/postgresql")) {
            return versions.filter(version -> Files.exists(
                            Path.of("/usr/share/postgresql/" + version.getFileName() + "/extension/postgis.control")))
                    .findFirst()
                    .map(version -> new PostgisServer(version.resolve("bin")));
        }
    }

    private static Stream<Path> folders(String parent) {
        try {
            return Files.isDirectory(Path.of(parent)) ? Files.list(Path.of(parent)) : Stream.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes an empty database with PostGIS in it. */
    public String createDatabase(String name) {
        for (String[] command :
                new String[][] {{"postgres", "CREATE DATABASE " + name}, {name, "CREATE EXTENSION postgis"}}) {
            asOwner("psql", "-q", "-h", "127.0.0.1", "-p", "" + port, "-U", "postgres", command[0], "-c", command[1]);
        }
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + name + "?user=postgres";
    }

    @Override
    public void close() {
        asOwner("pg_ctl", "-D", folder.resolve("data").toString(), "-w", "-m", "immediate", "stop");
        run(List.of("rm", "-rf", folder.toString()));
    }

    /** PostgreSQL refuses to run as root. */
    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private void asOwner(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("runuser", "-u", "postgres", "--"));
        }
        command.add(programs.resolve(program).toString());
        command.addAll(List.of(arguments));
        run(command);
    }

    private void run(List<String> command) {
        try {
            Path output = Files.createTempFile("vicinity-postgis", ".out");
            // Into a file: the server keeps its starter's output open.
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            int code = process.waitFor();
            String said = Files.readString(output, StandardCharsets.UTF_8);
            Files.delete(output);
            if (code != 0) {
                throw new IllegalStateException(command + " ended with " + code + ": " + said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
