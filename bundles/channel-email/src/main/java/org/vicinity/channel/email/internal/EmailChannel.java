package org.vicinity.channel.email.internal;

import com.sun.mail.smtp.SMTPAddressFailedException;
import com.sun.mail.smtp.SMTPSendFailedException;
import com.sun.mail.smtp.SMTPSenderFailedException;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.function.Supplier;
import javax.mail.AuthenticationFailedException;
import javax.mail.Message.RecipientType;
import javax.mail.MessagingException;
import javax.mail.Session;
import javax.mail.Transport;
import javax.mail.internet.AddressException;
import javax.mail.internet.InternetAddress;
import javax.mail.internet.MimeBodyPart;
import javax.mail.internet.MimeMessage;
import javax.mail.internet.MimeMultipart;
import javax.mail.internet.MimeUtility;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.vicinity.notification.Message;
import org.vicinity.notification.NotificationChannel;
import org.vicinity.notification.Outcome;

/** Delivers by SMTP; connections stay open between messages. */
@Component(service = NotificationChannel.class, name = "org.vicinity.channel.email")
@Designate(ocd = EmailChannel.Config.class)
public final class EmailChannel implements NotificationChannel {
    /** The mail server that takes our mail. */
    @ObjectClassDefinition(name = "Vicinity: e-mail channel")
    public @interface Config {
        String host() default "127.0.0.1";

        int port() default 2525;

        @AttributeDefinition(description = "empty: no log-in")
        String user() default "";

        @AttributeDefinition(type = AttributeType.PASSWORD)
        String password() default "";

        @AttributeDefinition(description = "the sender: Name <address>")
        String from() default "Vicinity <alerts@localhost>";

        @AttributeDefinition(description = "STARTTLS: off, optional or required (RFC 3207)")
        String startTls() default "optional";

        @AttributeDefinition(description = "TLS from the first byte (RFC 8314)")
        boolean ssl() default false;

        @AttributeDefinition(description = "for connecting, reading and writing, in milliseconds")
        int timeoutMillis() default 20_000;

        @AttributeDefinition(description = "the most idle connections kept")
        int idleConnections() default 8;
    }

    private static final int PERMANENT = 500;
    /** Servers close idle connections after five minutes or less (RFC 5321, 4.5.3.2). */
    private static final long IDLE_NANOS = 20_000_000_000L;

    private final Config config;
    private final Session session;
    private final InternetAddress from;
    private final BlockingDeque<Connection> idle;
    private volatile boolean stopped;

    private record Connection(Transport transport, long usedAt) {}

    @Activate
    public EmailChannel(Config config) throws AddressException {
        this.config = config;
        from = new InternetAddress(singleLine(config.from()), true);
        try {
            from.setPersonal(from.getPersonal(), StandardCharsets.UTF_8.name());
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException(e);
        }
        idle = new LinkedBlockingDeque<>(Math.max(1, config.idleConnections()));
        session = withOwnLoader(() -> Session.getInstance(properties(config)));
    }

    private static Properties properties(Config config) {
        String protocol = config.ssl() ? "smtps" : "smtp";
        String prefix = "mail." + protocol + ".";
        String timeout = Integer.toString(config.timeoutMillis());
        Properties properties = new Properties();
        properties.setProperty("mail.transport.protocol", protocol);
        properties.setProperty(prefix + "host", config.host());
        properties.setProperty(prefix + "port", Integer.toString(config.port()));
        properties.setProperty(prefix + "connectiontimeout", timeout);
        properties.setProperty(prefix + "timeout", timeout);
        properties.setProperty(prefix + "writetimeout", timeout);
        properties.setProperty(prefix + "auth", Boolean.toString(!config.user().isBlank()));
        properties.setProperty(prefix + "starttls.enable", Boolean.toString(!"off".equals(config.startTls())));
        properties.setProperty(prefix + "starttls.required", Boolean.toString("required".equals(config.startTls())));
        properties.setProperty(prefix + "ssl.checkserveridentity", "true");
        // Waiting for the answer to QUIT would only delay a stop.
        properties.setProperty(prefix + "quitwait", "false");
        return properties;
    }

    @Deactivate
    void stop() {
        stopped = true;
        for (Connection connection = idle.poll(); connection != null; connection = idle.poll()) {
            close(connection.transport());
        }
    }

    @Override
    public String name() {
        return "email";
    }

    @Override
    public Outcome deliver(Message message) {
        return withOwnLoader(() -> send(message));
    }

