package org.vicinity.demo.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Collectors;
import javax.mail.Message.RecipientType;
import javax.mail.MessagingException;
import javax.mail.Part;
import javax.mail.Session;
import javax.mail.internet.ContentType;
import javax.mail.internet.MimeMessage;
import javax.mail.internet.MimeMultipart;

/**
 * A received mail, taken apart.
 *
 * @param text the plain text part; empty where there is none
 * @param html the HTML part; empty where there is none
 * @param headers as they came
 */
record Mail(
        int number,
        Instant receivedAt,
        String from,
        String to,
        String subject,
        String text,
        String html,
        String headers,
        byte[] source) {

    static Mail read(int number, Instant receivedAt, byte[] source) throws IOException {
        try {
            var message = new MimeMessage((Session) null, new ByteArrayInputStream(source));
            var parts = new String[] {"", ""};
            collect(message, parts);
            int end = headersEnd(source);
            return new Mail(
                    number,
                    receivedAt,
                    addresses(message.getFrom()),
                    addresses(message.getRecipients(RecipientType.TO)),
                    message.getSubject() == null ? "" : message.getSubject(),
                    parts[0],
                    parts[1],
                    new String(source, 0, end, StandardCharsets.UTF_8),
                    source);
        } catch (MessagingException e) {
            throw new IOException("not a mail", e);
        }
    }

    /** Without the content handlers of the activation framework: they are looked up by class loader and often missed. */
    private static void collect(Part part, String[] texts) throws MessagingException, IOException {
        if (part.isMimeType("multipart/*")) {
            var parts = new MimeMultipart(part.getDataHandler().getDataSource());
            for (int i = 0; i < parts.getCount(); i++) {
                collect(parts.getBodyPart(i), texts);
            }
        } else if (part.isMimeType("text/plain") && texts[0].isEmpty()) {
            texts[0] = text(part);
        } else if (part.isMimeType("text/html") && texts[1].isEmpty()) {
            texts[1] = text(part);
        }
    }

    private static String text(Part part) throws MessagingException, IOException {
        var name = new ContentType(part.getContentType()).getParameter("charset");
        Charset charset;
        try {
            charset = name == null ? StandardCharsets.UTF_8 : Charset.forName(name);
        } catch (IllegalArgumentException e) {
            charset = StandardCharsets.UTF_8;
        }
        try (var in = part.getInputStream()) {
            return new String(in.readAllBytes(), charset);
        }
    }

    private static String addresses(javax.mail.Address[] addresses) {
        return addresses == null
                ? ""
                : Arrays.stream(addresses).map(Object::toString).collect(Collectors.joining(", "));
    }

    private static int headersEnd(byte[] source) {
        for (int i = 0; i + 3 < source.length; i++) {
            if (source[i] == '\r' && source[i + 1] == '\n' && source[i + 2] == '\r' && source[i + 3] == '\n') {
                return i;
            }
            if (source[i] == '\n' && source[i + 1] == '\n') {
                return i;
            }
        }
        return source.length;
    }
}
