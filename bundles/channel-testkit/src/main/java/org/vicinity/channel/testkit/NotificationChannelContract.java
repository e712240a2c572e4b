package org.vicinity.channel.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vicinity.notification.Message;
import org.vicinity.notification.NotificationChannel;
import org.vicinity.notification.Outcome;

/**
 * The contract of a {@link NotificationChannel}. Whoever writes one extends this class in the tests of the channel,
 * says how the channel and a receiver behind it are made, and has the contract tested.
 */
public abstract class NotificationChannelContract {
    /** Deliveries of the outbox hold a lease; one that lasts longer than half of it may be made twice. */
    private static final Duration LONGEST_DELIVERY = Duration.ofSeconds(30);

    private static final int THREADS = 8;
    private static final int MESSAGES_A_THREAD = 5;

    /** How the receiver behind the channel behaves. */
    protected enum Receiver {
        /** Takes every message. */
        ACCEPTS,
        /** Can't take a message now. */
        BUSY,
        /** Will never take a message. */
        REFUSES,
        /** Takes connections and never answers. */
        SILENT,
        /** Can't be reached. */
        GONE
    }

    private NotificationChannel channel;
    private boolean stopped;

    /** The channel under test, with a receiver of its own that accepts. Called before each test. */
    protected abstract NotificationChannel channel() throws Exception;

    /** Has the receiver behave so from now on. @return false where this channel's receivers never do */
    protected abstract boolean behave(Receiver receiver) throws Exception;

    /** An address at the receiver, as {@link NotificationChannel#address} returns it. */
    protected abstract String address();

    /** By what the receiver tells messages apart: the ids of those it has, one for each time it took one. */
    protected abstract List<String> received() throws Exception;

    /**
     * How many deliveries have come as far as the receiver, a silent one included.
     *
     * @return -1 where the receiver can't tell; what happens in the middle of a delivery is then not tested
     */
    protected int reached() {
        return -1;
    }

    /** Ends the channel as its container does. */
    protected abstract void stop(NotificationChannel started) throws Exception;

    /** Ends the receiver. Called after each test. */
    protected void close() throws Exception {}

    @BeforeEach
    final void begin() throws Exception {
        channel = channel();
    }

    @AfterEach
    final void end() throws Exception {
        if (!stopped) {
            stop(channel);
        }
        close();
    }

    private Message message(String id) {
        return message(id, "Registry change", "It moved.");
    }

    private Message message(String id, String subject, String text) {
        return new Message(
                id + "@vicinity.example",
                Instant.now(),
                address(),
                "en",
                subject,
                text,
                "<p>" + text + "</p>",
                Map.of("List-Unsubscribe", "<https://vicinity.example/unsubscribe?token=t>"));
    }

    private Outcome deliver(Message message) {
        return assertTimeoutPreemptively(LONGEST_DELIVERY, () -> channel.deliver(message));
    }

    /** Reasons are read by operators: they tell nothing about the receiver's person. */
    private void assertDiscreet(Outcome outcome) {
        String reason = outcome instanceof Outcome.Retry retry
                ? retry.reason()
                : outcome instanceof Outcome.Refused refused ? refused.reason() : "said";
        assertThat(reason).isNotBlank().doesNotContain(address());
    }

    @Test
    void hasAShortStableName() {
        assertThat(channel.name()).matches("[a-z][a-z0-9-]{0,48}").isEqualTo(channel.name());
    }

    @Test
    void whatIsDeliveredTheReceiverHas() throws Exception {
        assertThat(deliver(message("1"))).isInstanceOf(Outcome.Delivered.class);
        assertThat(received()).hasSize(1);
    }

    @Test
    void aSecondDeliveryCanBeTold() throws Exception {
        assertThat(deliver(message("1"))).isInstanceOf(Outcome.Delivered.class);
        assertThat(deliver(message("1"))).isInstanceOf(Outcome.Delivered.class);
        assertThat(deliver(message("2"))).isInstanceOf(Outcome.Delivered.class);
        assertThat(Set.copyOf(received())).as("ids the receiver knows").hasSize(2);
    }

