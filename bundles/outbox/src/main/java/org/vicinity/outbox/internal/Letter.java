package org.vicinity.outbox.internal;

import freemarker.template.SimpleScalar;
import freemarker.template.TemplateHashModel;
import freemarker.template.TemplateModel;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A message before it takes the form of text or HTML: a subject and blocks in their order. Public for the templates. */
public final class Letter {
    /** @param style {@code heading}, {@code text}, {@code item}, {@code note}, {@code fact} or {@code link} */
    public record Block(String style, String label, String text) implements TemplateHashModel {
        /** Without reflection, which would take longer than the rest of the template. */
        @Override
        public TemplateModel get(String key) {
            return switch (key) {
                case "style" -> new SimpleScalar(style);
                case "label" -> new SimpleScalar(label);
                case "text" -> new SimpleScalar(text);
                default -> null;
            };
        }

        @Override
        public boolean isEmpty() {
            return false;
        }
    }

    private static final Pattern LINE_ENDS = Pattern.compile("[\\p{Cc}\\u2028\\u2029]+");

    private final String subject;
    private final List<Block> blocks = new ArrayList<>();

    Letter(String subject) {
        this.subject = line(subject);
    }

    /** What the person or the registry wrote never makes a line of its own. */
    static String line(String text) {
        // Nearly all texts have none, and the pattern would take longer than the rest of a mail.
        for (int i = 0; i < text.length(); i++) {
            if (endsLine(text.charAt(i))) {
                return LINE_ENDS.matcher(text).replaceAll(" ").trim();
            }
        }
        return text.trim();
    }

    private static boolean endsLine(char c) {
        return Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
    }

    private Letter add(String style, String label, String text) {
        if (!text.isBlank()) {
            blocks.add(new Block(style, line(label), line(text)));
        }
        return this;
    }

    Letter heading(String text) {
        return add("heading", "", text);
    }

    Letter text(String text) {
        return add("text", "", text);
    }

    Letter item(String text) {
        return add("item", "", text);
    }

    Letter note(String text) {
        return add("note", "", text);
    }

    Letter fact(String label, String text) {
        return add("fact", label, text);
    }

    Letter link(String label, String url) {
        return add("link", label, url);
    }

    public String subject() {
        return subject;
    }

    public List<Block> blocks() {
        return blocks;
    }
}
