package org.vicinity.demo.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.Properties;
import javax.mail.Message.RecipientType;
import javax.mail.Session;
import javax.mail.Transport;
import javax.mail.internet.InternetAddress;
import javax.mail.internet.MimeBodyPart;
import javax.mail.internet.MimeMessage;
import javax.mail.internet.MimeMultipart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailboxTest {
    @Test
    void aMailThatCameBySmtpIsListedShownAndKept(@TempDir Path folder) throws Exception {
        var mailbox = new Mailbox(folder);
        try (var server = new MailServer(0, mailbox)) {
            send(server.port());
            await().until(() -> !mailbox.newestFirst().isEmpty());
        }
        var servlet = new MailboxServlet(mailbox, new Town());
        assertThat(servlet.list()).contains("Hello &lt;you&gt;").contains("reader@example.org");
        assertThat(servlet.messages()).contains("\"subject\":\"Hello <you>\"");
        var shown = MailboxServlet.show(mailbox.find(1).orElseThrow());
        assertThat(shown)
                .contains("<a href=\"http://localhost:8181/confirm?a=1&amp;b=2\">")
                .contains("Straße")
                .contains("/mailbox/1.html");
        assertThat(new Mailbox(folder).find(1).orElseThrow().html()).isEqualTo("<p>Hello</p>");
    }

    private static void send(int port) throws Exception {
        var settings = new Properties();
        settings.put("mail.smtp.host", "127.0.0.1");
        settings.put("mail.smtp.port", Integer.toString(port));
        var mail = new MimeMessage(Session.getInstance(settings));
        mail.setFrom(new InternetAddress("vicinity@example.org"));
        mail.setRecipient(RecipientType.TO, new InternetAddress("reader@example.org"));
        mail.setSubject("Hello <you>");
        var text = new MimeBodyPart();
        text.setText("Straße: http://localhost:8181/confirm?a=1&b=2.", "utf-8");
        var html = new MimeBodyPart();
        html.setText("<p>Hello</p>", "utf-8", "html");
        mail.setContent(new MimeMultipart("alternative", text, html));
        Transport.send(mail);
    }
}
