package org.vicinity.outbox.internal;

import freemarker.template.Configuration;
import freemarker.template.Template;
import freemarker.template.TemplateException;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import org.vicinity.notification.Message;

/** Gives letters their two forms; what is filled into the HTML one is escaped by the kind of its template. */
final class Renderer {
    private static final int USUAL_LENGTH = 8192;

    private final Letters letters;
    private final Template text;
    private final Template html;

    Renderer(String publicUrl, String senderName, String senderAddress, ZoneId zone) {
        letters = new Letters(publicUrl, senderName, senderAddress, zone);
        Configuration templates = new Configuration(Configuration.VERSION_2_3_34);
        templates.setClassForTemplateLoading(Renderer.class, "");
        templates.setDefaultEncoding("UTF-8");
        templates.setLocalizedLookup(false);
        templates.setLogTemplateExceptions(false);
        try {
            text = templates.getTemplate("letter.ftl");
            html = templates.getTemplate("letter.ftlh");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Message render(String id, Instant queuedAt, Payload payload) {
        Letter letter = letters.letter(payload);
        return new Message(
                id,
                queuedAt,
                payload.to(),
                payload.language(),
                letter.subject(),
                form(text, letter, payload).strip() + "\n",
                form(html, letter, payload),
                letters.headers(payload));
    }

    private static String form(Template template, Letter letter, Payload payload) {
        StringWriter out = new StringWriter(USUAL_LENGTH);
        try {
            template.process(
                    Map.of("subject", letter.subject(), "blocks", letter.blocks(), "language", payload.language()),
                    out);
        } catch (IOException | TemplateException e) {
            // The cause may show what was to be filled in.
            throw new IllegalStateException(
                    "a message can't be rendered: " + e.getClass().getSimpleName());
        }
        return out.toString();
    }
}
