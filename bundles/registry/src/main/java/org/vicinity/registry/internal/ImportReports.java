package org.vicinity.registry.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.vicinity.persistence.registry.RecordedImport;
import org.vicinity.registry.RegistryImports.ImportReport;
import org.vicinity.registry.RegistryImports.Rejection;
import org.vicinity.registry.RegistryImports.State;

/** Reports of imports as the table keeps them. */
final class ImportReports {
    private ImportReports() {}

    static ImportReport begun(String id, String feed, Instant startedAt) {
        return new ImportReport(
                id, feed, State.RUNNING, "", 0, 0, 0, 0, 0, List.of(), 0, 0, List.of(), startedAt, null);
    }

    /** The same, ended without effect. */
    static ImportReport closed(ImportReport before, State state, String problem) {
        return withoutEffect(before, state, problem, before.received(), before.rejected(), Instant.now());
    }

    /** The same, so far. */
    static ImportReport progressed(ImportReport before, long received) {
        return withoutEffect(before, before.state(), before.problem(), received, List.of(), null);
    }

    /** The same, with a word to operators. */
    static ImportReport noted(ImportReport before, String problem) {
        return withoutEffect(before, before.state(), problem, before.received(), before.rejected(), null);
    }

    private static ImportReport withoutEffect(
            ImportReport before,
            State state,
            String problem,
            long received,
            List<Rejection> rejected,
            Instant finishedAt) {
        return new ImportReport(
                before.importId(),
                before.feed(),
                state,
                problem,
                received,
                0,
                0,
                0,
                0,
                rejected,
                rejected.isEmpty() ? 0 : before.rejectedRows(),
                before.unmapped(),
                before.ignoredColumns(),
                before.startedAt(),
                finishedAt);
    }

    static String json(ImportReport report) {
        ObjectNode node = RecordJson.JSON
                .createObjectNode()
                .put("problem", report.problem())
                .put("received", report.received())
                .put("added", report.added())
                .put("changed", report.changed())
                .put("removed", report.removed())
                .put("unchanged", report.unchanged())
                .put("rejectedRows", report.rejectedRows());
        ArrayNode rejected = node.putArray("rejected");
        report.rejected()
                .forEach(one -> rejected.addObject().put("line", one.line()).put("reason", one.reason()));
        ArrayNode ignored = node.putArray("ignoredColumns");
        report.ignoredColumns().forEach(ignored::add);
        if (report.finishedAt() != null) {
            node.put("finishedAt", report.finishedAt().toString());
        }
        return RecordJson.text(node);
    }

    /** @param unmapped how many addresses of its feed have no point now */
    static ImportReport read(RecordedImport entry, long unmapped) {
        JsonNode node = RecordJson.tree(entry.report());
        List<Rejection> rejected = new ArrayList<>();
        node.path("rejected")
                .forEach(one -> rejected.add(new Rejection(
                        one.path("line").asLong(), one.path("reason").asText())));
        List<String> ignored = new ArrayList<>();
        node.path("ignoredColumns").forEach(name -> ignored.add(name.asText()));
        return new ImportReport(
                entry.id(),
                entry.feed(),
                State.valueOf(entry.state().toUpperCase(Locale.ROOT)),
                node.path("problem").asText(),
                node.path("received").asLong(),
                node.path("added").asLong(),
                node.path("changed").asLong(),
                node.path("removed").asLong(),
                node.path("unchanged").asLong(),
                rejected,
                node.path("rejectedRows").asLong(),
                unmapped,
                ignored,
                entry.startedAt(),
                node.has("finishedAt") ? Instant.parse(node.get("finishedAt").asText()) : null);
    }
}
