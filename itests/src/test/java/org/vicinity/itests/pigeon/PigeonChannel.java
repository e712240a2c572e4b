package org.vicinity.itests.pigeon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.vicinity.notification.Message;
import org.vicinity.notification.NotificationChannel;
import org.vicinity.notification.Outcome;

/** What a third party would write: one class. Its receiver is a file in the data folder, a line a message. */
@Component
public final class PigeonChannel implements NotificationChannel {
    private final Path loft;

    @Activate
    public PigeonChannel(BundleContext context) {
        loft = Path.of(context.getProperty("vicinity.data"), "pigeons");
    }

    @Override
    public String name() {
        return "pigeon";
    }

    @Override
    public Outcome deliver(Message message) {
        try {
            Files.writeString(loft, message.id() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            return new Outcome.Delivered();
        } catch (IOException e) {
            return new Outcome.Retry("the loft is closed", null);
        }
    }
}
