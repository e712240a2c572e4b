package org.vicinity.outbox.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.aries.jpa.template.JpaTemplate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vicinity.notification.Message;
import org.vicinity.notification.Notice;
import org.vicinity.notification.NotificationChannel;
import org.vicinity.notification.Outbox;
import org.vicinity.notification.Outcome;
import org.vicinity.persistence.TestDatabase;
import org.vicinity.persistence.Vault;

/** What one channel's messages meet on their way; each test has a channel of its own in one database. */
class ChannelLaneTest {
    private static final int CONCURRENCY = 4;

    @TempDir
    static Path folder;

    private static TestDatabase database;
    private static Queue queue;
    private static Leases leases;

    @BeforeAll
    static void open() throws IOException {
        database = new TestDatabase();
        queue = new Queue(database.template(), Vault.of(folder.resolve("key")));
        leases = new Leases(database.template(), "node");
    }

    @AfterAll
    static void close() {
        database.close();
    }

    /** Does as it is told. */
    private record Told(String name, Function<Message, Outcome> answer) implements NotificationChannel {
        @Override
        public Outcome deliver(Message message) {
            return answer.apply(message);
        }
    }

    private static ChannelLane lane(NotificationChannel channel, Clock clock) {
        return lane(channel, clock, leases);
    }

    private static ChannelLane lane(NotificationChannel channel, Clock clock, Leases leases) {
        Renderer renderer = new Renderer("http://localhost", "Vicinity", "", ZoneId.of("UTC"));
        return new ChannelLane(
                channel, channel.name(), queue, leases, renderer, "localhost", clock, new DomainRate(0), CONCURRENCY);
    }

    private static void queue(String channel, int count, Notice notice) {
        List<Outbox.Entry> entries = IntStream.range(0, count)
                .mapToObj(i -> new Outbox.Entry(
                        channel + notice.getClass().getSimpleName() + i,
                        channel,
                        1,
                        i + "@example.org",
                        "en",
                        "t",
                        notice))
                .toList();
        queue.add(entries, Instant.now());
    }

    private static long count(String channel, String state) {
        return queue.counts(Instant.now()).stream()
                .filter(count ->
                        count.channel().equals(channel) && count.state().equals(state))
                .mapToLong(Outbox.Count::messages)
                .sum();
    }

