package org.vicinity.notification;

import java.time.Instant;
import java.util.Map;

/**
 * A rendered message.
 *
 * @param id stable: a second delivery of the same message has the same id
 * @param queuedAt when it was decided to tell it
 * @param to the channel's kind of address
 * @param subject one line
 * @param html the same as the text, marked up; may be empty
 * @param headers further headers for channels that have such, each one line: {@code List-Unsubscribe}, …
 */
public record Message(
        String id,
        Instant queuedAt,
        String to,
        String language,
        String subject,
        String text,
        String html,
        Map<String, String> headers) {
    public Message {
        headers = Map.copyOf(headers);
    }
}
