package org.vicinity.console.internal;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.vicinity.notification.Message;
import org.vicinity.notification.NotificationChannel;
import org.vicinity.notification.Outcome;

/** Sends a test mail past the outbox, so that the mail server's answer is seen at once. */
@Service
@Command(
        scope = "vicinity",
        name = "mail-test",
        description = "Sends a test mail at once and shows what the mail server said.")
public class MailTestCommand implements Action {
    private static final String TEXT =
            "An operator of Vicinity sent this mail to test the way mails take. There is nothing to do.";

    @Reference(optional = true)
    private List<NotificationChannel> channels;

    @Argument(index = 0, name = "address", required = true, description = "Where to")
    private String address;

    @Override
    public Object execute() {
        if (!address.matches("[^@\\s]+@[^@\\s]+")) {
            throw new IllegalArgumentException("Not an e-mail address");
        }
        var email = (channels == null ? List.<NotificationChannel>of() : channels)
                .stream().filter(channel -> channel.name().equals("email")).findFirst();
        var outcome = Answers.present(email.orElse(null), "e-mail channel")
                .deliver(new Message(
                        "test-" + UUID.randomUUID(),
                        Instant.now(),
                        address,
                        "en",
                        "Vicinity: test mail",
                        TEXT,
                        "<!DOCTYPE html><html lang=\"en\"><head><title>Vicinity: test mail</title></head><body><p>"
                                + TEXT + "</p></body></html>",
                        Map.of("Auto-Submitted", "auto-generated")));
        if (outcome instanceof Outcome.Retry retry) {
            throw new IllegalStateException("Not delivered, worth another try: " + retry.reason());
        }
        if (outcome instanceof Outcome.Refused refused) {
            throw new IllegalStateException("The mail server refused it: " + refused.reason());
        }
        System.out.println("The mail server has it.");
        return null;
    }
}
