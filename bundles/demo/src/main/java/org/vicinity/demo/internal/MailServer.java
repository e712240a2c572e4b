package org.vicinity.demo.internal;

import com.icegreen.greenmail.mail.MovingMessage;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;

/** Takes every mail that comes to a port of this machine into the mailbox; sends nothing on. */
final class MailServer implements AutoCloseable {
    private final GreenMail server;

    /** @param port 0 for a free one */
    MailServer(int port, Mailbox mailbox) {
        server = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        server.getManagers()
                .getUserManager()
                .setMessageDeliveryHandler((message, address) -> new Recipient(address.getEmail(), mailbox));
    }

    int port() {
        return server.getSmtp().getPort();
    }

    @Override
    public void close() {
        server.stop();
    }

    /** Anybody: all mail goes into the one mailbox. */
    private record Recipient(String address, Mailbox mailbox) implements GreenMailUser {
        @Override
        public void deliver(MovingMessage message) {
            deliver(message.getMessage());
        }

        @Override
        public void deliver(MimeMessage message) {
            var source = new ByteArrayOutputStream();
            try {
                message.writeTo(source);
                mailbox.receive(source.toByteArray());
            } catch (MessagingException e) {
                throw new IllegalStateException("not a mail", e);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public String getEmail() {
            return address;
        }

        @Override
        public String getLogin() {
            return address;
        }

        @Override
        public String getPassword() {
            return "";
        }

        @Override
        public String getQualifiedMailboxName() {
            return address;
        }

        @Override
        public void create() {
            // Everybody is there.
        }

        @Override
        public void delete() {
            // Nobody leaves.
        }

        @Override
        public void setPassword(String password) {
            throw new UnsupportedOperationException("the demo's mailbox has no passwords");
        }

        @Override
        public void authenticate(String password) {
            // Anybody may send.
        }
    }
}
