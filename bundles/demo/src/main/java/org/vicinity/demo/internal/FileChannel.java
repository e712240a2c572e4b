package org.vicinity.demo.internal;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.vicinity.notification.Message;
import org.vicinity.notification.NotificationChannel;
import org.vicinity.notification.Outcome;

/** For development: each message becomes a file; a second delivery of the same message takes the first one's place. */
@Component(
        service = NotificationChannel.class,
        name = "org.vicinity.demo.files",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = FileChannel.Config.class)
public final class FileChannel implements NotificationChannel {
    /** Where the files go. */
    @ObjectClassDefinition(name = "Vicinity: file channel")
    public @interface Config {
        @AttributeDefinition(description = "made where it is not there")
        String folder();
    }

    private final ObjectMapper mapper = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();
    private final Path folder;

    @Activate
    public FileChannel(Config config) throws IOException {
        this(Path.of(config.folder()));
    }

    FileChannel(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    @Override
    public String name() {
        return "file";
    }

    @Override
    public Outcome deliver(Message message) {
        // An id can't lead out of the folder: its slashes are encoded.
        String name = URLEncoder.encode(message.id(), StandardCharsets.UTF_8) + ".json";
        try {
            // Readers of the folder never see half a message.
            Path part = Files.createTempFile(folder, "message", ".part");
            try {
                Files.write(part, mapper.writeValueAsBytes(message));
                Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(part);
            }
            return new Outcome.Delivered();
        } catch (IOException e) {
            return new Outcome.Retry(e.getClass().getSimpleName(), null);
        }
    }
}
