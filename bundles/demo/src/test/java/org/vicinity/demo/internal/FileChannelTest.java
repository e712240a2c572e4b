package org.vicinity.demo.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vicinity.notification.Message;
import org.vicinity.notification.Outcome;

class FileChannelTest {
    @TempDir
    private Path data;

    private static Message message(String id) {
        return new Message(
                id, Instant.EPOCH, "a@example.org", "en", "Hi", "text", "<p>text</p>", Map.of("List-Id", "<a.b>"));
    }

    @Test
    void aMessageIsOneFileHoweverOftenItComes() throws IOException {
        FileChannel channel = new FileChannel(data.resolve("mail"));
        assertThat(channel.deliver(message("1@b"))).isInstanceOf(Outcome.Delivered.class);
        assertThat(channel.deliver(message("1@b"))).isInstanceOf(Outcome.Delivered.class);
        assertThat(data.resolve("mail"))
                .isDirectoryContaining(file -> file.endsWith("1%40b.json"))
                .satisfies(folder -> assertThat(folder.toFile().list()).hasSize(1));
        assertThat(new ObjectMapper()
                        .readTree(data.resolve("mail/1%40b.json").toFile())
                        .path("subject")
                        .asText())
                .isEqualTo("Hi");
    }

    @Test
    void noIdLeadsOutOfTheFolder() throws IOException {
        FileChannel channel = new FileChannel(data.resolve("mail"));
        assertThat(channel.deliver(message("../../escaped"))).isInstanceOf(Outcome.Delivered.class);
        assertThat(data.toFile().list()).containsExactly("mail");
    }

    @Test
    void aFolderThatIsGoneMeansLater() throws IOException {
        FileChannel channel = new FileChannel(data.resolve("mail"));
        Files.delete(data.resolve("mail"));
        assertThat(channel.deliver(message("1@b"))).isInstanceOf(Outcome.Retry.class);
    }
}
