package org.vicinity.console.internal;

import java.util.List;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.vicinity.registry.Feeds;

/** Where the registry's records come from, and how fresh they are. */
@Service
@Command(scope = "vicinity", name = "feeds", description = "The registry's feeds and how fresh they are.")
public class FeedsCommand implements Action {
    @Reference(optional = true)
    private Feeds feeds;

    @Option(name = "--run", description = "Ask this feed now")
    private String run = "";

    @Override
    public Object execute() throws Exception {
        var present = Answers.present(feeds, "registry");
        if (!run.isEmpty() && !present.run(run)) {
            throw new IllegalArgumentException("There is no feed of this name that could be asked.");
        }
        var table = new ShellTable();
        for (var column : List.of("Feed", "Last run", "Last good", "Next", "State", "Problem")) {
            table.column(column);
        }
        table.emptyTableText("There is no feed, and no snapshot was ever sent in.");
        for (var feed : present.all()) {
            table.addRow()
                    .addContent(
                            feed.feed(),
                            Answers.time(feed.lastRun()),
                            Answers.time(feed.lastGood()),
                            feed.polled() ? Answers.time(feed.next()) : "is sent in",
                            feed.late() ? "late" : "in time",
                            feed.problem());
        }
        table.print(System.out);
        return null;
    }
}
