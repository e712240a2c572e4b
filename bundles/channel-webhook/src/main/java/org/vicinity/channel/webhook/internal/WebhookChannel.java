package org.vicinity.channel.webhook.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.vicinity.notification.Message;
import org.vicinity.notification.NotificationChannel;
import org.vicinity.notification.Outcome;

/**
 * Posts messages to a subscriber's URL, signed as the Standard Webhooks specification has it. The order of messages is
 * not promised.
 */
@Component(service = NotificationChannel.class, name = "org.vicinity.channel.webhook")
@Designate(ocd = WebhookChannel.Config.class)
public final class WebhookChannel implements NotificationChannel {
    /** What may be reached, and how long it may take. */
    @ObjectClassDefinition(name = "Vicinity: webhook channel")
    public @interface Config {
        @AttributeDefinition(
                description = "http: beside https:, and addresses that are not public: for development only")
        boolean allowPrivate() default false;

        @AttributeDefinition(description = "for a whole request, below the half minute that the outbox leaves it")
        int timeLimitSeconds() default 15;

        @AttributeDefinition(description = "how long a former secret counts beside a new one")
        int rotationHours() default 24;
    }

    private static final int LONGEST_URL = 1000;
    /** Of an answer nothing but its head is wanted; so much of the rest is read to keep the connection. */
    private static final int READ_AT_MOST = 16 * 1024;

    private static final int CONNECTIONS = 32;
    private static final int CONNECTIONS_A_HOST = 8;
    private static final Duration LONGEST_WAIT = Duration.ofDays(1);

    private final ObjectMapper mapper = new ObjectMapper();
    private final Config config;
    private final Clock clock;
    private final CloseableHttpClient client;
    private final ScheduledExecutorService deadlines;

    @Activate
    public WebhookChannel(Config config) {
        this(config, Clock.systemUTC());
    }

    WebhookChannel(Config config, Clock clock) {
        this.config = config;
        this.clock = clock;
        Timeout limit = Timeout.ofSeconds(config.timeLimitSeconds());
        PoolingHttpClientConnectionManagerBuilder connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setMaxConnTotal(CONNECTIONS)
                .setMaxConnPerRoute(CONNECTIONS_A_HOST)
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(limit)
                        .setSocketTimeout(limit)
                        .build());
        if (!config.allowPrivate()) {
            connections.setDnsResolver(new PublicAddresses());
        }
        client = HttpClients.custom()
                .setConnectionManager(connections.build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(limit)
                        .setResponseTimeout(limit)
                        .build())
                .setUserAgent("Vicinity")
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .build();
        deadlines = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "vicinity-webhook-deadlines");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Deactivate
    void stop() {
        deadlines.shutdownNow();
        client.close(CloseMode.IMMEDIATE);
    }

    @Override
    public String name() {
        return "webhook";
    }

    @Override
    public boolean hasOwnAddresses() {
        return true;
    }

    @Override
    public String address(String typed, String before) {
        URI url = URI.create(typed);
        boolean scheme = "https".equals(url.getScheme()) || config.allowPrivate() && "http".equals(url.getScheme());
        if (!scheme
                || url.getHost() == null
                || url.getRawUserInfo() != null
                || url.getRawFragment() != null
                || typed.length() > LONGEST_URL) {
            throw new IllegalArgumentException("no URL that can be posted to");
        }
        return Endpoint.of(url, before, clock.instant(), Duration.ofHours(config.rotationHours()))
                .text();
    }

    @Override
    public Outcome deliver(Message message) {
        HttpPost request;
        try {
            request = request(message);
        } catch (IllegalArgumentException | JsonProcessingException e) {
            return new Outcome.Refused("the address is none");
        }
        // The client's limits are for each read: a receiver that drips would hold the thread for ever.
        Future<?> deadline = deadlines.schedule(request::cancel, config.timeLimitSeconds(), TimeUnit.SECONDS);
        try (ClassicHttpResponse response = client.executeOpen(null, request, null)) {
            Outcome outcome = outcome(response);
            readOn(response.getEntity());
            return outcome;
        } catch (PublicAddresses.NotPublic e) {
            return new Outcome.Refused("the host's address is not public");
        } catch (IOException e) {
            return new Outcome.Retry(e.getClass().getSimpleName(), null);
        } finally {
            deadline.cancel(false);
        }
    }

    private HttpPost request(Message message) throws JsonProcessingException {
        Endpoint endpoint = Endpoint.parse(message.to());
        Instant now = clock.instant();
        byte[] body = mapper.writeValueAsBytes(Map.of(
                "type",
                "vicinity.message",
                "timestamp",
                message.queuedAt().toString(),
                "data",
                Map.of(
                        "language", message.language(),
                        "subject", message.subject(),
                        "text", message.text(),
                        "html", message.html(),
                        "headers", message.headers())));
        // What is signed has dots between its parts, so none may be in the id.
        String id = "msg_" + message.id().replaceAll("[^A-Za-z0-9_-]", "-");
        HttpPost request = new HttpPost(endpoint.url());
        request.setHeader("webhook-id", id);
        request.setHeader("webhook-timestamp", Long.toString(now.getEpochSecond()));
        request.setHeader("webhook-signature", Signature.of(endpoint.secrets(), id, now.getEpochSecond(), body));
        request.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_JSON));
        return request;
    }

    /** Only 410 is for good (as the specification says); everything else may be mended by the receiver. */
    private Outcome outcome(ClassicHttpResponse response) {
        int status = response.getCode();
        if (status >= HttpStatus.SC_OK && status < HttpStatus.SC_REDIRECTION) {
            return new Outcome.Delivered();
        }
        String reason = "HTTP " + status;
        return status == HttpStatus.SC_GONE
                ? new Outcome.Refused(reason)
                : new Outcome.Retry(reason, retryAfter(response.getFirstHeader("Retry-After")));
    }

    /** Null where the receiver does not say. */
    private Duration retryAfter(Header header) {
        if (header == null) {
            return null;
        }
        String value = header.getValue().trim();
        try {
            Duration wait = value.matches("\\d{1,9}")
                    ? Duration.ofSeconds(Long.parseLong(value))
                    : Duration.between(
                            clock.instant(), ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME));
            return wait.isNegative() ? Duration.ZERO : wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static void readOn(HttpEntity entity) {
        if (entity == null) {
            return;
        }
        try {
            // Not closed: that would read all the rest. Closing the response closes an unread connection.
            InputStream body = entity.getContent();
            body.readNBytes(READ_AT_MOST);
        } catch (IOException e) {
            // The head was there, which is all that counts.
        }
    }
}
