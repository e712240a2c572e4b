package org.vicinity.console.internal;

import java.util.HashMap;
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
        var parked = new HashMap<String, Long>();
        Answers.present(outbox, "outbox").channels().forEach(channel -> waiting.put(channel, 0L));
        for (var count : outbox.counts()) {
            boolean waits = count.state().equals("queued") || count.state().equals("sending");
            waiting.merge(count.channel(), waits ? count.messages() : 0, Long::sum);
            if (count.state().equals("parked")) {
                parked.put(count.channel(), count.messages());
            }
        }
        var table = new ShellTable();
        table.column("Channel");
        table.column("State");
        table.column("Waiting");
        table.column("Parked");
        table.emptyTableText("There is no channel.");
        // A channel that is away matters while something waits for it.
        waiting.forEach((channel, messages) -> {
            boolean there = outbox.channel(channel).isPresent();
            long given = parked.getOrDefault(channel, 0L);
            if (there || messages + given > 0) {
                table.addRow().addContent(channel, there ? "there" : "away", messages, given);
            }
        });
        table.print(System.out);
        return null;
    }
}