    private static void change(String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            connection.createStatement().executeUpdate(sql);
        }
    }

    @Test
    void aMessageThatCannotBeReadIsParkedAndStopsNoOther() throws SQLException {
        queue("poison", 20, Samples.alert());
        change("UPDATE outbox_message SET payload = 'bm90aGluZw==' WHERE message_key = 'poisonAlert3'");
        try (ChannelLane lane = lane(new Told("poison", message -> new Outcome.Delivered()), Clock.systemUTC())) {
            await().until(() -> count("poison", "sent") == 19 && count("poison", "parked") == 1);
        }
    }

    @Test
    void aMessageThatHangsDelaysNoOther() {
        CountDownLatch released = new CountDownLatch(1);
        Function<Message, Outcome> answer = message -> {
            if (message.to().startsWith("0@")) {
                try {
                    released.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return new Outcome.Delivered();
        };
        queue("hanging", 100, Samples.alert());
        try (ChannelLane lane = lane(new Told("hanging", answer), Clock.systemUTC())) {
            await().until(() -> count("hanging", "sent") == 99);
            released.countDown();
            await().until(() -> count("hanging", "sent") == 100);
        }
    }

    @Test
    void anAccountMailOvertakesTheAlertsThatWait() {
        List<String> order = new ArrayList<>();
        CountDownLatch first = new CountDownLatch(CONCURRENCY);
        CountDownLatch released = new CountDownLatch(1);
        Function<Message, Outcome> answer = message -> {
            first.countDown();
            try {
                released.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            synchronized (order) {
                order.add(message.subject());
            }
            return new Outcome.Delivered();
        };
        queue("overtaking", 500, Samples.alert());
        try (ChannelLane lane = lane(new Told("overtaking", answer), Clock.systemUTC())) {
            await().until(() -> first.getCount() == 0);
            queue("overtaking", 1, new Notice.AlreadyEnrolled());
            released.countDown();
            await().until(() -> count("overtaking", "sent") == 501);
        }
        String alert = order.get(500);
        // Behind what was claimed before it, and no more.
        assertThat(order.indexOf(order.stream()
                        .filter(subject -> !subject.equals(alert))
                        .findFirst()
                        .orElseThrow()))
                .isLessThan(CONCURRENCY * 8);
    }

    @Test
    void aStopEndsWhatIsBeingDeliveredMarksItAndGivesTheRestBack() {
        Set<String> begun = ConcurrentHashMap.newKeySet();
        CountDownLatch released = new CountDownLatch(1);
        Function<Message, Outcome> answer = message -> {
            begun.add(message.to());
            try {
                released.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new Outcome.Delivered();
        };
        queue("stopping", 50, Samples.alert());
        ChannelLane lane = lane(new Told("stopping", answer), Clock.systemUTC());
        await().until(() -> begun.size() == CONCURRENCY);
        Thread stop = new Thread(lane::close);
        stop.start();
        await().until(() -> stop.getState() == Thread.State.TIMED_WAITING);
        released.countDown();
        await().until(() -> !stop.isAlive());

        assertThat(count("stopping", "sent")).isEqualTo(begun.size());
        assertThat(count("stopping", "queued")).isEqualTo(50 - begun.size());
        assertThat(count("stopping", "sending")).isZero();
    }

    @Test
    void whatFailsForThreeDaysIsParkedAndItsContentErasedInTheEnd() throws SQLException {
        queue("failing", 1, Samples.alert());
        Told busy = new Told("failing", message -> new Outcome.Retry("busy", null));
        try (ChannelLane lane = lane(busy, Clock.systemUTC())) {
            await().until(() -> "busy".equals(stored("failing", "last_problem")));
        }
        assertThat(count("failing", "queued")).isOne();

        change("UPDATE outbox_message SET attempts = 24 WHERE channel = 'failing'");
        Clock later = Clock.offset(Clock.systemUTC(), Duration.ofHours(73));
        try (ChannelLane lane = lane(busy, later)) {
            await().until(() -> count("failing", "parked") == 1);
        }
        assertThat(stored("failing", "last_problem")).isEqualTo("given up: busy");
        queue.erase(later.instant().minusSeconds(60));
        assertThat(stored("failing", "payload")).isNotNull();
        queue.erase(later.instant().plusSeconds(60));
        assertThat(stored("failing", "payload")).isNull();
        // Nothing is left of it that anybody could send.
        assertThat(count("failing", "parked")).isZero();
        assertThat(queue.retryParked(later.millis())).isZero();
    }

    /** 1 + 1.5 + 1.5² … minutes, six hours at most. */
    @Test
    void theAttemptsTakeAlmostThreeDays() {
        double minutes = 0;
        for (int attempt = 1; attempt < 25; attempt++) {
            minutes += Math.min(Math.pow(1.5, attempt - 1.0), 360);
        }
        assertThat(Duration.ofMinutes((long) minutes).toHours()).isBetween(66L, 72L);
        assertThat(ChannelLane.schedule(24)).isBetween(288 * 60_000L, 432 * 60_000L);
    }

    @Test
    void whateverIsThrownWhereAMessageIsPutTogetherStopsNoOther() {
        queue("erring", 20, Samples.alert());
        Clock erring = new Clock() {
            private final AtomicInteger calls = new AtomicInteger();

            @Override
            public long millis() {
                if (Thread.currentThread().getName().endsWith("-delivery") && calls.incrementAndGet() == 5) {
                    throw new NoClassDefFoundError("gone");
                }
                return System.currentTimeMillis();
            }

            @Override
            public Instant instant() {
                return Instant.now();
            }

            @Override
            public ZoneId getZone() {
                return ZoneId.of("UTC");
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
        try (ChannelLane lane = lane(new Told("erring", message -> new Outcome.Delivered()), erring)) {
            await().until(() -> count("erring", "sent") == 19 && count("erring", "queued") == 1);
        }
    }

    /** The database goes away while mails are sent: nothing is sent twice, and what comes later goes its way. */
    @Test
    void aMarkThatFailsIsMadeLaterAndDeliversNothingAgain() {
        var away = new AtomicBoolean();
        var over = new AtomicBoolean();
        var shift = new AtomicLong();
        Clock clock = shifted(shift);
        List<String> got = Collections.synchronizedList(new ArrayList<>());
        Told channel = new Told("outage", message -> {
            got.add(message.to());
            away.set(true);
            return new Outcome.Delivered();
        });
        queue("outage", 40, Samples.alert());
        Leases faulty = new Leases(failingWhile(() -> away.get() && !over.get()), "node");
        try (ChannelLane lane = lane(channel, clock, faulty)) {
            await().until(() -> got.size() >= CONCURRENCY);
            shift.set(Duration.ofSeconds(61).toMillis());
            over.set(true);
            await().until(() -> count("outage", "sent") == 40);

            queue("outage", 7, new Notice.AlreadyEnrolled());
            await().until(() -> count("outage", "sent") == 47);
        }
        assertThat(got).hasSize(47);
    }

    @Test
    void aDeliveryThatHangsIsNotHandedOutAgainAndItsThreadIsReplaced() {
        var shift = new AtomicLong();
        var released = new CountDownLatch(1);
        List<String> got = Collections.synchronizedList(new ArrayList<>());
        Told channel = new Told("stuck", message -> {
            got.add(message.to());
            while (got.size() <= CONCURRENCY && released.getCount() > 0) {
                LockSupport.parkNanos(1_000_000);
            }
            return new Outcome.Delivered();
        });
        queue("stuck", CONCURRENCY, Samples.alert());
        try (ChannelLane lane = lane(channel, shifted(shift), leases)) {
            await().until(() -> got.size() == CONCURRENCY);
            shift.set(Duration.ofSeconds(50).toMillis());
            // whoever hangs here ends with the first that comes after it
            queue("stuck", 1, new Notice.AlreadyEnrolled());
            await().until(() -> count("stuck", "sent") >= 1);
            shift.set(Duration.ofSeconds(130).toMillis());
            released.countDown();
            await().until(() -> count("stuck", "sent") == CONCURRENCY + 1);
        }
        assertThat(got).hasSize(CONCURRENCY + 1);
    }

    private static Clock shifted(AtomicLong millis) {
        return new Clock() {
            @Override
            public Instant instant() {
                return Instant.now().plusMillis(millis.get());
            }

            @Override
            public ZoneId getZone() {
                return ZoneId.of("UTC");
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
    }

    private static JpaTemplate failingWhile(BooleanSupplier away) {
        return (JpaTemplate) Proxy.newProxyInstance(
                JpaTemplate.class.getClassLoader(), new Class<?>[] {JpaTemplate.class}, (proxy, method, arguments) -> {
                    if (away.getAsBoolean()) {
                        throw new IllegalStateException("no connection");
                    }
                    try {
                        return method.invoke(database.template(), arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static String stored(String channel, String column) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                var rows = connection
                        .createStatement()
                        .executeQuery("SELECT " + column + " FROM outbox_message WHERE channel = '" + channel + "'")) {
            rows.next();
            return rows.getString(1);
        }
    }
}
