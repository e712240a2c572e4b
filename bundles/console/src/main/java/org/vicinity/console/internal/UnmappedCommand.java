package org.vicinity.console.internal;

import java.util.List;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.vicinity.registry.Registry;

/** Registered addresses without a point, newest first. */
@Service
@Command(scope = "vicinity", name = "unmapped", description = "Registered addresses without a point, newest first.")
public class UnmappedCommand implements Action {
    @Reference(optional = true)
    private Registry registry;

    @Override
    public Object execute() throws Exception {
        var table = new ShellTable();
        for (var column : List.of("Address id", "Offender", "Type", "Address", "Reason", "Since")) {
            table.column(column);
        }
        table.emptyTableText("Every address is mapped.");
        for (var unmapped : Answers.present(registry, "registry").unmapped(200)) {
            table.addRow()
                    .addContent(
                            unmapped.addressId(),
                            unmapped.offenderId(),
                            unmapped.address().type().wireName(),
                            unmapped.address().oneLine(),
                            unmapped.reason(),
                            Answers.time(unmapped.since()));
        }
        table.print(System.out);
        return null;
    }
}
