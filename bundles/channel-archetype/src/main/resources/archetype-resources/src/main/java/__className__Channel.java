package ${package};

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.vicinity.notification.Message;
import org.vicinity.notification.NotificationChannel;
import org.vicinity.notification.Outcome;

/** Begin here: this one leaves each message in a folder, as a file named after the message's id. */
@Component(name = "${package}", configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = ${className}Channel.Config.class)
public final class ${className}Channel implements NotificationChannel {
    /** The settings, in {@code etc/${package}.cfg}. */
    @ObjectClassDefinition(name = "Channel ${channel}")
    public @interface Config {
        @AttributeDefinition(description = "where messages are left; has to be there")
        String folder();
    }

    private final Path folder;

    @Activate
    public ${className}Channel(Config config) {
        this(Path.of(config.folder()));
    }

    ${className}Channel(Path folder) {
        this.folder = folder;
    }

    @Override
    public String name() {
        return "${channel}";
    }

    @Override
    public Outcome deliver(Message message) {
        String file = Base64.getUrlEncoder().encodeToString(message.id().getBytes(StandardCharsets.UTF_8));
        try {
            Files.writeString(folder.resolve(file), message.subject() + "\n\n" + message.text());
            return new Outcome.Delivered();
        } catch (IOException e) {
            return new Outcome.Retry("the folder can't be written to", null);
        }
    }
}
