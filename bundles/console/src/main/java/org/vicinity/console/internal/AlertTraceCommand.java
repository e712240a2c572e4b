package org.vicinity.console.internal;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.vicinity.notification.Outbox;
import org.vicinity.registry.ChangeLog;

/** The way of an alert, step by step; also answers "why was I not told?". */
@Service
@Command(
        scope = "vicinity",
        name = "alert-trace",
        description = "The way of an alert from the registry's change to the receiver, each step with its time.")
public class AlertTraceCommand implements Action {
    @Reference(optional = true)
    private ChangeLog changeLog;

    @Reference(optional = true)
    private Outbox outbox;

    @Argument(
            index = 0,
            name = "id",
            required = true,
            description =
                    "The alert's id as the mail shows it: number of the change set, hyphen, number of the subscriber")
    private String id;

    private final ShellTable table = new ShellTable();

    @Override
    public Object execute() {
        if (!id.matches("\\d{1,18}-\\d{1,18}")) {
            throw new IllegalArgumentException("Not an alert's id; one looks like 7-42");
        }
        long changeSetId = Long.parseLong(id.substring(0, id.indexOf('-')));
        long subscriberId = Long.parseLong(id.substring(id.indexOf('-') + 1));
        var change = Answers.present(changeLog, "registry")
                .trace(changeSetId)
                .orElseThrow(() -> new IllegalStateException("The registry has no such change"));
        var messages = Answers.present(outbox, "outbox").trace(changeSetId, subscriberId);
        table.column("Step");
        table.column("Time");
        table.column("Detail");
        step("registry change", change.observedAt(), "its data reached this system");
        step("entered", change.enteredAt(), "");
        step("seen", change.seenAt(), "");
        step("matched", change.matchedAt(), change.state());
        for (var message : messages) {
            var what = message.kind().toLowerCase(java.util.Locale.ROOT) + " by " + message.channel();
            step("queued", message.queuedAt(), what);
            step(
                    message.state().equals("parked") ? "given up" : "accepted",
                    message.sentAt(),
                    what + ", " + message.state() + ", attempt " + message.attempts()
                            + (message.problem().isEmpty() ? "" : ": " + message.problem()));
        }
        table.print(System.out);
        if (messages.isEmpty()) {
            System.out.println("Nothing was queued for this subscriber.");
        }
        return null;
    }

    private void step(String name, Instant time, String detail) {
        String none = name.equals("given up") ? "" : "not yet";
        table.addRow()
                .addContent(
                        name,
                        time == null
                                ? none
                                : time.truncatedTo(ChronoUnit.MILLIS).toString(),
                        detail);
    }
}
