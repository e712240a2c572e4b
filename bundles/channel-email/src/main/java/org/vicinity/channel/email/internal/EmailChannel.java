package org.vicinity.channel.email.internal;

import java.util.Map;
import java.util.Properties;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.mail.AuthenticationFailedException;
import javax.mail.MessagingException;
import javax.mail.Session;
import javax.mail.internet.AddressException;
import javax.mail.internet.InternetAddress;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.vicinity.channel.email.internal.SmtpConnection.Reply;
import org.vicinity.channel.email.internal.SmtpConnection.Step;
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

        @AttributeDefinition(
                description = "STARTTLS (RFC 3207): off, optional (required where there is a log-in) or required")
        String startTls() default "optional";

        @AttributeDefinition(description = "TLS from the first byte (RFC 8314)")
        boolean ssl() default false;

        @AttributeDefinition(description = "for a whole delivery, below the half minute that the outbox leaves it")
        int timeLimitMillis() default 25_000;

        @AttributeDefinition(description = "the most idle connections kept")
        int idleConnections() default 32;
    }

    private static final int PERMANENT = 500;
    /** Servers close idle connections after five minutes or less (RFC 5321, 4.5.3.2). */
    private static final long IDLE_NANOS = 20_000_000_000L;

    private static final long SWEEP_MILLIS = 250;

    private static final Pattern ADDRESS = Pattern.compile("[\\x21-\\x7e&&[^<>]]+");

    private final Config config;
    private final Properties properties;
    private final String sender;
    private final Composer composer;
    private final BlockingDeque<SmtpConnection> idle;
    /** The end of each delivery under way, as {@link System#nanoTime} tells it. */
    private final Map<SmtpConnection, Long> ends = new ConcurrentHashMap<>();

    private final ScheduledExecutorService deadlines;
    private volatile boolean stopped;

    @Activate
    public EmailChannel(Config config) throws AddressException {
        this.config = config;
        InternetAddress from = new InternetAddress(Composer.singleLine(config.from()), true);
        sender = from.getAddress();
        composer = withOwnLoader(() -> new Composer(from));
        idle = new LinkedBlockingDeque<>(Math.max(1, config.idleConnections()));
        properties = properties(config);
        deadlines = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "vicinity-email-deadlines");
            thread.setDaemon(true);
            return thread;
        });
        // A timer for each delivery would wake a thread for each.
        deadlines.scheduleWithFixedDelay(this::endLate, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static Properties properties(Config config) {
        String prefix = config.ssl() ? "mail.smtps." : "mail.smtp.";
        boolean startTls = !"off".equals(config.startTls());
        boolean named = !config.user().isBlank();
        String limit = Integer.toString(config.timeLimitMillis());
        Properties properties = new Properties();
        properties.setProperty(prefix + "connectiontimeout", limit);
        properties.setProperty(prefix + "timeout", limit);
        // Where our socket was ended, no other takes its place.
        properties.setProperty(prefix + "socketFactory.fallback", "false");
        properties.setProperty(prefix + "auth", Boolean.toString(named));
        properties.setProperty(prefix + "starttls.enable", Boolean.toString(startTls));
        // A password goes in the clear only where the operator says so.
        properties.setProperty(
                prefix + "starttls.required",
                Boolean.toString("required".equals(config.startTls()) || startTls && named));
        properties.setProperty(prefix + "ssl.checkserveridentity", "true");
        // Waiting for the answer to QUIT would only delay a stop.
        properties.setProperty(prefix + "quitwait", "false");
        return properties;
    }

    @Deactivate
    void stop() {
        stopped = true;
        for (SmtpConnection connection = idle.poll(); connection != null; connection = idle.poll()) {
            close(connection);
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
        String to = message.to();
        if (!isAddress(to)) {
            return new Outcome.Refused("it is no e-mail address");
        }
        String mail = composer.compose(message, to);
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(config.timeLimitMillis());
        SmtpConnection kept = kept();
        if (kept != null) {
            Reply reply = until(end, kept, () -> exchange(kept, to, mail));
            // A server may have closed it while nobody looked. Once it has the content, a second try might double it.
            if (!reply.isLast() || reply.step() == Step.CONTENT) {
                return outcome(reply);
            }
        }
        SmtpConnection made = SmtpConnection.of(properties, config.ssl());
        return until(end, made, () -> {
            try {
                connect(made);
                return outcome(exchange(made, to, mail));
            } catch (AuthenticationFailedException e) {
                close(made);
                return new Outcome.Retry("the mail server refuses our log-in", null);
            } catch (MessagingException e) {
                close(made);
                return new Outcome.Retry("the mail server can't be reached: " + made.problem(e), null);
            }
        });
    }

    /** The time limits of a connection are for each read: a server that is slow at each step could outlast the lease. */
    private <T> T until(long end, SmtpConnection connection, Supplier<T> delivery) {
        ends.put(connection, end);
        try {
            if (deadlines.isShutdown()) {
                throw new IllegalStateException("the channel is stopped");
            }
            return delivery.get();
        } finally {
            ends.remove(connection);
        }
    }

    private void endLate() {
        long now = System.nanoTime();
        ends.forEach((connection, end) -> {
            if (now - end > 0) {
                connection.abort();
            }
        });
        if (stopped && ends.isEmpty()) {
            deadlines.shutdown();
        }
    }

    private static boolean isAddress(String to) {
        try {
            new InternetAddress(to, true);
            // Jakarta Mail takes line ends within quotes.
            return ADDRESS.matcher(to).matches();
        } catch (AddressException e) {
            return false;
        }
    }

    private Reply exchange(SmtpConnection connection, String to, String mail) {
        Reply reply = connection.send(sender, to, mail);
        if (reply.isLast() || stopped || !idle.offerFirst(connection)) {
            close(connection);
        }
        return reply;
    }

    private static Outcome outcome(Reply reply) {
        if (reply.step() == Step.CONTENT && reply.isPositive()) {
            return new Outcome.Delivered();
        }
        // Where our own sender is refused, there is nothing that the receiver could help.
        return reply.code() >= PERMANENT && reply.step() != Step.SENDER
                ? new Outcome.Refused(reply.text())
                : new Outcome.Retry(reply.text(), null);
    }

    private SmtpConnection kept() {
        SmtpConnection kept = idle.pollFirst();
        while (kept != null && kept.idleNanos() > IDLE_NANOS) {
            close(kept);
            kept = idle.pollFirst();
        }
        return kept;
    }

    private void connect(SmtpConnection connection) throws MessagingException {
        boolean named = !config.user().isBlank();
        connection.connect(
                config.host(), config.port(), named ? config.user() : null, named ? config.password() : null);
    }

    private static void close(SmtpConnection connection) {
        try {
            connection.close();
        } catch (MessagingException e) {
            // The connection is of no use any more, which is what was asked for.
        }
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
}
