package org.vicinity.itests;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.mail.BodyPart;
import javax.mail.Message;
import javax.mail.MessagingException;
import javax.mail.Multipart;
import javax.mail.internet.MimeMessage;
import org.awaitility.Awaitility;

/** An SMTP server that keeps what it is sent; it can go away and come back on the same port. */
final class MailServer implements AutoCloseable {

    private static final Pattern TOKEN = Pattern.compile("[?&]token=([A-Za-z0-9_-]+)");

    private final int port = Distribution.freePort();
    private GreenMail server;

    /** A received mail, with the text part and the HTML part apart. */
    record Mail(String to, String subject, String messageId, String text, String html, MimeMessage raw) {

        /** The token of the first link in the text. */
        String token() {
            var matcher = TOKEN.matcher(text);
            if (!matcher.find()) {
                throw new AssertionError("no link with a token in: " + text);
            }
            return matcher.group(1);
        }

        String header(String name) {
            try {
                return String.join(", ", raw.getHeader(name) == null ? new String[0] : raw.getHeader(name));
            } catch (MessagingException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    MailServer() {
        up();
    }

    int port() {
        return port;
    }

    /** Listens, with an empty memory. */
    MailServer up() {
        server = new GreenMail(new ServerSetup(port, "127.0.0.1", "smtp"));
        server.start();
        return this;
    }

    /** Refuses connections. */
    MailServer down() {
        server.stop();
        return this;
    }

    /** Everything that was sent to this recipient since the server came up, in the order of arrival. */
    List<Mail> to(String recipient) {
        return Stream.of(server.getReceivedMessages())
                .map(MailServer::read)
                .filter(mail -> mail.to().equalsIgnoreCase(recipient))
                .toList();
    }

    /** Waits for the first mail to this recipient that has what is asked for. */
    Mail await(String recipient, Predicate<Mail> wanted) {
        return Awaitility.await("a mail to " + recipient)
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> to(recipient).stream().filter(wanted).findFirst(), found -> found.isPresent())
                .orElseThrow();
    }

    /** Waits until so many mails have come to this recipient, and returns them. */
    List<Mail> await(String recipient, int count) {
        return Awaitility.await(count + " mails to " + recipient)
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> to(recipient), mails -> mails.size() >= count);
    }

    private static Mail read(MimeMessage message) {
        try {
            return new Mail(
                    message.getRecipients(Message.RecipientType.TO)[0].toString(),
                    message.getSubject(),
                    message.getMessageID(),
                    part(message.getContent(), message.getContentType(), "text/plain"),
                    part(message.getContent(), message.getContentType(), "text/html"),
                    message);
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String part(Object content, String type, String wanted) throws MessagingException, IOException {
        if (content instanceof Multipart parts) {
            var found = new StringBuilder();
            for (int i = 0; i < parts.getCount(); i++) {
                BodyPart part = parts.getBodyPart(i);
                found.append(part(part.getContent(), part.getContentType(), wanted));
            }
            return found.toString();
        }
        return type.toLowerCase(java.util.Locale.ROOT).startsWith(wanted) ? content.toString() : "";
    }

    @Override
    public void close() {
        server.stop();
    }
}
