package org.vicinity.console.internal;

import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.vicinity.notification.Outbox;

/** The channels that messages go by. */
@Service
@Command(scope = "vicinity", name = "channels", description = "The channels that messages go by.")
public class ChannelsCommand implements Action {
    @Reference(optional = true)
    private Outbox outbox;

    @Override
    public Object execute() throws Exception {
        var table = new ShellTable();
        table.column("Channel");
        table.emptyTableText("There is no channel.");
        Answers.present(outbox, "outbox").channels().forEach(channel -> table.addRow()
                .addContent(channel));
        table.print(System.out);
        return null;
    }
}
