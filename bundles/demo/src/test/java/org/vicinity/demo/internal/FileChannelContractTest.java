package org.vicinity.demo.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.vicinity.channel.testkit.NotificationChannelContract;
import org.vicinity.notification.NotificationChannel;

class FileChannelContractTest extends NotificationChannelContract {
    @TempDir
    private Path data;

    private Path folder;
    private Path away;

    @Override
    protected NotificationChannel channel() throws IOException {
        folder = data.resolve("mail");
        away = data.resolve("away");
        return new FileChannel(folder);
    }

    /** A folder is there or not; it is never busy and refuses nothing. */
    @Override
    protected boolean behave(Receiver receiver) throws IOException {
        switch (receiver) {
            case GONE -> Files.move(folder, away);
            case ACCEPTS -> Files.move(away, folder);
            default -> {
                return false;
            }
        }
        return true;
    }

    @Override
    protected String address() {
        return "a@example.org";
    }

    @Override
    protected List<String> received() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Override
    protected void stop(NotificationChannel stopped) {
        // It holds nothing that would have to be let go.
    }
}
