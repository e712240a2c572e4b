package org.vicinity.channel.email.internal;

import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.mail.internet.InternetAddress;
import javax.mail.internet.MimeUtility;
import org.vicinity.notification.Message;

/**
 * Writes mails as they go over the wire: ASCII, CRLF, dots doubled (RFC 5321, 4.5.2). The structure is always the same,
 * so it is written straight away; addresses and the encoding of headers are Jakarta Mail's.
 */
final class Composer {
    private static final String CRLF = "\r\n";
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH);
    /** RFC 5322, 2.1.1. */
    private static final int LONGEST_LINE = 998;
    /** After it, an encoded byte and a soft break would make a line longer than 76. */
    private static final int LAST_COLUMN = 72;

    private static final char[] HEX = "0123456789ABCDEF".toCharArray();
    private static final Pattern LINE_ENDS = Pattern.compile("[\\p{Cntrl}\\u2028\\u2029]+");
    private static final Pattern NO_TOKEN = Pattern.compile("[^\\x21-\\x7e]|[<>:]");

    private final String from;

    Composer(InternetAddress from) {
        this.from = from.toString();
    }

    /** The mail's lines, then the dot that ends it. */
    String compose(Message message, String to) {
        StringBuilder out = new StringBuilder(16_384);
        header(out, "Date", DATE.format(message.queuedAt().atOffset(ZoneOffset.UTC)));
        header(out, "From", from);
        header(out, "To", to);
        header(out, "Message-ID", '<' + token(message.id()) + '>');
        header(out, "Subject", encoded("Subject", message.subject()));
        header(out, "MIME-Version", "1.0");
        for (Map.Entry<String, String> header : message.headers().entrySet()) {
            String name = token(header.getKey());
            header(out, name, encoded(name, header.getValue()));
        }
        if (!message.language().isBlank()) {
            header(out, "Content-Language", token(message.language()));
        }
        if (message.html().isBlank()) {
            part(out, "plain", message.text());
        } else {
            // Nobody can know it beforehand, so no text can hold it.
            String boundary = "=_" + UUID.randomUUID();
            header(out, "Content-Type", "multipart/alternative; boundary=\"" + boundary + '"');
            out.append(CRLF).append("--").append(boundary).append(CRLF);
            part(out, "plain", message.text());
            // The last alternative is the one a reader that can do both shows (RFC 2046, 5.1.4).
            out.append("--").append(boundary).append(CRLF);
            part(out, "html", message.html());
            out.append("--").append(boundary).append("--").append(CRLF);
        }
        return out.append('.').toString();
    }

    private static void header(StringBuilder out, String name, String value) {
        out.append(name).append(": ").append(value).append(CRLF);
    }

    private static void part(StringBuilder out, String subtype, String text) {
        boolean plain = isPlain(text);
        header(out, "Content-Type", "text/" + subtype + "; charset=UTF-8");
        header(out, "Content-Transfer-Encoding", plain ? "7bit" : "quoted-printable");
        out.append(CRLF);
        if (plain) {
            lines(out, text);
        } else {
            quotedPrintable(out, text);
        }
    }

    /** ASCII in lines that are short enough. */
    private static boolean isPlain(String text) {
        int lineStart = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                lineStart = i + 1;
            } else if (c > '~' || c < ' ' && c != '\t' || i - lineStart >= LONGEST_LINE) {
                return false;
            }
        }
        return true;
    }

    /** RFC 2045, 6.7. Jakarta Mail's encoder would take two thirds of the time that a mail takes. */
    private static void quotedPrintable(StringBuilder out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int column = 0;
        for (int i = 0; i < bytes.length; i++) {
            int b = bytes[i] & 0xff;
            boolean lineEnds = i + 1 == bytes.length || bytes[i + 1] == '\n' || bytes[i + 1] == '\r';
            if (b == '\n') {
                out.append(CRLF);
                column = 0;
                continue;
            } else if (b == '\r' && lineEnds) {
                continue;
            }
            if (column > LAST_COLUMN) {
                out.append('=').append(CRLF);
                column = 0;
            }
            boolean visible = b > ' ' && b <= '~' && b != '=' && (b != '.' || column > 0);
            if (visible || (b == ' ' || b == '\t') && !lineEnds) {
                out.append((char) b);
                column++;
            } else {
                out.append('=').append(HEX[b >> 4]).append(HEX[b & 0xf]);
                column += 3;
            }
        }
        out.append(CRLF);
    }

    private static void lines(StringBuilder out, String text) {
        for (int from = 0; from < text.length(); ) {
            int end = text.indexOf('\n', from);
            int next = end < 0 ? text.length() : end + 1;
            if (text.charAt(from) == '.') {
                out.append('.');
            }
            out.append(text, from, end < 0 ? text.length() : end).append(CRLF);
            from = next;
        }
    }

    /** URLs in angle brackets stay whole: only what is not ASCII is encoded. */
    private static String encoded(String name, String value) {
        try {
            return MimeUtility.fold(name.length() + 2, MimeUtility.encodeText(singleLine(value), "UTF-8", null));
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One header value can't become two: whatever a reader might take for a line's end is a space. */
    static String singleLine(String text) {
        return LINE_ENDS.matcher(text).replaceAll(" ").trim();
    }

    /** Visible ASCII only, without what ends a name or an id. */
    private static String token(String text) {
        return NO_TOKEN.matcher(text).replaceAll("");
    }
}
