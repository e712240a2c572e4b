package org.vicinity.console.internal;

import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.vicinity.notification.Outbox;
import org.vicinity.registry.ChangeLog;

/** Gives parked messages and changes another round. */
@Service
@Command(scope = "vicinity", name = "outbox-retry", description = "Gives parked messages and changes another round.")
public class OutboxRetryCommand implements Action {
    @Reference(optional = true)
    private Outbox outbox;

    @Reference(optional = true)
    private ChangeLog changeLog;

    @Override
    public Object execute() throws Exception {
        System.out.println(Answers.present(outbox, "outbox").retryParked() + " messages are queued again");
        if (changeLog != null) {
            System.out.println(changeLog.retryParked() + " changes are decided on again");
        }
        return null;
    }
}
