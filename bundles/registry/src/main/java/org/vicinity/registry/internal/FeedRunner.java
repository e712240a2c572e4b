package org.vicinity.registry.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.aries.jpa.template.JpaTemplate;
import org.apache.aries.jpa.template.TransactionType;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.vicinity.registry.Feeds;
import org.vicinity.registry.RegistryFeed;
import org.vicinity.registry.RegistryImports;

/** Asks the feeds by their schedules, as they come and go, and knows how each of them does. */
@Component(name = FeedRunner.PID, immediate = true)
@Designate(ocd = FeedRunner.Config.class)
public final class FeedRunner implements Feeds {
    static final String PID = "org.vicinity.registry.feeds";
    private static final long USUAL_MINUTES = 60;
    private static final long USUAL_EXPECTATION = 48;

    private final Instant since = Instant.now();
    private final JpaTemplate jpa;
    private final RegistryImports imports;
    private final Config config;
    private final List<Entry> entries = new ArrayList<>();

    private record Entry(PolledFeed polled, double expectedWithinHours) {}

    @ObjectClassDefinition(
            name = "Vicinity registry feeds",
            description = "When feeds are asked, and when they are late")
    @interface Config {
        @AttributeDefinition(
                description =
                        "A feed whose snapshots are sent in or laid into the folder is late without one for so many"
                                + " hours; 0: never. Feeds that are asked have this in their own configuration")
        double expectedWithinHours() default USUAL_EXPECTATION;

        @AttributeDefinition(
                description = "After how many seconds a feed is asked again that failed; doubled with each failure")
        long retrySeconds() default 30;
    }

    @Activate
    public FeedRunner(
            @Reference(target = "(osgi.unit.name=vicinity)") JpaTemplate jpa,
            @Reference RegistryImports imports,
            Config config) {
        this.jpa = jpa;
        this.imports = imports;
        this.config = config;
    }

    @Deactivate
    synchronized void deactivate() {
        entries.forEach(entry -> entry.polled().close());
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    synchronized void addFeed(RegistryFeed feed, Map<String, Object> properties) {
        Records.requireFeed(feed.name());
        Duration every =
                Duration.ofMinutes(Math.max(1, (long) number(properties, RegistryFeed.EVERY_MINUTES, USUAL_MINUTES)));
        entries.add(new Entry(
                new PolledFeed(feed, every, Duration.ofSeconds(Math.max(1, config.retrySeconds())), imports),
                number(properties, RegistryFeed.EXPECTED_WITHIN_HOURS, USUAL_EXPECTATION)));
        startFirstOfEachName();
    }

    synchronized void removeFeed(RegistryFeed feed) {
        entries.removeIf(entry -> {
            boolean gone = entry.polled().feed() == feed;
            if (gone) {
                entry.polled().close();
            }
            return gone;
        });
        startFirstOfEachName();
    }

    private void startFirstOfEachName() {
        Set<String> names = new HashSet<>();
        for (Entry entry : entries) {
            if (names.add(entry.polled().name())) {
                entry.polled().start();
            } else {
                entry.polled().waitForNamesake();
            }
        }
    }

    private static double number(Map<String, Object> properties, String name, double usual) {
        return Double.parseDouble(
                String.valueOf(properties.getOrDefault(name, usual)).trim());
    }

    @Override
    public List<FeedStatus> all() {
        Map<String, Instant> applied = lastApplied();
        Map<String, FeedStatus> sent = new TreeMap<>();
        applied.forEach((feed, when) ->
                sent.put(feed, status(feed, false, null, Optional.of(when), null, config.expectedWithinHours(), "")));
        List<FeedStatus> all = new ArrayList<>();
        synchronized (this) {
            for (Entry entry : entries) {
                PolledFeed polled = entry.polled();
                sent.remove(polled.name());
                Optional<Instant> good = Optional.ofNullable(polled.lastGood())
                        .or(() -> Optional.ofNullable(applied.get(polled.name())));
                all.add(status(
                        polled.name(),
                        true,
                        polled.lastRun(),
                        good,
                        polled.next(),
                        entry.expectedWithinHours(),
                        polled.problem()));
            }
        }
        all.addAll(sent.values());
        all.sort(Comparator.comparing(FeedStatus::feed));
        return all;
    }

    private FeedStatus status(
            String feed,
            boolean polled,
            Instant lastRun,
            Optional<Instant> lastGood,
            Instant next,
            double expectedWithinHours,
            String problem) {
        Instant due = lastGood.orElse(since).plusSeconds((long) (expectedWithinHours * 3600));
        boolean late = expectedWithinHours > 0 && due.isBefore(Instant.now());
        return new FeedStatus(feed, polled, lastRun, lastGood.orElse(null), next, expectedWithinHours, late, problem);
    }

    private Map<String, Instant> lastApplied() {
        return jpa.txExpr(TransactionType.Required, manager -> {
            Map<String, Instant> last = new HashMap<>();
            manager.createQuery(
                            "SELECT i.feed, MAX(i.finishedAt) FROM RecordedImport i WHERE i.state = :applied"
                                    + " GROUP BY i.feed",
                            Object[].class)
                    .setParameter("applied", RegistryImports.State.APPLIED.name())
                    .getResultList()
                    .forEach(row -> last.put((String) row[0], StoredRegistry.instant(row[1])));
            return last;
        });
    }

    @Override
    public synchronized boolean run(String feed) {
        Optional<PolledFeed> found = entries.stream()
                .map(Entry::polled)
                .filter(polled -> polled.name().equals(feed))
                .findFirst();
        found.ifPresent(polled -> polled.runAfter(Duration.ZERO));
        return found.isPresent();
    }
}