    private Outcome send(Message message) {
        InternetAddress to;
        MimeMessage mail;
        try {
            to = new InternetAddress(message.to(), true);
            mail = mail(message, to);
        } catch (AddressException e) {
            return new Outcome.Refused("the address is none");
        } catch (MessagingException e) {
            return new Outcome.Refused("no mail can be made of the message");
        }
        Transport transport;
        try {
            transport = connection();
        } catch (AuthenticationFailedException e) {
            return new Outcome.Retry("the mail server refuses our log-in", null);
        } catch (MessagingException e) {
            return new Outcome.Retry("the mail server can't be reached: " + causeName(e), null);
        }
        boolean usable = false;
        try {
            transport.sendMessage(mail, new InternetAddress[] {to});
            usable = true;
            return new Outcome.Delivered();
        } catch (MessagingException e) {
            int code = replyCode(e);
            usable = code > 0;
            return code >= PERMANENT
                    ? new Outcome.Refused("SMTP " + code)
                    : new Outcome.Retry(code > 0 ? "SMTP " + code : causeName(e), null);
        } finally {
            giveBack(transport, usable);
        }
    }

    private MimeMessage mail(Message message, InternetAddress to) throws MessagingException {
        MimeMessage mail = new IdentifiedMail(session, '<' + token(message.id()) + '>');
        mail.setFrom(from);
        mail.setRecipient(RecipientType.TO, to);
        mail.setSubject(singleLine(message.subject()), StandardCharsets.UTF_8.name());
        mail.setSentDate(new Date());
        for (Map.Entry<String, String> header : message.headers().entrySet()) {
            mail.setHeader(token(header.getKey()), encoded(header.getKey(), header.getValue()));
        }
        if (!message.language().isBlank()) {
            mail.setHeader("Content-Language", token(message.language()));
        }
        if (message.html().isBlank()) {
            mail.setText(message.text(), StandardCharsets.UTF_8.name());
        } else {
            MimeBodyPart text = new MimeBodyPart();
            text.setText(message.text(), StandardCharsets.UTF_8.name(), "plain");
            MimeBodyPart html = new MimeBodyPart();
            html.setText(message.html(), StandardCharsets.UTF_8.name(), "html");
            // The last alternative is the one a reader that can do both shows (RFC 2046, 5.1.4).
            mail.setContent(new MimeMultipart("alternative", text, html));
        }
        mail.saveChanges();
        return mail;
    }

    private static String encoded(String name, String value) {
        String line = singleLine(value);
        try {
            // URLs in angle brackets stay whole: only what is not ASCII is encoded.
            return line.chars().allMatch(c -> c < 128)
                    ? line
                    : MimeUtility.fold(name.length() + 2, MimeUtility.encodeText(line, "UTF-8", null));
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One header value can't become two: whatever a reader might take for a line's end is a space. */
    private static String singleLine(String text) {
        return text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ").trim();
    }

    /** Visible ASCII only, without what ends a name or an id. */
    private static String token(String text) {
        return text.replaceAll("[^\\x21-\\x7e]|[<>:]", "");
    }

    private Transport connection() throws MessagingException {
        for (Connection kept = idle.poll(); kept != null; kept = idle.poll()) {
            // isConnected asks the server (NOOP): a connection it has closed is not handed out.
            if (System.nanoTime() - kept.usedAt() < IDLE_NANOS
                    && kept.transport().isConnected()) {
                return kept.transport();
            }
            close(kept.transport());
        }
        Transport transport = session.getTransport();
        try {
            if (config.user().isBlank()) {
                transport.connect();
            } else {
                transport.connect(config.user(), config.password());
            }
            return transport;
        } catch (MessagingException e) {
            close(transport);
            throw e;
        }
    }

    private void giveBack(Transport transport, boolean usable) {
        if (!usable || stopped || !idle.offerFirst(new Connection(transport, System.nanoTime()))) {
            close(transport);
        }
    }

    private static void close(Transport transport) {
        try {
            transport.close();
        } catch (MessagingException e) {
            // The connection is of no use any more, which is what was asked for.
        }
    }

    /** The server's answer to this message; 0 where the connection broke before there was one. */
    private static int replyCode(MessagingException e) {
        int code = 0;
        for (Exception next = e;
                next != null;
                next = next instanceof MessagingException m ? m.getNextException() : null) {
            if (next instanceof SMTPAddressFailedException failed) {
                return failed.getReturnCode();
            } else if (next instanceof SMTPSenderFailedException failed) {
                // Our own sender is refused: nothing that the receiver could help.
                return Math.min(failed.getReturnCode(), PERMANENT - 1);
            } else if (next instanceof SMTPSendFailedException failed) {
                code = failed.getReturnCode();
            }
        }
        return code;
    }

    /** The kind of problem; its message may hold addresses. */
    private static String causeName(MessagingException e) {
        return e.getNextException() == null
                ? e.getClass().getSimpleName()
                : e.getNextException().getClass().getSimpleName();
    }

    /** Mail looks its providers and content handlers up by the thread's class loader; ours sees none of them. */
    private static <T> T withOwnLoader(Supplier<T> code) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(Session.class.getClassLoader());
        try {
            return code.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Keeps the id it is given: the same at each delivery. */
    private static final class IdentifiedMail extends MimeMessage {
        private final String id;

        IdentifiedMail(Session session, String id) {
            super(session);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
        }
    }
}
