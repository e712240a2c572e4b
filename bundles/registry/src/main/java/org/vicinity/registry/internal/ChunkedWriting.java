package org.vicinity.registry.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Writes the differences of a snapshot in chunks, so that memory needs never be larger than one. */
final class ChunkedWriting implements Comparison.Taker {
    private final Writing writing;
    private final String feed;
    private final Runnable forget;
    private final List<StagedRow> known = new ArrayList<>();
    private final List<String> removed = new ArrayList<>();
    private int entered;

    /** @param forget is run after each chunk: what was written needs not be remembered */
    ChunkedWriting(Writing writing, String feed, Runnable forget) {
        this.writing = writing;
        this.feed = feed;
        this.forget = forget;
    }

    @Override
    public void added(StagedRow row, boolean returned) {
        if (returned) {
            changed(row);
            return;
        }
        writing.enterNew(feed, row);
        if (++entered == Writing.CHUNK) {
            flush();
            entered = 0;
        }
    }

    @Override
    public void changed(StagedRow row) {
        add(row, known, rows -> writing.enterKnown(feed, rows));
    }

    @Override
    public void removed(String id) {
        add(id, removed, writing::remove);
    }

    private <T> void add(T item, List<T> chunk, Consumer<List<T>> write) {
        chunk.add(item);
        if (chunk.size() == Writing.CHUNK) {
            write(chunk, write);
        }
    }

    private <T> void write(List<T> chunk, Consumer<List<T>> write) {
        if (!chunk.isEmpty()) {
            write.accept(chunk);
            flush();
            chunk.clear();
        }
    }

    private void flush() {
        writing.flush();
        forget.run();
    }

    /** Writes what is left. */
    void finish() {
        write(known, rows -> writing.enterKnown(feed, rows));
        write(removed, writing::remove);
        writing.flush();
    }
}
