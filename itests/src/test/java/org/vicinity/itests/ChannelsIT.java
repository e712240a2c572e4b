package org.vicinity.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.vicinity.itests.pigeon.PigeonChannel;

/** Subscribers are told by the channels they chose; a third party's channel comes and goes, and nothing is lost. */
class ChannelsIT {
    private static final String EMAIL = "channels@example.org";
    private static final String PLACE = "120 Juniper St, Testford, MO 65999";

    private record Hook(String id, String timestamp, String signature, String body) {}

    @Test
    void tellsByMailByWebhookAndByAChannelThatComesAndGoes() throws Exception {
        Queue<Hook> hooks = new ConcurrentLinkedQueue<>();
        var receiver = receiver(hooks);
        try (var mail = new MailServer();
                var vicinity = Chain.distribution("channels", mail).start()) {
            vicinity.console(
                    "config:edit org.vicinity.channel.webhook",
                    "config:property-set allowPrivate true",
                    "config:update",
                    "feature:install vicinity-channel-webhook");
            var pigeons = ForeignBundle.of(PigeonChannel.class);
            var bundle = pigeons.install(vicinity);
            var chain = new Chain(vicinity, mail);
            var subscriber = chain.subscriber(EMAIL);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> subscriber
                                    .get("/api/v1/account")
                                    .json()
                                    .get("channels")
                                    .size()
                            == 3);

            var refused = subscriber.put("/api/v1/account/channels/webhook", Map.of("address", "mailto:a@b.example"));
            assertThat(refused.status()).as(refused.body()).isEqualTo(422);
            var address = subscriber
                    .put(
                            "/api/v1/account/channels/webhook",
                            Map.of(
                                    "address",
                                    "http://localhost:" + receiver.getAddress().getPort() + "/hook"))
                    .json()
                    .get("address")
                    .asText();
            var tracked = subscriber.post(
                    "/api/v1/account/addresses",
                    Map.of(
                            "address",
                            PLACE,
                            "radiusFeet",
                            1320,
                            "label",
                            "Home",
                            "channels",
                            List.of("email", "webhook", "pigeon")));
            assertThat(tracked.status()).as(tracked.body()).isEqualTo(201);

            // One change: each channel tells it, and its way can be traced.
            move(chain, 0);
            var alert = mail.await(EMAIL, told -> told.subject().startsWith("Registry change near Home"));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> hooks.size() == 1 && delivered(vicinity).size() == 1);
            assertSigned(hooks.element(), address.split(" ")[1]);
            var id = Pattern.compile("Alert (\\d+-\\d+)").matcher(alert.text());
            assertThat(id.find()).as(alert.text()).isTrue();
            assertThat(vicinity.console("vicinity:alert-trace " + id.group(1)))
                    .contains("registry change", "seen", "matched", "alert by email, sent", "alert by webhook, sent");

            // Many changes, while the foreign channel stops, starts, leaves and comes back.
            var moves = new AtomicInteger(1);
            var stop = new AtomicBoolean();
            var mover = Executors.newSingleThreadExecutor();
            mover.submit(() -> {
                while (!stop.get()) {
                    move(chain, moves.getAndIncrement());
                }
            });
            vicinity.console("bundle:stop " + bundle, "bundle:start " + bundle, "bundle:uninstall " + bundle);
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                var waits = Pattern.compile("pigeon\\s*\\S\\s*away\\s*\\S\\s*[1-9]");
                return waits.matcher(vicinity.console("vicinity:channels")).find();
            });
            pigeons.install(vicinity);
            stop.set(true);
            mover.shutdown();

            await().atMost(Duration.ofSeconds(60))
                    .until(() -> Set.copyOf(delivered(vicinity)).size() == moves.get() && hooks.size() >= moves.get());
            assertThat(Set.copyOf(delivered(vicinity))).hasSize(moves.get());
            assertThat(hooks.stream().map(Hook::id).distinct()).hasSize(moves.get());
        } finally {
            receiver.stop(0);
        }
    }

    private static HttpServer receiver(Queue<Hook> hooks) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.createContext("/hook", exchange -> {
            var headers = exchange.getRequestHeaders();
            hooks.add(new Hook(
                    headers.getFirst("webhook-id"),
                    headers.getFirst("webhook-timestamp"),
                    headers.getFirst("webhook-signature"),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    /** As a receiver checks it who has read the Standard Webhooks specification. */
    private static void assertSigned(Hook hook, String secret) throws Exception {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring("whsec_".length())), "HmacSHA256"));
        var signed = hook.id() + "." + hook.timestamp() + "." + hook.body();
        assertThat(hook.signature())
                .isEqualTo("v1,"
                        + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8))));
        assertThat(hook.body()).contains("vicinity.message", "near Home", "Juniper");
    }

    /** Each time to another house near the tracked address. */
    private static void move(Chain chain, int count) {
        var response = chain.operator()
                .put(
                        "/api/v1/registry/offenders/P1",
                        Map.of(
                                "id", "P1",
                                "name", Map.of("first", "Made-Up", "last", "Tansy"),
                                "addresses",
                                        List.of(Map.of(
                                                "type", "home",
                                                "street", (100 + count) + " Juniper St",
                                                "city", "Testford",
                                                "state", "MO",
                                                "zip", "65999",
                                                "location",
                                                        Map.of(
                                                                "latitude",
                                                                38.62,
                                                                "longitude",
                                                                -92.06 + (count % 2) * 0.001)))));
        assertThat(response.status()).as(response.body()).isIn(200, 201);
    }

    private static List<String> delivered(Distribution vicinity) throws IOException {
        Path loft = vicinity.data().resolve("pigeons");
        return Files.exists(loft) ? Files.readAllLines(loft) : List.of();
    }
}
