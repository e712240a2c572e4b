package org.vicinity.registry.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vicinity.registry.OffenderRecord;
import org.vicinity.registry.RegistryImports.Format;
import org.vicinity.registry.RegistryImports.Rejection;

/** A small snapshot as it was read, whole in memory. */
record StagedContent(
        Map<String, OffenderRecord> records,
        List<String> bad,
        boolean unreadableIds,
        long received,
        long rejected,
        List<Rejection> rejections,
        List<String> ignored) {
    static StagedContent read(Path file, Format format, long mostCharacters, Jurisdiction jurisdiction)
            throws IOException, BrokenSnapshotException {
        SnapshotReader.Content content = SnapshotReader.read(
                file, format, mostCharacters, jurisdiction, file.resolveSibling("work"), received -> {});
        Map<String, OffenderRecord> records = new LinkedHashMap<>();
        List<String> bad = new ArrayList<>();
        try (RowFile rows = new RowFile(content.records())) {
            rows.forEachRemaining(row -> {
                if (row.kind() == StagedRow.Kind.RECORD) {
                    records.put(row.id(), row.record());
                } else {
                    bad.add(row.id());
                }
            });
        }
        return new StagedContent(
                records,
                bad,
                content.unreadableIds(),
                content.received(),
                content.rejected(),
                content.rejections(),
                content.ignored());
    }
}
