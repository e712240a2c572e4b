package org.vicinity.channel.email.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import javax.mail.internet.InternetAddress;
import javax.mail.internet.MimeMessage;
import javax.mail.internet.MimeMultipart;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.vicinity.notification.Message;

class ComposerTest {
    private static final Instant QUEUED = Instant.parse("2026-11-03T09:05:00Z");

    private static String compose(String text, String html) throws Exception {
        return new Composer(new InternetAddress("Vicinity <alerts@vicinity.example>"))
                .compose(
                        new Message(
                                "7.a@vicinity.example",
                                QUEUED,
                                "a@example.org",
                                "es",
                                "Cambio cerca de Niño",
                                text,
                                html,
                                Map.of()),
                        "a@example.org");
    }

    /** As a server takes it off the wire: up to the dot, dots halved. */
    private static MimeMessage received(String wire) throws Exception {
        String content = wire.substring(0, wire.length() - 1).replace("\r\n..", "\r\n.");
        return new MimeMessage(null, new ByteArrayInputStream(content.getBytes(StandardCharsets.US_ASCII)));
    }

    @Property(tries = 500)
    void whateverTheTextItArrivesInShortLinesOfAsciiWithOneEnd(
            @ForAll
                    @StringLength(max = 400)
                    @Chars({'\n', '\t', '.', '=', '-', '\u0000', '\u2028', '\u20ac', '\ud83d', '\ude00'})
                    @CharRange(from = ' ', to = '~')
                    @CharRange(from = '\u00c0', to = '\u00ff')
                    String text)
            throws Exception {
        String wire = compose(text, text.isBlank() ? "<p></p>" : text);

        assertThat(wire).endsWith("\r\n.").doesNotContain("\r\n.\r\n");
        assertThat(wire.split("\r\n", -1)).allSatisfy(line -> assertThat(line)
                .hasSizeLessThanOrEqualTo(998)
                .matches(ascii -> ascii.chars().allMatch(c -> c == '\t' || c >= ' ' && c <= '~')));
        MimeMultipart parts = (MimeMultipart) received(wire).getContent();
        assertThat(parts.getCount()).isEqualTo(2);
        // Half of a surrogate pair is no text.
        String expected = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        assertThat(lines(parts.getBodyPart(0).getContent())).isEqualTo(lines(expected));
    }

    private static String lines(Object content) {
        return content.toString().replace("\r\n", "\n").stripTrailing();
    }

    @Example
    void longLinesAreEncodedAndEncodedLinesAreShort() throws Exception {
        String words = "ñandú ".repeat(400);
        String wire = compose("x".repeat(2000), words);

        assertThat(wire.lines().filter(line -> line.startsWith("x") || line.contains("=C3")))
                .hasSizeGreaterThan(40)
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(76));
        MimeMultipart parts = (MimeMultipart) received(wire).getContent();
        assertThat(lines(parts.getBodyPart(0).getContent())).isEqualTo("x".repeat(2000));
        assertThat(lines(parts.getBodyPart(1).getContent())).isEqualTo(words.stripTrailing());
    }

    @Example
    void theHeadersAreThoseOfAMail() throws Exception {
        String head =
                compose("text", "").lines().takeWhile(line -> !line.isEmpty()).collect(Collectors.joining("\n"));

        assertThat(head)
                .isEqualTo(
                        """
                        Date: Tue, 3 Nov 2026 09:05:00 +0000
                        From: Vicinity <alerts@vicinity.example>
                        To: a@example.org
                        Message-ID: <7.a@vicinity.example>
                        Subject: =?UTF-8?Q?Cambio_cerca_de_Ni=C3=B1o?=
                        MIME-Version: 1.0
                        Content-Language: es
                        Content-Type: text/plain; charset=UTF-8
                        Content-Transfer-Encoding: 7bit""");
    }
}
