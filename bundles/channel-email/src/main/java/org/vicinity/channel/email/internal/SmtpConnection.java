package org.vicinity.channel.email.internal;

import com.sun.mail.smtp.SMTPTransport;
import java.util.Properties;
import javax.mail.MessagingException;
import javax.mail.Session;

/**
 * Jakarta Mail's connection with its TLS, log-in and time limits, and a way of its own to send: a mail that is written
 * already goes out as it is, after commands in one go where the server takes them so (RFC 2920). Jakarta Mail asks for
 * an answer to each, and composes anew; no other library that pipelines works in OSGi without a network stack of its own.
 */
final class SmtpConnection extends SMTPTransport {
    private static final int CLOSING = 421;
    private static final int GO_ON = 354;

    private final PromptSocket socket;
    private long usedAt = System.nanoTime();

    private SmtpConnection(Session session, boolean ssl, PromptSocket socket) {
        super(session, null, ssl ? "smtps" : "smtp", ssl);
        this.socket = socket;
    }

    /** @param properties of a mail session; each connection has one of its own, as it has its own socket */
    static SmtpConnection of(Properties properties, boolean ssl) {
        PromptSocket socket = new PromptSocket();
        Properties own = new Properties();
        own.putAll(properties);
        own.put(ssl ? "mail.smtps.socketFactory" : "mail.smtp.socketFactory", socket);
        return new SmtpConnection(Session.getInstance(own), ssl, socket);
    }

    /** Ends it, whatever another thread does with it. */
    void abort() {
        socket.abort();
    }

    /** The steps of a delivery that a server answers. */
    enum Step {
        SENDER,
        RECEIVER,
        DATA,
        CONTENT
    }

    /**
     * What decided about a delivery.
     *
     * @param code the server's; 0 where the connection broke
     */
    record Reply(Step step, int code, String text) {
        boolean isPositive() {
            return code / 100 == (step == Step.DATA ? 3 : 2);
        }

        /** The connection is of no use any more. */
        boolean isLast() {
            return code == 0 || code == CLOSING;
        }
    }

    long idleNanos() {
        return System.nanoTime() - usedAt;
    }

    /**
     * Sends a mail.
     *
     * @param sender, receiver visible ASCII without angle brackets
     * @param mail lines as they go over the wire, then a dot
     */
    synchronized Reply send(String sender, String receiver, String mail) {
        Reply reply = transaction(sender, receiver, mail);
        usedAt = System.nanoTime();
        return reply;
    }

    private Reply transaction(String sender, String receiver, String mail) {
        String[] commands = {"MAIL FROM:<" + sender + '>', "RCPT TO:<" + receiver + '>', "DATA"};
        boolean atOnce = supportsExtension("PIPELINING");
        Step step = Step.SENDER;
        try {
            if (atOnce) {
                sendCommand(String.join("\r\n", commands));
            }
            Reply negative = null;
            Reply reply = null;
            for (int i = 0; i < commands.length && (negative == null || atOnce); i++) {
                step = Step.values()[i];
                if (!atOnce) {
                    sendCommand(commands[i]);
                }
                reply = answer(step);
                if (reply.isLast()) {
                    return reply;
                }
                if (negative == null && !reply.isPositive()) {
                    negative = reply;
                }
            }
            if (negative == null) {
                step = Step.CONTENT;
                sendCommand(mail);
                return answer(step);
            }
            // A server that wants content for nobody gets none (RFC 2920, 3.1).
            sendCommand(reply.code() == GO_ON ? "." : "RSET");
            answer(step);
            return negative;
        } catch (MessagingException e) {
            return new Reply(step, 0, problem(e));
        }
    }

    /** The kind of problem; its message may hold addresses. */
    String problem(MessagingException e) {
        if (socket.isAborted()) {
            return "no answer in time";
        }
        return e.getNextException() == null
                ? e.getClass().getSimpleName()
                : e.getNextException().getClass().getSimpleName();
    }

    private Reply answer(Step step) throws MessagingException {
        int code = readServerResponse();
        return code < 0 ? new Reply(step, 0, "the server hung up") : new Reply(step, code, "SMTP " + code);
    }
}
