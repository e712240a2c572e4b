package org.vicinity.enrollment.internal;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.vicinity.geocoding.Candidate;
import org.vicinity.geocoding.GeocodeAnswer;
import org.vicinity.geocoding.GeocodeAnswer.Reason;
import org.vicinity.geocoding.GeocoderStatus;
import org.vicinity.geocoding.Geocoding;
import org.vicinity.geocoding.Location;
import org.vicinity.geocoding.Precision;
import org.vicinity.notification.Message;
import org.vicinity.notification.Notice;
import org.vicinity.notification.NotificationChannel;
import org.vicinity.notification.Outbox;
import org.vicinity.notification.Outcome;
import org.vicinity.persistence.TestDatabase;
import org.vicinity.persistence.Vault;
import org.vicinity.registry.ComplianceStatus;
import org.vicinity.registry.NearbyOffender;
import org.vicinity.registry.OffenderPage;
import org.vicinity.registry.OffenderQuery;
import org.vicinity.registry.OffenderRecord;
import org.vicinity.registry.Registry;

/** Enrollment on a real database, among neighbours that only remember and answer. */
final class World implements AutoCloseable {
    static final String EMAIL = "Ann.Example@example.org";
    static final String PASSWORD = "walk the dog at seven";

    final TestDatabase database = new TestDatabase();
    final Vault vault;
    final List<Outbox.Entry> queued = new CopyOnWriteArrayList<>();
    final List<Long> forgotten = new CopyOnWriteArrayList<>();
    final List<Long> silenced = new CopyOnWriteArrayList<>();
    final List<String> redirected = new CopyOnWriteArrayList<>();
    final Map<String, OffenderRecord> offenders = new ConcurrentHashMap<>();
    final List<NearbyOffender> inside = new CopyOnWriteArrayList<>();
    final Map<String, NotificationChannel> channels = new ConcurrentHashMap<>();
    volatile Instant now = Instant.parse("2026-03-01T12:00:00Z");
    volatile boolean inServiceArea = true;
    volatile int lookUps;
    final MailboxEnrollment enrollment;
    final SubscriberAccounts accounts;
    final StoredSubscriptions subscriptions;
    final Erasure erasure;

    World(Path folder) throws IOException {
        vault = Vault.of(folder.resolve("vicinity.key"));
        Clock clock = new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        };
        Outbox outbox = new RememberingOutbox();
        enrollment = new MailboxEnrollment(database.template(), outbox, vault, new Defaults(), clock);
        accounts = new SubscriberAccounts(
                database.template(), outbox, new OneStreet(), new SmallRegistry(), vault, new Defaults(), clock);
        subscriptions = new StoredSubscriptions(database.template(), vault);
        erasure = new Erasure(database.template(), new Defaults(), clock);
    }

    void later(Duration time) {
        now = now.plus(time);
    }

    /** @return the subscriber's id */
    long enrolled(String email) {
        String secret = enrollment.enroll(email, PASSWORD, "en");
        enrollment.confirm(last(Notice.ConfirmEnrollment.class).token(), secret, "");
        return enrollment.logIn(email, PASSWORD).subscriberId();
    }

    <N extends Notice> N last(Class<N> kind) {
        List<N> notices = all(kind);
        return notices.get(notices.size() - 1);
    }

    <N extends Notice> List<N> all(Class<N> kind) {
        return queued.stream()
                .map(Outbox.Entry::notice)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    static OffenderRecord offender(String id) {
        return new OffenderRecord(
                id,
                new OffenderRecord.Name("A", "", "B", ""),
                List.of(),
                null,
                "",
                "",
                null,
                null,
                "",
                "",
                List.of(),
                "",
                "1",
                ComplianceStatus.COMPLIANT,
                List.of(),
                List.of(),
                List.of(),
                null);
    }

    @Override
    public void close() {
        erasure.stop();
        database.close();
    }

    private record Defaults() implements Config {
        @Override
        public int addressLimit() {
            return 5;
        }

        @Override
        public int offenderLimit() {
            return 5;
        }

        @Override
        public int minimumPasswordLength() {
            return 15;
        }

        @Override
        public int linkHours() {
            return 48;
        }

        @Override
        public int accountMailsPerDay() {
            return 10;
        }

        @Override
        public int sessionIdleMinutes() {
            return 60;
        }

        @Override
        public int sessionHours() {
            return 12;
        }

        @Override
        public Class<? extends Annotation> annotationType() {
            return Config.class;
        }
    }

    /** Telephones have three digits here; the channel adds how often it was asked. */
    static final class Telephone implements NotificationChannel {
        @Override
        public String name() {
            return "telephone";
        }

        @Override
        public Outcome deliver(Message message) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean hasOwnAddresses() {
            return true;
        }

        @Override
        public String address(String typed, String before) {
            if (!typed.matches("\\d{3}")) {
                throw new IllegalArgumentException();
            }
            return typed + " " + (before.isEmpty() ? 1 : 2);
        }
    }

    private final class RememberingOutbox implements Outbox {
        @Override
        public void queue(List<Entry> entries) {
            queued.addAll(entries);
        }

        @Override
        public void forget(long subscriberId) {
            forgotten.add(subscriberId);
        }

        @Override
        public void dropAlerts(long subscriberId) {
            silenced.add(subscriberId);
        }

        @Override
        public void redirect(long subscriberId, String channel, String to) {
            redirected.add(channel + " to " + to);
        }

        @Override
        public void recall(long changeSetId) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Told> told(long changeSetId, long after, int limit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Trace> trace(long changeSetId, long subscriberId) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Count> counts() {
            return List.of();
        }

        @Override
        public int retryParked() {
            return 0;
        }

        @Override
        public List<String> channels() {
            return channels.keySet().stream().sorted().toList();
        }

        @Override
        public Optional<NotificationChannel> channel(String name) {
            return Optional.ofNullable(channels.get(name));
        }
    }

    /** Knows every address on Main Street, at its number. */
    private final class OneStreet implements Geocoding {
        @Override
        public GeocodeAnswer geocode(String address) {
            lookUps++;
            if (!address.contains("Main St")) {
                return GeocodeAnswer.none(Reason.UNKNOWN_STREET, List.of());
            }
            return GeocodeAnswer.of(List.of(
                    new Candidate(address.toUpperCase(), new Location(38.5, -92.1), Precision.ROOFTOP, "test")));
        }

        @Override
        public boolean inServiceArea(Location location) {
            return inServiceArea;
        }

        @Override
        public List<GeocoderStatus> geocoders() {
            return List.of();
        }
    }

    private final class SmallRegistry implements Registry {
        @Override
        public OffenderPage search(OffenderQuery query) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<OffenderRecord> find(String offenderId) {
            return Optional.ofNullable(offenders.get(offenderId));
        }

        @Override
        public List<NearbyOffender> within(Location centre, int radiusFeet, int limit) {
            return inside;
        }

        @Override
        public Forecast forecast(Location centre, int radiusFeet) {
            return new Forecast(inside.size(), 0);
        }

        @Override
        public boolean put(String feed, OffenderRecord record) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean remove(String feed, String offenderId) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Instant> updatedAt() {
            return Optional.empty();
        }

        @Override
        public List<UnmappedAddress> unmapped(int limit) {
            return List.of();
        }

        @Override
        public boolean place(long addressId, Location location) {
            throw new UnsupportedOperationException();
        }
    }
}
