package org.vicinity.outbox.internal;

import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import java.io.IOException;
import java.io.StringWriter;
import java.time.ZoneId;
import java.util.Map;
import org.vicinity.notification.Message;

/** Gives letters their two forms; what is filled into the HTML one is escaped by the kind of its template. */
final class Renderer {
    private final Letters letters;
    private final Configuration templates = new Configuration(Configuration.VERSION_2_3_34);

    Renderer(String publicUrl, String senderName, String senderAddress, ZoneId zone) {
        letters = new Letters(publicUrl, senderName, senderAddress, zone);
        templates.setClassForTemplateLoading(Renderer.class, "");
        templates.setDefaultEncoding("UTF-8");
        templates.setLocalizedLookup(false);
        templates.setLogTemplateExceptions(false);
    }

    Message render(String id, Payload payload) {
        Letter letter = letters.letter(payload);
        return new Message(
                id,
                payload.to(),
                payload.language(),
                letter.subject(),
                form("letter.ftl", letter, payload).strip() + "\n",
                form("letter.ftlh", letter, payload),
                letters.headers(payload));
    }

    private String form(String template, Letter letter, Payload payload) {
        StringWriter out = new StringWriter();
        try {
            templates.getTemplate(template).process(Map.of("letter", letter, "language", payload.language()), out);
        } catch (IOException | TemplateException e) {
            // The cause may show what was to be filled in.
            throw new IllegalStateException(
                    "a message can't be rendered: " + e.getClass().getSimpleName());
        }
        return out.toString();
    }
}
