package org.vicinity.demo.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The last mails, each also a file, so that they are there after a restart. Thread-safe. */
final class Mailbox {
    static final int KEPT = 500;

    private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);

    private final Path folder;
    private final NavigableMap<Integer, Mail> mails = new TreeMap<>();

    Mailbox(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder);
        List<Path> files;
        try (var list = Files.list(folder)) {
            files = list.filter(file -> file.getFileName().toString().matches("\\d{1,9}\\.eml"))
                    .sorted(Comparator.comparingInt(Mailbox::number))
                    .toList();
        }
        for (var file : files) {
            try {
                var received = Files.getLastModifiedTime(file).toInstant();
                mails.put(number(file), Mail.read(number(file), received, Files.readAllBytes(file)));
            } catch (IOException e) {
                LOG.warn("The mailbox leaves out {}, which cannot be read", file.getFileName());
            }
        }
        trim();
    }

    synchronized void receive(byte[] source) throws IOException {
        int number = mails.isEmpty() ? 1 : mails.lastKey() + 1;
        var mail = Mail.read(number, Instant.now(), source);
        Files.write(file(number), source);
        mails.put(number, mail);
        trim();
    }

    synchronized List<Mail> newestFirst() {
        return new ArrayList<>(mails.descendingMap().values());
    }

    synchronized Optional<Mail> find(int number) {
        return Optional.ofNullable(mails.get(number));
    }

    private void trim() throws IOException {
        while (mails.size() > KEPT) {
            Files.deleteIfExists(file(mails.pollFirstEntry().getKey()));
        }
    }

    private Path file(int number) {
        return folder.resolve(number + ".eml");
    }

    private static int number(Path file) {
        var name = file.getFileName().toString();
        return Integer.parseInt(name.substring(0, name.length() - ".eml".length()));
    }
}
