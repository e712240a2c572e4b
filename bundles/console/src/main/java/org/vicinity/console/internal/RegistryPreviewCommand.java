package org.vicinity.console.internal;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.vicinity.notification.AlertPreview;
import org.vicinity.registry.ChangeSet;
import org.vicinity.registry.RegistryChange.Kind;
import org.vicinity.registry.RegistryImports;

/** What a held import would do. */
@Service
@Command(
        scope = "vicinity",
        name = "registry-preview",
        description =
                "What a held import would change, and how many alerts it would send. Changes nothing; while it is tried (as"
                        + " long as it would take to apply) searches go on, and what people or the authority enter waits.")
public class RegistryPreviewCommand implements Action {
    @Reference(optional = true)
    private RegistryImports imports;

    @Reference(optional = true)
    private AlertPreview alerts;

    @Argument(index = 0, name = "importId", required = true, description = "The import's id")
    private String importId;

    private final Map<Kind, Long> kinds = new EnumMap<>(Kind.class);
    private long alertsSent;

    @Override
    public Object execute() throws Exception {
        Answers.present(alerts, "alerts");
        if (!Answers.present(imports, "registry").preview(importId, this::count)) {
            throw new IllegalArgumentException("No import with this id is held. See vicinity:registry-imports");
        }
        var table = new ShellTable();
        table.column("Change");
        table.column("Times");
        table.emptyTableText("It would tell of nothing.");
        kinds.forEach((kind, times) ->
                table.addRow().addContent(kind.name().toLowerCase(Locale.ROOT).replace('_', ' '), times));
        table.print(System.out);
        System.out.println("Alerts it would send: " + alertsSent
                + " (changes whose addresses have no point yet are counted without it)");
        return null;
    }

    private void count(ChangeSet set) {
        set.changes().forEach(change -> kinds.merge(change.kind(), 1L, Long::sum));
        alertsSent += alerts.alerts(set);
    }
}
