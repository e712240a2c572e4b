package org.vicinity.registry.internal;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import javax.persistence.EntityManager;
import org.vicinity.persistence.registry.RecordedChangeSet;
import org.vicinity.persistence.registry.RecordedChangeSet.State;
import org.vicinity.registry.ChangeSet;

/** The change sets of an import that was entered and taken back: by way of a file, as nobody else can write meanwhile. */
final class Preview {
    private static final String BETWEEN = "\t";

    private final Path file;

    Preview(Path file) {
        this.file = file;
    }

    /** Those that were entered under this number and would be told of. */
    void write(EntityManager manager, long number) {
        List<Long> ids = manager.createQuery(
                        "SELECT c.id FROM RecordedChangeSet c WHERE c.number = :number AND c.state <> :settled"
                                + " ORDER BY c.id",
                        Long.class)
                .setParameter("number", number)
                .setParameter("settled", State.SETTLED)
                .getResultList();
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (Long id : ids) {
                RecordedChangeSet set = manager.find(RecordedChangeSet.class, id);
                // JSON has no tabs and no line ends.
                out.write(set.offender() + BETWEEN + set.changes() + "\n");
                manager.detach(set);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void read(Instant observedAt, Jurisdiction jurisdiction, Consumer<ChangeSet> sets) throws IOException {
        Instant now = Instant.now();
        try (BufferedReader in = Files.newBufferedReader(file)) {
            long number = 1;
            for (String line = in.readLine(); line != null; line = in.readLine(), number++) {
                int between = line.indexOf(BETWEEN);
                sets.accept(new ChangeSet(
                        number,
                        number,
                        jurisdiction.told(RecordJson.tree(line.substring(0, between))),
                        RecordJson.changes(line.substring(between + 1)).stream()
                                .filter(jurisdiction::alerts)
                                .toList(),
                        observedAt,
                        now,
                        null));
            }
        }
    }
}
