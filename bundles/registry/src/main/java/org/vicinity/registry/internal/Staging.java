package org.vicinity.registry.internal;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import org.vicinity.registry.InvalidRecordException;
import org.vicinity.registry.OffenderRecord;
import org.vicinity.registry.internal.StagedRow.Kind;

/** Brings the rows of a snapshot, which come in any order, into a file with one row an offender, sorted by id. */
final class Staging implements AutoCloseable {
    private final Path file;
    private final Merging merging;
    private final RowSorter sorter;

    /** How several rows of one id make one record. */
    interface Merging {
        /** @throws InvalidRecordException where they contradict each other */
        OffenderRecord merged(OffenderRecord before, OffenderRecord more);
    }

    interface Rejected {
        void reject(long line, InvalidRecordException why);
    }

    /** @param folder for the file and what comes before it: the caller deletes it */
    Staging(Path folder, Merging merging) throws IOException {
        this.file = Files.createDirectories(folder).resolve("records");
        this.merging = merging;
        sorter = new RowSorter(folder);
    }

    void add(StagedRow row) throws IOException {
        sorter.add(row);
    }

    /**
     * Who is exempt is left out, whatever else is said of them; of whom a row was rejected, only that remains.
     *
     * @return the file
     */
    Path finish(Rejected rejected) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            Iterator<StagedRow> rows = sorter.sorted();
            Offender offender = null;
            while (rows.hasNext()) {
                StagedRow row = rows.next();
                if (offender == null || !offender.first.id().equals(row.id())) {
                    write(offender, out);
                    offender = new Offender(row);
                } else {
                    offender.add(row, rejected);
                }
            }
            write(offender, out);
        }
        return file;
    }

    private static void write(Offender offender, BufferedWriter out) throws IOException {
        if (offender != null && !offender.exempt) {
            out.write(offender.row().text());
            out.write('\n');
        }
    }

    /** What the rows of one id have said so far. */
    private final class Offender {
        private final StagedRow first;
        private OffenderRecord merged;
        private boolean rejected;
        private boolean exempt;

        Offender(StagedRow row) {
            first = row;
            rejected = row.kind() == Kind.REJECTED;
            exempt = row.kind() == Kind.EXEMPT;
        }

        void add(StagedRow row, Rejected why) {
            rejected |= row.kind() == Kind.REJECTED;
            exempt |= row.kind() == Kind.EXEMPT;
            if (row.kind() != Kind.RECORD || exempt) {
                return;
            }
            try {
                if (merged == null && first.kind() == Kind.RECORD) {
                    merged = first.record();
                }
                merged = merged == null ? row.record() : merging.merged(merged, row.record());
            } catch (InvalidRecordException e) {
                why.reject(row.line(), e);
                rejected = true;
            }
        }

        StagedRow row() {
            if (rejected) {
                return StagedRow.without(Kind.REJECTED, first.id(), first.line());
            }
            return merged == null ? first : StagedRow.of(merged, first.line());
        }
    }

    @Override
    public void close() throws IOException {
        sorter.close();
    }
}
