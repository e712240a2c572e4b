package org.vicinity.console.internal;

import java.util.TreeMap;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.vicinity.notification.Outbox;

/** The channels that messages go by, and those that messages wait for. */
@Service
@Command(scope = "vicinity", name = "channels", description = "The channels that messages go by.")
public class ChannelsCommand implements Action {
    @Reference(optional = true)
    private Outbox outbox;

    @Override
    public Object execute() throws Exception {
        var waiting = new TreeMap<String, Long>();
        Answers.present(outbox, "outbox").channels().forEach(channel -> waiting.put(channel, 0L));
        for (var count : outbox.counts()) {
            if (!count.state().equals("sent")) {
                waiting.merge(count.channel(), count.messages(), Long::sum);
            }
        }
        var table = new ShellTable();
        table.column("Channel");
        table.column("State");
        table.column("Not sent");
        table.emptyTableText("There is no channel.");
        waiting.forEach((channel, messages) ->
                table.addRow().addContent(channel, outbox.channel(channel).isPresent() ? "there" : "away", messages));
        table.print(System.out);
        return null;
    }
}
