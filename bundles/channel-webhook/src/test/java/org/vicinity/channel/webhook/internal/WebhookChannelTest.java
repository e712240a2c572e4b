package org.vicinity.channel.webhook.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vicinity.notification.Message;
import org.vicinity.notification.Outcome;

class WebhookChannelTest {
    private static final Instant NOW = Instant.parse("2026-11-23T09:00:00Z");

    private final WebhookChannel channel = new WebhookChannel(Hook.config(true), Clock.fixed(NOW, ZoneOffset.UTC));
    private final WebhookChannel strict = new WebhookChannel(Hook.config(false), Clock.fixed(NOW, ZoneOffset.UTC));
    private Hook hook;

    @BeforeEach
    void begin() throws IOException {
        hook = new Hook();
    }

    @AfterEach
    void end() {
        channel.stop();
        strict.stop();
        hook.close();
    }

    private static Message message(String to) {
        return new Message(
                "12.ab@vicinity.example",
                NOW.minusSeconds(90),
                to,
                "en",
                "Hi",
                "text",
                "<p>text</p>",
                Map.of("List-Id", "<a.b>"));
    }

    /** The vector that the specification's libraries are tested with. */
    @Test
    void signsLikeTheSpecification() {
        Endpoint.Secret secret = new Endpoint.Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", Long.MAX_VALUE);
        byte[] body = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
        assertThat(Signature.of(List.of(secret), "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void theReceiverGetsTheMessageWithItsSignature() throws IOException {
        String address = channel.address(hook.url(), "");
        assertThat(channel.deliver(message(address))).isInstanceOf(Outcome.Delivered.class);

        Hook.Got got = hook.got.get(0);
        JsonNode body = new ObjectMapper().readTree(got.body());
        assertThat(body.at("/type").asText()).isEqualTo("vicinity.message");
        assertThat(body.at("/data/subject").asText()).isEqualTo("Hi");
        assertThat(body.at("/data/text").asText()).isEqualTo("text");
        assertThat(got.header("webhook-id")).isEqualTo("msg_12-ab-vicinity-example");
        assertThat(new String(got.body(), StandardCharsets.UTF_8)).contains("\"2026-11-23T08:58:30Z\"");
        assertThat(got.header("webhook-timestamp")).isEqualTo(Long.toString(NOW.getEpochSecond()));
        assertThat(got.header("webhook-signature"))
                .isEqualTo(Signature.of(
                        Endpoint.parse(address).secrets(),
                        "msg_12-ab-vicinity-example",
                        NOW.getEpochSecond(),
                        got.body()));
    }

    @Test
    void whileSecretsAreRotatedBothSignAndLaterTheNewOneAlone() {
        String first = channel.address(hook.url(), "");
        String second = channel.address(hook.url(), first);
        String old = Endpoint.parse(first).secrets().get(0).text();
        assertThat(Endpoint.parse(second).secrets())
                .extracting(Endpoint.Secret::text)
                .hasSize(2)
                .last()
                .isEqualTo(old);
        assertThat(Endpoint.parse(second).text()).isEqualTo(second);
        assertThat(Signature.of(Endpoint.parse(second).secrets(), "m", NOW.getEpochSecond(), new byte[0])
                        .split(" "))
                .hasSize(2);
        long later = NOW.plus(Duration.ofHours(25)).getEpochSecond();
        assertThat(Signature.of(Endpoint.parse(second).secrets(), "m", later, new byte[0])
                        .split(" "))
                .hasSize(1);
        assertThat(Endpoint.parse(channel.address(hook.url() + "2", first)).secrets())
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "200, , Delivered",
        "302, , Retry",
        "400, , Retry",
        "404, , Retry",
        "410, , Refused",
        "429, 120, PT2M",
        "503, 'Mon, 23 Nov 2026 09:01:00 GMT', PT1M",
        "503, soon, Retry",
        "500, 99999999, PT24H"
    })
    void answersBecomeOutcomes(int status, String retryAfter, String expected) {
        hook.status = status;
        hook.answerHeaders.put("Location", "http://localhost:1/");
        if (retryAfter != null) {
            hook.answerHeaders.put("Retry-After", retryAfter);
        }
        Outcome outcome = channel.deliver(message(channel.address(hook.url(), "")));
        if (expected.startsWith("PT")) {
            assertThat(outcome).isEqualTo(new Outcome.Retry("HTTP " + status, Duration.parse(expected)));
        } else {
            assertThat(outcome.getClass().getSimpleName()).isEqualTo(expected);
        }
    }

    @Test
    void anEndlessAnswerIsNotRead() {
        hook.status = 200;
        hook.answer = new byte[50_000_000];
        long before = System.nanoTime();
        assertThat(channel.deliver(message(channel.address(hook.url(), "")))).isInstanceOf(Outcome.Delivered.class);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "10.1.2.3",
                "172.16.0.1",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "0.0.0.0",
                "255.255.255.255",
                "224.0.0.1",
                "198.18.0.1",
                "192.0.0.192",
                "::1",
                "::",
                "fe80::1",
                "fc00::1",
                "fd00:ec2::254",
                "::ffff:127.0.0.1",
                "64:ff9b::7f00:1",
                "2002:7f00:1::",
                "2001::1",
                "2001:db8::1",
                "ff02::1"
            })
    void whatIsNotPublicIsNotReached(String address) throws UnknownHostException {
        assertThat(PublicAddresses.isPublic(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"8.8.8.8", "100.128.0.1", "172.32.0.1", "192.0.1.1", "2606:4700::1111", "2a00:1450::1"})
    void whatIsPublicMayBeReached(String address) throws UnknownHostException {
        assertThat(PublicAddresses.isPublic(InetAddress.getByName(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://localhost:%s/", "https://127.0.0.1:%s/", "https://[::1]:%s/", "https://2130706433:%s/"})
    void aUrlThatLeadsIntoThisMachineIsRefusedWhenItIsConnectedTo(String url) {
        String port = hook.url().replaceAll("\\D+(\\d+).*", "$1");
        Outcome outcome = strict.deliver(message(strict.address(url.formatted(port), "")));
        assertThat(outcome).isEqualTo(new Outcome.Refused("the host's address is not public"));
        assertThat(hook.got).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.org/",
                "ftp://example.org/",
                "https:///path",
                "https://u:p@example.org/",
                "x y",
                "https://example.org/#part",
                "mailto:a@example.org"
            })
    void onlyUrlsThatCanBePostedToAreAddresses(String typed) {
        assertThatThrownBy(() -> strict.address(typed, "")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anAddressWithoutSecretIsRefused() {
        assertThat(channel.deliver(message(hook.url()))).isInstanceOf(Outcome.Refused.class);
        assertThat(channel.deliver(message("a@example.org"))).isInstanceOf(Outcome.Refused.class);
    }
}
