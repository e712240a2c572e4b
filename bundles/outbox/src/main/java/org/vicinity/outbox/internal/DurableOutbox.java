package org.vicinity.outbox.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.aries.jpa.template.JpaTemplate;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vicinity.notification.NotificationChannel;
import org.vicinity.notification.Outbox;
import org.vicinity.persistence.Vault;

/** The outbox: rows in the database, and for each channel that is there a lane that empties them into it. */
@Component(service = Outbox.class, name = "org.vicinity.outbox", immediate = true)
@Designate(ocd = Settings.class)
public final class DurableOutbox implements Outbox {
    private static final Logger LOG = LoggerFactory.getLogger(DurableOutbox.class);

    /** As in lists, file names and the database's column. */
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,48}");

    private static final int CLOCK_SECONDS = 5;

    private final Queue queue;
    private final Leases leases;
    private final Renderer renderer;
    private final String domain;
    private final Clock clock;
    private final int domainRate;
    private final int concurrency;
    private final List<GuardedChannel> channels = new ArrayList<>();
    private final Map<String, Lane> lanes = new ConcurrentHashMap<>();
    private final ExecutorService plugins = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "vicinity-outbox-channel");
        thread.setDaemon(true);
        return thread;
    });
    private final ScheduledExecutorService housekeeping;

    private record Lane(GuardedChannel channel, ChannelLane lane) {}

    @Activate
    public DurableOutbox(
            BundleContext context,
            Settings settings,
            @Reference(target = "(osgi.unit.name=vicinity)") JpaTemplate jpa,
            @Reference Vault vault)
            throws IOException {
        this(
                new Queue(jpa, vault),
                new Leases(jpa, node(Path.of(context.getProperty("vicinity.data")))),
                publicUrl(settings.publicUrl()),
                settings,
                new DatabaseClock(jpa));
    }

    DurableOutbox(Queue queue, Leases leases, String publicUrl, Settings settings, Clock clock) {
        this.queue = queue;
        this.leases = leases;
        this.clock = clock;
        renderer = new Renderer(
                publicUrl, settings.senderName(), settings.senderAddress(), ZoneId.of(settings.timeZone()));
        if (!settings.publicUrl().isBlank() && settings.senderAddress().isBlank()) {
            LOG.warn("Mails name no postal address, as the law asks for: set senderAddress in org.vicinity.outbox.cfg");
        }
        domain = Letters.host(publicUrl);
        domainRate = settings.domainRate();
        concurrency = settings.concurrency();
        adjustClock();
        leases.freeOwn(clock.millis());
        Duration kept = Duration.ofDays(settings.contentDays());
        housekeeping = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "vicinity-outbox-housekeeping");
            thread.setDaemon(true);
            return thread;
        });
        housekeeping.scheduleWithFixedDelay(() -> erase(kept), 1, 60, TimeUnit.MINUTES);
        housekeeping.scheduleWithFixedDelay(this::adjustClock, CLOCK_SECONDS, CLOCK_SECONDS, TimeUnit.SECONDS);
    }

    private void adjustClock() {
        try {
            if (clock instanceof DatabaseClock database) {
                database.adjust();
            }
        } catch (RuntimeException e) {
            // The lanes tell of a database that is away; until it is back the time goes on by itself.
            LOG.debug("The database's clock can't be read: {}", e.getClass().getSimpleName());
        }
    }

    private static String publicUrl(String configured) {
        if (configured.isBlank()) {
            String port = System.getenv().getOrDefault("VICINITY_HTTP_PORT", "8181");
            return "http://localhost:" + port;
        }
        return configured.trim().replaceAll("/+$", "");
    }

    /**
     * This data folder's name among the claimers: the same after a restart, so that own leases can be freed. The file says
     * which file it is, so that a copy of the folder does not take the name along.
     */
    static String node(Path data) throws IOException {
        Path file = data.resolve("outbox-node");
        Files.createDirectories(data);
        if (!Files.exists(file)) {
            Files.createFile(file);
        }
        String self = String.valueOf(
                Files.readAttributes(file, BasicFileAttributes.class).fileKey());
        String[] known = Files.readString(file).trim().split(" ", 2);
        if (known.length == 2 && known[1].equals(self)) {
            return known[0];
        }
        String name = UUID.randomUUID().toString();
        Files.writeString(file, name + " " + self);
        return name;
    }

    private void erase(Duration kept) {
        try {
            queue.erase(clock.instant().minus(kept));
        } catch (RuntimeException e) {
            LOG.warn("What was sent could not be erased: {}", e.getClass().getSimpleName());
        }
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addChannel(NotificationChannel channel, Map<String, Object> properties) {
        int ranking = properties.get(Constants.SERVICE_RANKING) instanceof Integer given ? given : 0;
        GuardedChannel guarded;
        try {
            guarded = new GuardedChannel(channel, ranking, plugins);
        } catch (Throwable e) {
            LOG.warn(
                    "A channel of {} is left out, it can't describe itself: {}",
                    channel.getClass().getName(),
                    e.getClass().getSimpleName());
            return;
        }
        if (guarded.name() == null || !NAME.matcher(guarded.name()).matches()) {
            LOG.warn(
                    "A channel of {} is left out: its name is not a small letter with up to 48 more, digits or hyphens",
                    channel.getClass().getName());
            return;
        }
        synchronized (channels) {
            channels.add(guarded);
            settle(guarded.name());
        }
    }

    void removeChannel(NotificationChannel channel) {
        synchronized (channels) {
            channels.stream().filter(one -> one.guards(channel)).findFirst().ifPresent(gone -> {
                channels.remove(gone);
                settle(gone.name());
            });
        }
    }

    /** One lane a name: of several channels that of the highest ranking, of equal ones that which came first. */
    private void settle(String name) {
        List<GuardedChannel> called =
                channels.stream().filter(one -> one.name().equals(name)).toList();
        GuardedChannel best = called.stream()
                .max(Comparator.comparingInt(GuardedChannel::ranking))
                .orElse(null);
        if (called.size() > 1) {
            LOG.warn("There are {} channels called {}: the one of the highest ranking is used", called.size(), name);
        }
        Lane used = lanes.get(name);
        if (used != null && used.channel != best) {
            lanes.remove(name);
            used.lane.close();
            LOG.info("Channel {} is gone: its messages wait", name);
        }
        if (best != null && (used == null || used.channel != best)) {
            lanes.put(name, new Lane(best, lane(best)));
            LOG.info("Channel {} is there", name);
        }
    }

    private ChannelLane lane(GuardedChannel channel) {
        return new ChannelLane(
                channel,
                channel.name(),
                queue,
                leases,
                renderer,
                domain,
                clock,
                new DomainRate(domainRate),
                concurrency);
    }

    @Deactivate
    void stop() {
        housekeeping.shutdownNow();
        synchronized (channels) {
            Set<String> names = Set.copyOf(lanes.keySet());
            channels.clear();
            names.forEach(this::settle);
        }
        plugins.shutdownNow();
    }

    @Override
    public void queue(List<Entry> entries) {
        queue.add(entries, clock.instant());
        // The caller has not committed yet: the lanes also look twice a second.
        lanes.values().forEach(used -> used.lane.wake());
    }

    @Override
    public void forget(long subscriberId) {
        queue.forget(subscriberId);
    }

    @Override
    public void dropAlerts(long subscriberId) {
        queue.dropAlerts(subscriberId);
    }

    @Override
    public void redirect(long subscriberId, String channel, String to) {
        queue.redirect(subscriberId, channel, to);
    }

    @Override
    public void recall(long changeSetId) {
        queue.recall(changeSetId);
    }

    @Override
    public List<Told> told(long changeSetId, long after, int limit) {
        return queue.told(changeSetId, after, limit);
    }

    @Override
    public List<Trace> trace(long changeSetId, long subscriberId) {
        return queue.trace(changeSetId, subscriberId);
    }

    @Override
    public List<Count> counts() {
        return queue.counts(clock.instant());
    }

    @Override
    public int retryParked() {
        int retried = queue.retryParked(clock.millis());
        lanes.values().forEach(used -> used.lane.wake());
        return retried;
    }

    @Override
    public List<String> channels() {
        return lanes.keySet().stream().sorted().toList();
    }

    @Override
    public Optional<NotificationChannel> channel(String name) {
        return Optional.ofNullable(lanes.get(name)).map(Lane::channel);
    }
}
