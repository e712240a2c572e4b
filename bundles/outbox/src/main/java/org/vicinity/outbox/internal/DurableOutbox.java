package org.vicinity.outbox.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.aries.jpa.template.JpaTemplate;
import org.osgi.framework.BundleContext;
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

    private final Queue queue;
    private final Leases leases;
    private final Renderer renderer;
    private final String domain;
    private final Clock clock;
    private final int domainRate;
    private final int concurrency;
    private final Map<NotificationChannel, ChannelLane> lanes = new ConcurrentHashMap<>();
    private final Map<NotificationChannel, String> names = new ConcurrentHashMap<>();
    private final ScheduledExecutorService housekeeping;

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
                Clock.systemUTC());
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
        leases.freeOwn(clock.millis());
        Duration kept = Duration.ofDays(settings.contentDays());
        housekeeping = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "vicinity-outbox-housekeeping");
            thread.setDaemon(true);
            return thread;
        });
        housekeeping.scheduleWithFixedDelay(() -> erase(kept), 1, 60, TimeUnit.MINUTES);
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
    void addChannel(NotificationChannel channel) {
        String name;
        try {
            name = channel.name();
        } catch (RuntimeException | LinkageError e) {
            LOG.warn(
                    "A channel that can't tell its name is left out: {}",
                    e.getClass().getSimpleName());
            return;
        }
        names.put(channel, name);
        lanes.put(
                channel,
                new ChannelLane(
                        channel,
                        name,
                        queue,
                        leases,
                        renderer,
                        domain,
                        clock,
                        new DomainRate(domainRate),
                        concurrency));
        LOG.info("Channel {} is there", name);
    }

    void removeChannel(NotificationChannel channel) {
        ChannelLane lane = lanes.remove(channel);
        String name = names.remove(channel);
        if (lane != null) {
            lane.close();
            LOG.info("Channel {} is gone: its messages wait", name);
        }
    }

    @Deactivate
    void stop() {
        housekeeping.shutdownNow();
        lanes.keySet().forEach(this::removeChannel);
    }

    @Override
    public void queue(List<Entry> entries) {
        queue.add(entries, clock.instant());
        // The caller has not committed yet: the lanes also look twice a second.
        lanes.values().forEach(ChannelLane::wake);
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
        lanes.values().forEach(ChannelLane::wake);
        return retried;
    }

    @Override
    public List<String> channels() {
        return names.values().stream().distinct().sorted().toList();
    }

    @Override
    public Optional<NotificationChannel> channel(String name) {
        return names.entrySet().stream()
                .filter(entry -> entry.getValue().equals(name))
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