    @Test
    void aBusyReceiverMeansLaterAndThenGetsTheMessage() throws Exception {
        assumeTrue(behave(Receiver.BUSY));
        Outcome outcome = deliver(message("1"));
        assertThat(outcome).isInstanceOf(Outcome.Retry.class);
        assertDiscreet(outcome);

        behave(Receiver.ACCEPTS);
        assertThat(deliver(message("1"))).isInstanceOf(Outcome.Delivered.class);
        assertThat(received()).hasSize(1);
    }

    @Test
    void aReceiverThatRefusesIsNotAskedAgain() throws Exception {
        assumeTrue(behave(Receiver.REFUSES));
        Outcome outcome = deliver(message("1"));
        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        assertDiscreet(outcome);
        assertThat(received()).isEmpty();
    }

    @Test
    void aReceiverThatIsGoneMeansLaterAndGetsTheMessageWhenItIsBack() throws Exception {
        deliver(message("0"));
        assumeTrue(behave(Receiver.GONE));
        Outcome outcome = deliver(message("1"));
        assertThat(outcome).isInstanceOf(Outcome.Retry.class);
        assertDiscreet(outcome);

        behave(Receiver.ACCEPTS);
        assertThat(deliver(message("1"))).isInstanceOf(Outcome.Delivered.class);
        assertThat(Set.copyOf(received())).hasSize(2);
    }

    @Test
    void aSilentReceiverMeansLaterInTime() throws Exception {
        assumeTrue(behave(Receiver.SILENT));
        assertThat(deliver(message("1"))).isInstanceOf(Outcome.Retry.class);
        assertThat(received()).isEmpty();
    }

    @Test
    void severalMayBeDeliveredAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Outcome>> outcomes = new ArrayList<>();
            for (int i = 0; i < THREADS * MESSAGES_A_THREAD; i++) {
                Message message = message("m" + i);
                outcomes.add(threads.submit(() -> channel.deliver(message)));
            }
            for (Future<Outcome> outcome : outcomes) {
                assertThat(outcome.get(LONGEST_DELIVERY.toSeconds(), TimeUnit.SECONDS))
                        .isInstanceOf(Outcome.Delivered.class);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(received()).doesNotHaveDuplicates().hasSize(THREADS * MESSAGES_A_THREAD);
    }

    /** Never "delivered" by a channel that has not; the outbox hands the message to the next one that comes. */
    @Test
    void aChannelStoppedInTheMiddleSaysLaterAndSoDoesOneThatIsStopped() throws Exception {
        assumeTrue(behave(Receiver.SILENT));
        int before = reached();
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<Boolean> delivered = thread.submit(() -> saysDelivered(message("1")));
            if (before >= 0) {
                await().atMost(LONGEST_DELIVERY).until(() -> reached() > before);
            }
            stopped = true;
            stop(channel);
            assertThat(delivered.get(LONGEST_DELIVERY.toSeconds(), TimeUnit.SECONDS))
                    .isFalse();
            assertThat(saysDelivered(message("2"))).isFalse();
            assertThat(received()).isEmpty();
        } finally {
            thread.shutdownNow();
        }
    }

    private boolean saysDelivered(Message message) {
        try {
            return channel.deliver(message) instanceof Outcome.Delivered;
        } catch (RuntimeException | LinkageError e) {
            // The outbox takes whatever is thrown as "later".
            return false;
        }
    }

    @Test
    void whateverAMessageHoldsArrivesOrIsRefused() throws Exception {
        String hostile = "line\r\nBcc: x@example.org\r\n.\r\nQUIT\u0000\u2028 \ud83c\udfe0 <script> \"'%s{0}";
        int delivered = 0;
        for (Message message : List.of(
                message("1", hostile, hostile),
                message("2", "", ""),
                message("3", "long", "word ".repeat(50_000)),
                message("weird id <>\r\nX: y/../..", "odd", "odd"))) {
            Outcome outcome = deliver(message);
            assertThat(outcome).isNotInstanceOf(Outcome.Retry.class).isNotNull();
            delivered += outcome instanceof Outcome.Delivered ? 1 : 0;
        }
        assertThat(received()).doesNotHaveDuplicates().hasSize(delivered);
    }
}
