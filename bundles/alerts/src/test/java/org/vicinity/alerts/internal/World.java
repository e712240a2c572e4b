package org.vicinity.alerts.internal;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.osgi.framework.BundleContext;
import org.vicinity.enrollment.internal.StoredSubscriptions;
import org.vicinity.matching.SubscriptionMatcher;
import org.vicinity.notification.Outbox;
import org.vicinity.outbox.internal.DurableOutbox;
import org.vicinity.outbox.internal.Settings;
import org.vicinity.persistence.TestDatabase;
import org.vicinity.persistence.Vault;
import org.vicinity.persistence.enrollment.FollowedOffenderRow;
import org.vicinity.persistence.enrollment.SubscriberRow;
import org.vicinity.persistence.enrollment.TrackedAddressRow;
import org.vicinity.persistence.outbox.OutboxMessage;
import org.vicinity.persistence.registry.RecordedChangeSet;
import org.vicinity.registry.internal.ChangeQueue;

/** The neighbours of the decision as they are, on a real database; only the matcher lets every place through. */
final class World implements AutoCloseable {
    static final double LATITUDE = 37.2;
    static final double LONGITUDE = -93.3;
    private static final Instant THEN = Instant.parse("2026-03-01T12:00:00Z");

    final TestDatabase database = new TestDatabase();
    final ChangeQueue log = new ChangeQueue(database.template());
    final AtomicBoolean broken = new AtomicBoolean();
    final StoredSubscriptions subscriptions;
    final DurableOutbox outbox;
    private final Vault vault;
    private final List<Long> places = new ArrayList<>();
    private final List<AlertWorker> workers = new ArrayList<>();
    private long number;

    World(Path folder) throws IOException {
        vault = Vault.of(folder.resolve("key"));
        subscriptions = new StoredSubscriptions(database.template(), vault);
        BundleContext context = (BundleContext) Proxy.newProxyInstance(
                World.class.getClassLoader(),
                new Class<?>[] {BundleContext.class},
                (proxy, method, arguments) -> folder.toString());
        outbox = new DurableOutbox(context, new Defaults(), database.template(), vault);
    }

    final SubscriptionMatcher matcher = new SubscriptionMatcher() {
        @Override
        public long[] matching(double latitude, double longitude) {
            if (broken.get()) {
                throw new IllegalStateException("broken");
            }
            return places.stream().mapToLong(id -> id).toArray();
        }

        @Override
        public long catchUp() {
            return number;
        }

        @Override
        public long size() {
            return places.size();
        }
    };

    AlertWorker worker(String node) {
        return worker(node, outbox);
    }

    AlertWorker worker(String node, Outbox queue) {
        AlertWorker worker = new AlertWorker(node, log, matcher, subscriptions, queue, database.template());
        workers.add(worker);
        return worker;
    }

    long subscriber(String email) {
        return database.template().txExpr(manager -> {
            SubscriberRow row = new SubscriberRow(vault.hash(email), vault.seal(email), "x", "en", THEN);
            manager.persist(row);
            return row.id();
        });
    }

    /** A place of 1,000 ft around the point that changes are at. */
    void track(long subscriberId) {
        places.add(database.template().txExpr(manager -> {
            TrackedAddressRow row = new TrackedAddressRow(subscriberId, THEN);
            row.set(LATITUDE, LONGITUDE, 1000, "ROOFTOP", vault.seal("Home"), vault.seal("10 Main St"), ++number);
            manager.persist(row);
            return row.id();
        }));
    }

    void follow(long subscriberId, String offenderId) {
        database.template()
                .tx(manager -> manager.persist(new FollowedOffenderRow(subscriberId, offenderId, ++number, THEN)));
    }

    /** An address near the places is registered. @return the set's id */
    long added(String offenderId) {
        return recorded(offenderId, "[{\"kind\": \"ADDRESS_ADDED\", \"after\": " + address() + "}]", address(), null);
    }

    /** Somebody without an address leaves the registry. */
    long removed(String offenderId, Long revokes) {
        return recorded(offenderId, "[{\"kind\": \"OFFENDER_REMOVED\"}]", "", revokes);
    }

    private static String address() {
        return "{\"type\": \"home\", \"street\": \"1 A St\", \"city\": \"B\", \"state\": \"MO\","
                + " \"location\": {\"latitude\": " + (LATITUDE + 0.001) + ", \"longitude\": " + LONGITUDE + "}}";
    }

    private long recorded(String offenderId, String changes, String addresses, Long revokes) {
        String offender = "{\"id\": \"" + offenderId + "\", \"addresses\": [" + addresses + "]}";
        return database.template().txExpr(manager -> {
            RecordedChangeSet plain = new RecordedChangeSet(
                    ++number, offenderId, offender, changes, false, THEN, THEN, RecordedChangeSet.State.READY);
            RecordedChangeSet set = revokes == null ? plain : plain.undoing(revokes);
            manager.persist(set);
            return set.id();
        });
    }

    /** Keys and states of what is in the outbox. */
    Map<String, String> messages() {
        Map<String, String> messages = new ConcurrentHashMap<>();
        database.template().tx(manager -> manager.createQuery("select m from OutboxMessage m", OutboxMessage.class)
                .getResultList()
                .forEach(message -> messages.put(
                        message.key(), message.kind() + " " + message.state().name())));
        return messages;
    }

    /** As if the channel's receiver had it. */
    void sent(String key) {
        database.template().tx(manager -> manager.createQuery(
                        "update OutboxMessage m set m.state = :sent, m.sentAt = :now where m.messageKey = :key")
                .setParameter("sent", OutboxMessage.State.SENT)
                .setParameter("now", THEN)
                .setParameter("key", key)
                .executeUpdate());
    }

    @Override
    public void close() throws InterruptedException {
        for (AlertWorker worker : workers) {
            worker.stop();
        }
        database.close();
    }

    private static final class Defaults implements Settings {
        @Override
        public String publicUrl() {
            return "";
        }

        @Override
        public String senderName() {
            return "Vicinity";
        }

        @Override
        public String senderAddress() {
            return "";
        }

        @Override
        public String timeZone() {
            return "America/Chicago";
        }

        @Override
        public int concurrency() {
            return 2;
        }

        @Override
        public int contentDays() {
            return 7;
        }

        @Override
        public int domainRate() {
            return 0;
        }

        @Override
        public Class<? extends Annotation> annotationType() {
            return Settings.class;
        }
    }
}
