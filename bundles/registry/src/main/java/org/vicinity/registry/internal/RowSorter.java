package org.vicinity.registry.internal;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;

/** Sorts as many rows as there are: what is too much for the memory waits in sorted files. */
final class RowSorter implements AutoCloseable {
    private static final int CHARACTERS_IN_MEMORY = 1 << 24;
    /** Of a row, beside its JSON. */
    private static final int CHARACTERS_OF_A_ROW = 200;

    private final Path folder;
    private final int most;
    private final List<StagedRow> rows = new ArrayList<>();
    private final List<RowFile> files = new ArrayList<>();
    private long characters;

    /** @param folder that exists, for files of its own */
    RowSorter(Path folder) {
        this(folder, CHARACTERS_IN_MEMORY);
    }

    RowSorter(Path folder, int charactersInMemory) {
        this.folder = folder;
        most = charactersInMemory;
    }

    void add(StagedRow row) throws IOException {
        rows.add(row);
        characters += row.json().length() + row.addresses().length() + CHARACTERS_OF_A_ROW;
        if (characters > most) {
            spill();
        }
    }

    private void spill() throws IOException {
        rows.sort(StagedRow.ORDER);
        Path file = folder.resolve("run-" + files.size());
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (StagedRow row : rows) {
                out.write(row.text());
                out.write('\n');
            }
        }
        files.add(new RowFile(file));
        rows.clear();
        characters = 0;
    }

    /** All rows in their order, once. */
    Iterator<StagedRow> sorted() {
        rows.sort(StagedRow.ORDER);
        PriorityQueue<Head> heads = new PriorityQueue<>(Comparator.comparing(Head::row, StagedRow.ORDER));
        Head.of(rows.iterator(), heads);
        files.forEach(file -> Head.of(file, heads));
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return !heads.isEmpty();
            }

            @Override
            public StagedRow next() {
                Head first = heads.remove();
                Head.of(first.rest(), heads);
                return first.row();
            }
        };
    }

    private record Head(StagedRow row, Iterator<StagedRow> rest) {
        static void of(Iterator<StagedRow> rows, PriorityQueue<Head> heads) {
            if (rows.hasNext()) {
                heads.add(new Head(rows.next(), rows));
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (RowFile file : files) {
            file.close();
        }
    }
}
