package org.vicinity.console.internal;

import java.util.List;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.vicinity.notification.Outbox;
import org.vicinity.registry.ChangeLog;

/** What lies in the outbox, by channel and state, and changes that it could not be decided on. */
@Service
@Command(scope = "vicinity", name = "outbox", description = "What lies in the outbox, by channel and state.")
public class OutboxCommand implements Action {
    @Reference(optional = true)
    private Outbox outbox;

    @Reference(optional = true)
    private ChangeLog changeLog;

    @Override
    public Object execute() throws Exception {
        var table = new ShellTable();
        table.column("Channel");
        table.column("State");
        table.column("Messages");
        table.column("Oldest");
        table.emptyTableText("The outbox is empty.");
        for (var count : Answers.present(outbox, "outbox").counts()) {
            table.addRow()
                    .addContent(
                            count.channel(),
                            count.state(),
                            count.messages(),
                            // What is done has no age that would matter.
                            count.state().equals("sent") ? "" : Answers.age(count.oldestAgeSeconds()));
        }
        table.print(System.out);
        for (var parked : changeLog == null ? List.<ChangeLog.Parked>of() : changeLog.parked()) {
            System.out.println("Change set " + parked.changeSetId() + " of " + Answers.time(parked.enteredAt())
                    + " is parked, nobody is told of it: " + parked.problem());
        }
        return null;
    }
}
