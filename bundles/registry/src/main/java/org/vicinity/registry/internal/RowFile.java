package org.vicinity.registry.internal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** Rows in a file, read one after the other. */
final class RowFile implements Iterator<StagedRow>, AutoCloseable {
    private final BufferedReader reader;
    private String next;

    RowFile(Path file) throws IOException {
        reader = Files.newBufferedReader(file);
        next = reader.readLine();
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    @Override
    public StagedRow next() {
        if (next == null) {
            throw new NoSuchElementException();
        }
        StagedRow row = StagedRow.parse(next);
        try {
            next = reader.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return row;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
