package org.vicinity.registry.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Where a snapshot is worked on. What a killed process leaves behind tells whose work was cut off. */
final class WorkFolder implements AutoCloseable {
    private static final String SUFFIX = ".work";

    private final Path folder;

    private WorkFolder(Path folder) {
        this.folder = folder;
    }

    static WorkFolder of(Path imports, String importId) throws IOException {
        return new WorkFolder(Files.createDirectories(imports.resolve(importId + SUFFIX)));
    }

    /** Those that were left behind. */
    static List<WorkFolder> in(Path imports) throws IOException {
        try (Stream<Path> files = Files.list(imports)) {
            return files.filter(file -> file.getFileName().toString().endsWith(SUFFIX))
                    .map(WorkFolder::new)
                    .toList();
        }
    }

    Path path() {
        return folder;
    }

    String importId() {
        String name = folder.getFileName().toString();
        return name.substring(0, name.length() - SUFFIX.length());
    }

    /** Deletes it. */
    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(WorkFolder::delete);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
