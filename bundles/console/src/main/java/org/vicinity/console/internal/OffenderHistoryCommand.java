package org.vicinity.console.internal;

import java.util.List;
import java.util.Locale;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.vicinity.registry.ComplianceStatus;
import org.vicinity.registry.OffenderHistory;
import org.vicinity.registry.OffenderRecord.Address;

/** What became of an offender and each of its addresses. */
@Service
@Command(
        scope = "vicinity",
        name = "offender-history",
        description =
                "What became of an offender, and how long each address was registered. Not for the public: it also"
                        + " tells of what the registry shows no more.")
public class OffenderHistoryCommand implements Action {
    @Reference(optional = true)
    private OffenderHistory history;

    @Argument(index = 0, name = "id", required = true, description = "The offender's id in the registry")
    private String id;

    @Override
    public Object execute() {
        var found = Answers.present(history, "registry")
                .of(id)
                .orElseThrow(() -> new IllegalArgumentException("The registry never had an offender with this id"));
        var events = table("Observed", "Entered", "Change", "Before", "After");
        for (var event : found.events()) {
            for (var change : event.changes()) {
                var kind = change.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
                events.addRow()
                        .addContent(
                                Answers.time(event.observedAt()),
                                Answers.time(event.enteredAt()),
                                event.undoing() ? kind + " (undoes a revoked import)" : kind,
                                text(change.before(), change.statusBefore()),
                                text(change.after(), change.statusAfter()));
            }
        }
        events.print(System.out);
        System.out.println();
        var stays = table("Type", "Address", "From", "Until");
        stays.emptyTableText("No address was ever registered.");
        for (var stay : found.stays()) {
            stays.addRow()
                    .addContent(
                            stay.address().type().wireName(),
                            stay.address().oneLine(),
                            Answers.time(stay.from()),
                            Answers.time(stay.until()));
        }
        stays.print(System.out);
        return null;
    }

    private static ShellTable table(String... columns) {
        var table = new ShellTable();
        List.of(columns).forEach(table::column);
        return table;
    }

    private static String text(Address address, ComplianceStatus status) {
        if (address != null) {
            return address.type().wireName() + ": " + address.oneLine();
        }
        return status == null ? "" : status.wireName();
    }
}
