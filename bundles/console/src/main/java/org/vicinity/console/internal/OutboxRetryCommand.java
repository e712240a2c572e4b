package org.vicinity.console.internal;

import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.vicinity.notification.Outbox;

/** Gives parked messages another round of deliveries. */
@Service
@Command(scope = "vicinity", name = "outbox-retry", description = "Gives parked messages another round of deliveries.")
public class OutboxRetryCommand implements Action {
    @Reference(optional = true)
    private Outbox outbox;

    @Override
    public Object execute() throws Exception {
        System.out.println(Answers.present(outbox, "outbox").retryParked() + " messages are queued again");
        return null;
    }
}
