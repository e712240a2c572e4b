package org.vicinity.outbox.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.vicinity.notification.ChannelFailedException;
import org.vicinity.notification.Message;
import org.vicinity.notification.Notice;
import org.vicinity.notification.NotificationChannel;
import org.vicinity.notification.Outbox;
import org.vicinity.notification.Outcome;
import org.vicinity.persistence.TestDatabase;
import org.vicinity.persistence.Vault;
import org.vicinity.persistence.outbox.OutboxMessage;
import org.vicinity.registry.RegistryChange;

@TestInstance(Lifecycle.PER_CLASS)
class DurableOutboxTest {
    @TempDir
    static Path folder;

    private TestDatabase database;
    private Vault vault;
    private DurableOutbox outbox;
    private Leases leases;

    TestDatabase database() throws IOException {
        return new TestDatabase();
    }

    @BeforeAll
    void open() throws IOException {
        database = database();
        vault = Vault.of(folder.resolve("key"));
    }

    @AfterAll
    void close() throws IOException {
        database.close();
    }

    @BeforeEach
    void start() {
        leases = new Leases(database.template(), "node");
        outbox = outbox();
    }

    @AfterEach
    void stop() {
        outbox.stop();
        database.template()
                .tx(manager -> manager.createQuery("delete from OutboxMessage").executeUpdate());
    }

    private org.vicinity.outbox.internal.Queue queue() {
        return new org.vicinity.outbox.internal.Queue(database.template(), vault);
    }

    private Leases leases() {
        return leases;
    }

    private DurableOutbox outbox() {
        return new DurableOutbox(
                queue(),
                new Leases(database.template(), "node"),
                "http://localhost:8181",
                Samples.settings(),
                Clock.systemUTC());
    }

    private static Outbox.Entry entry(String key, Notice notice) {
        return new Outbox.Entry(key, "email", 1, "a@example.org", "en", "t", notice);
    }

    /** Writes down what it gets. */
    private record Recorder(Queue<Message> got, Function<Message, Outcome> answer) implements NotificationChannel {
        Recorder(Function<Message, Outcome> answer) {
            this(new ConcurrentLinkedQueue<>(), answer);
        }

        @Override
        public String name() {
            return "email";
        }

        @Override
        public Outcome deliver(Message message) {
            got.add(message);
            return answer.apply(message);
        }
    }

    private static Recorder accepting() {
        return new Recorder(message -> new Outcome.Delivered());
    }

    private long inState(String state) {
        return outbox.counts().stream()
                .filter(count -> count.state().equals(state))
                .mapToLong(Outbox.Count::messages)
                .sum();
    }

