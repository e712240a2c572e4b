package ${package};

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.vicinity.channel.testkit.NotificationChannelContract;
import org.vicinity.notification.NotificationChannel;

/** The contract that every channel keeps: here is only how this one and its receiver are made. */
class ${className}ChannelTest extends NotificationChannelContract {
    @TempDir
    private Path data;

    @Override
    protected NotificationChannel channel() throws IOException {
        return new ${className}Channel(Files.createDirectory(data.resolve("there")));
    }

    @Override
    protected boolean behave(Receiver receiver) throws IOException {
        Path there = data.resolve("there");
        Path away = data.resolve("away");
        switch (receiver) {
            case GONE -> Files.move(there, away);
            case ACCEPTS -> Files.move(away, there);
            default -> {
                return false;
            }
        }
        return true;
    }

    @Override
    protected String address() {
        return "somebody@example.org";
    }

    @Override
    protected List<String> received() throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("there"))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Override
    protected void stop(NotificationChannel stopped) {
        // It holds nothing that would have to be let go.
    }
}
