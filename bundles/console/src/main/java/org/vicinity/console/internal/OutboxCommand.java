package org.vicinity.console.internal;

import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.vicinity.notification.Outbox;

/** What lies in the outbox, by channel and state. */
@Service
@Command(scope = "vicinity", name = "outbox", description = "What lies in the outbox, by channel and state.")
public class OutboxCommand implements Action {
    @Reference(optional = true)
    private Outbox outbox;

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
                            count.channel(), count.state(), count.messages(), Answers.age(count.oldestAgeSeconds()));
        }
        table.print(System.out);
        return null;
    }
}