    @Test
    void aKeyIsToldOnceHoweverOftenItIsQueued() {
        Recorder channel = accepting();
        outbox.addChannel(channel, Map.of());
        List<Outbox.Entry> entries = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            entries.add(entry("k" + i % 250, Samples.alert()));
        }
        outbox.queue(entries);
        outbox.queue(entries);
        await().until(() -> inState("sent") == 250);
        assertThat(channel.got().stream().map(Message::id).distinct()).hasSize(250);
        assertThat(channel.got()).hasSize(250);
    }

    @Test
    void whatIsRolledBackIsNeverTold() {
        Recorder channel = accepting();
        outbox.addChannel(channel, Map.of());
        assertThatThrownBy(() -> database.template().tx(manager -> {
                    outbox.queue(List.of(entry("lost", new Notice.AlreadyEnrolled())));
                    throw new IllegalStateException("rolled back");
                }))
                .isInstanceOf(IllegalStateException.class);
        outbox.queue(List.of(entry("kept", new Notice.AlreadyEnrolled())));
        await().until(() -> inState("sent") == 1);
        assertThat(channel.got()).hasSize(1);
    }

    @Test
    void messagesOfAnAbsentChannelWaitForIt() {
        outbox.queue(List.of(entry("k", new Notice.AlreadyEnrolled())));
        assertThat(inState("queued")).isOne();
        outbox.addChannel(accepting(), Map.of());
        await().until(() -> inState("sent") == 1);
    }

    @Test
    void accountMailsOvertakeAlerts() {
        outbox.queue(List.of(entry("alert", Samples.alert()), entry("account", new Notice.AlreadyEnrolled())));
        List<Leases.Lease> claimed =
                leases().claim("email", 10, Duration.ofSeconds(60), System.currentTimeMillis() + 1000);
        assertThat(claimed).extracting(Leases.Lease::key).containsExactly("account", "alert");
    }

    @Test
    void correctionsAreNoMoreUrgentThanAlerts() {
        outbox.queue(List.of(
                entry("correction", Samples.correction(RegistryChange.Kind.ADDRESS_MOVED)),
                entry("account", new Notice.AlreadyEnrolled())));
        assertThat(leases().claim("email", 10, Duration.ofSeconds(60), System.currentTimeMillis() + 1000))
                .extracting(Leases.Lease::isUrgent)
                .containsExactly(true, false);
    }

    @Test
    void aRefusedMessageIsParkedUntilAnOperatorRetriesIt() {
        Recorder refusing = new Recorder(message -> new Outcome.Refused("SMTP 550"));
        outbox.addChannel(refusing, Map.of());
        outbox.queue(List.of(entry("k", new Notice.AlreadyEnrolled())));
        await().until(() -> inState("parked") == 1);
        outbox.removeChannel(refusing);
        assertThat(outbox.retryParked()).isOne();
        outbox.addChannel(accepting(), Map.of());
        await().until(() -> inState("sent") == 1);
    }

    @Test
    void whateverAChannelThrowsMeansLaterAndTheIdStaysTheSame() {
        Recorder channel = new Recorder(new Function<>() {
            private int calls;

            @Override
            public synchronized Outcome apply(Message message) {
                if (calls++ == 0) {
                    return new Outcome.Retry("busy", Duration.ZERO);
                }
                if (calls == 2) {
                    // Longer than a number of milliseconds can say.
                    return new Outcome.Retry("busy\u0000", Duration.ofSeconds(Long.MAX_VALUE));
                }
                return new Outcome.Delivered();
            }
        });
        Recorder broken = new Recorder(message -> {
            throw new NoClassDefFoundError("gone");
        });
        outbox.addChannel(broken, Map.of());
        outbox.queue(List.of(entry("k", new Notice.AlreadyEnrolled())));
        await().until(() -> inState("queued") == 1 && !broken.got().isEmpty());
        outbox.removeChannel(broken);
        makeDue();
        outbox.addChannel(channel, Map.of());
        for (int told = 1; told < 3; told++) {
            int before = told;
            // Whatever a channel asks for, not at once.
            await().until(() -> channel.got().size() == before && inState("queued") == 1);
            makeDue();
        }
        await().until(() -> inState("sent") == 1);
        assertThat(channel.got()).hasSize(3);
        assertThat(channel.got().stream().map(Message::id).distinct()).hasSize(1);
        assertThat(broken.got().element().id())
                .isEqualTo(channel.got().element().id());
    }

    private void makeDue() {
        List<Leases.Lease> waiting =
                leases().claim("email", 1, Duration.ofSeconds(1), System.currentTimeMillis() + 172_800_000);
        assertThat(waiting).hasSize(1);
        leases().mark(
                        List.of(Leases.Mark.of(waiting.get(0), OutboxMessage.State.QUEUED, 0, "", true)),
                        Clock.systemUTC().instant());
    }

    @Test
    void aNodeThatStartsAgainFreesItsOwnLeasesAndALateMarkOfTheOldOneCountsForNothing() {
        outbox.queue(List.of(entry("k", new Notice.AlreadyEnrolled())));
        long later = System.currentTimeMillis() + 1000;
        List<Leases.Lease> old = leases().claim("email", 10, Duration.ofHours(1), later);
        assertThat(old).hasSize(1);
        assertThat(leases().claim("email", 10, Duration.ofHours(1), later)).isEmpty();
        outbox.stop();
        outbox = outbox();
        assertThat(new Leases(database.template(), "node").claim("email", 10, Duration.ofHours(1), later))
                .hasSize(1);
        leases().mark(
                        List.of(Leases.Mark.of(old.get(0), OutboxMessage.State.SENT, 0, "", true)),
                        Clock.systemUTC().instant());
        assertThat(inState("sending")).isOne();
    }

    @Test
    void aLeaseThatEndedIsClaimedByAnother() {
        outbox.queue(List.of(entry("k", new Notice.AlreadyEnrolled())));
        long now = System.currentTimeMillis() + 1000;
        leases().claim("email", 10, Duration.ofSeconds(60), now);
        Leases other = new Leases(database.template(), "other");
        other.freeEnded("email", now + 59_000);
        assertThat(other.claim("email", 10, Duration.ofSeconds(60), now + 59_000))
                .isEmpty();
        other.freeEnded("email", now + 61_000);
        assertThat(other.claim("email", 10, Duration.ofSeconds(60), now + 61_000))
                .hasSize(1);
    }

    @Test
    void contentIsErasedAfterItsTimeAndWithTheSubscriber() {
        outbox.addChannel(accepting(), Map.of());
        outbox.queue(List.of(entry("k", new Notice.AlreadyEnrolled())));
        await().until(() -> inState("sent") == 1);
        assertThat(queue().erase(Clock.systemUTC().instant().minusSeconds(3600)))
                .isZero();
        assertThat(queue().erase(Clock.systemUTC().instant().plusSeconds(3600))).isOne();
        outbox.queue(List.of(new Outbox.Entry("w", "webhook", 1, "x", "en", "", new Notice.AlreadyEnrolled())));
        outbox.forget(1);
        assertThat(inState("queued")).isZero();
    }

    @Test
    void whoWantsNoAlertsGetsNoneThatWaits() {
        outbox.queue(List.of(entry("sending", Samples.alert())));
        List<Leases.Lease> sending =
                leases().claim("email", 1, Duration.ofSeconds(60), System.currentTimeMillis() + 1000);
        outbox.queue(List.of(entry("waiting", Samples.alert()), entry("account", new Notice.AlreadyEnrolled())));
        outbox.queue(List.of(new Outbox.Entry("other", "email", 2, "b@example.org", "en", "", Samples.alert())));

        outbox.dropAlerts(1);

        assertThat(inState("queued")).isEqualTo(2);
        leases().mark(
                        List.of(Leases.Mark.of(sending.get(0), OutboxMessage.State.QUEUED, 0, "busy", true)),
                        Clock.systemUTC().instant());
        Recorder channel = accepting();
        outbox.addChannel(channel, Map.of());
        await().until(() -> inState("sent") == 2 && inState("sending") == 0 && inState("queued") == 0);
        assertThat(channel.got()).extracting(Message::to).containsExactlyInAnyOrder("a@example.org", "b@example.org");
    }

    @Test
    void whatWaitsGoesToTheNewAddressAndWhereThereIsNoneNowhere() {
        outbox.queue(List.of(entry("k", Samples.alert()), entry("l", new Notice.AlreadyEnrolled())));
        outbox.redirect(1, "webhook", "https://example.org");
        outbox.redirect(2, "email", "c@example.org");
        outbox.redirect(1, "email", "b@example.org");
        Recorder channel = accepting();
        outbox.addChannel(channel, Map.of());
        await().until(() -> inState("sent") == 2);
        assertThat(channel.got()).extracting(Message::to).containsOnly("b@example.org");

        outbox.removeChannel(channel);
        outbox.queue(List.of(entry("m", Samples.alert())));
        outbox.redirect(1, "email", "");
        assertThat(inState("queued")).isZero();
        assertThat(inState("sent")).isEqualTo(2);
    }

    @Test
    void aRecalledAlertIsNotSentAnyMoreAndWhoHasItIsKnown() {
        outbox.queue(List.of(
                entry("sending", Samples.alert()), entry("waiting", Samples.alert()), entry("other", Samples.other())));
        List<Leases.Lease> sending =
                leases().claim("email", 1, Duration.ofSeconds(60), System.currentTimeMillis() + 1000);
        long set = Samples.alert().changeSet().id();

        outbox.recall(set);

        assertThat(outbox.told(set, 0, 10)).singleElement().satisfies(told -> {
            assertThat(told.messageId()).isEqualTo(sending.get(0).id());
            assertThat(told.subscriberId()).isOne();
            assertThat(told.alert()).isNull();
        });
        leases().mark(
                        List.of(Leases.Mark.of(sending.get(0), OutboxMessage.State.QUEUED, 0, "busy", true)),
                        Clock.systemUTC().instant());
        Recorder channel = accepting();
        outbox.addChannel(channel, Map.of());
        await().until(() -> inState("sent") == 1 && inState("sending") == 0 && inState("queued") == 0);
        assertThat(channel.got()).hasSize(1);
        assertThat(outbox.retryParked()).isZero();
    }

    @Test
    void theWayOfAnAlertIsKnownWithItsTimes() {
        outbox.queue(List.of(entry("k", Samples.alert())));
        outbox.addChannel(accepting(), Map.of());
        await().until(() -> inState("sent") == 1);
        long set = Samples.alert().changeSet().id();

        assertThat(outbox.trace(set, 2)).isEmpty();
        assertThat(outbox.trace(set, 1)).singleElement().satisfies(trace -> {
            assertThat(trace.state()).isEqualTo("sent");
            assertThat(trace.attempts()).isOne();
            assertThat(trace.sentAt()).isAfterOrEqualTo(trace.queuedAt());
        });
        assertThat(outbox.told(set, 0, 10)).singleElement().satisfies(told -> {
            assertThat(told.alert()).isEqualTo(Samples.alert());
            assertThat(outbox.told(set, told.messageId(), 10)).isEmpty();
        });
    }

    @Test
    void retriesComeLaterAndLaterButNeverTooLate() {
        assertThat(ChannelLane.schedule(1)).isBetween(48_000L, 72_000L);
        assertThat(ChannelLane.schedule(3)).isBetween(108_000L, 162_000L);
        assertThat(ChannelLane.schedule(200))
                .isLessThanOrEqualTo(Duration.ofHours(8).toMillis());
    }

    /** A foreign channel that is as bad as told. */
    private record Foreign(String name, boolean failing, String says) implements NotificationChannel {
        @Override
        public boolean hasOwnAddresses() {
            if (failing) {
                throw new NoClassDefFoundError("gone");
            }
            return true;
        }

        @Override
        public String address(String typed, String before) {
            if (typed.equals("refused")) {
                throw new IllegalArgumentException("no address");
            }
            throw new AssertionError("with an address in it");
        }

        @Override
        public Outcome deliver(Message message) {
            return new Outcome.Retry(says, null);
        }
    }

    @Test
    void aChannelThatCannotDescribeItselfIsLeftOut() {
        for (String name : new String[] {"", "Bad Name! <b>", "email,sms", "x".repeat(60), null}) {
            outbox.addChannel(new Foreign(name, false, ""), Map.of());
        }
        outbox.addChannel(new Foreign("failing", true, ""), Map.of());

        assertThat(outbox.channels()).isEmpty();
    }

    @Test
    void ofTwoChannelsOfOneNameTheHigherRankedIsUsed() {
        Foreign low = new Foreign("sms", false, "low");
        Foreign high = new Foreign("sms", false, "high");
        outbox.addChannel(low, Map.of("service.ranking", 1));
        outbox.addChannel(high, Map.of("service.ranking", 2));
        outbox.addChannel(new Foreign("sms", false, "late"), Map.of("service.ranking", 2));
        assertThat(outbox.channels()).containsExactly("sms");
        assertThat(outbox.channel("sms").orElseThrow().deliver(null)).isEqualTo(high.deliver(null));

        outbox.removeChannel(high);
        assertThat(outbox.channel("sms").orElseThrow().deliver(null)).isEqualTo(new Outcome.Retry("late", null));
    }

    @Test
    void whatAChannelThrowsInMakingAnAddressIsToldByItsNameAlone() {
        outbox.addChannel(new Foreign("sms", false, ""), Map.of());
        NotificationChannel guarded = outbox.channel("sms").orElseThrow();

        assertThatThrownBy(() -> guarded.address("1", ""))
                .isInstanceOf(ChannelFailedException.class)
                .hasMessage("channel sms failed")
                .hasNoCause();
        assertThatThrownBy(() -> guarded.address("refused", "")).isInstanceOf(IllegalArgumentException.class);
    }
}
