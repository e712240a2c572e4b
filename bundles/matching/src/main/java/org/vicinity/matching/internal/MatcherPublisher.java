package org.vicinity.matching.internal;

import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.aries.jpa.template.JpaTemplate;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vicinity.matching.SubscriptionMatcher;

/**
 * Loads the index in the background and only then publishes the matcher, by hand: declared as a service, it would be there
 * from the start and its users would wait for it inside their own start.
 */
@Component(
        name = "org.vicinity.matching",
        immediate = true,
        service = {})
@Designate(ocd = MatcherPublisher.Config.class)
@Capability(
        namespace = "osgi.service",
        attribute = "objectClass:List<String>=\"org.vicinity.matching.SubscriptionMatcher\"",
        effective = "active")
public final class MatcherPublisher {
    private static final Logger LOG = LoggerFactory.getLogger(MatcherPublisher.class);

    private final BundleContext context;
    private final int ranking;
    private final ScheduledExecutorService reader;
    private final IndexedMatcher matcher;

    /** Only the reader's thread uses these two. */
    private boolean loaded;

    private boolean failing;

    /** Guarded by this. */
    private boolean stopped;

    private ServiceRegistration<SubscriptionMatcher> registration;

    @ObjectClassDefinition(name = "Vicinity matching", description = "Which tracked addresses contain a point.")
    public @interface Config {
        @AttributeDefinition(
                name = "Milliseconds between looks for changed subscriptions",
                description = "Changes are also looked for before each registry change is matched.")
        int pollMilliseconds() default 1000;

        @AttributeDefinition(
                name = "Service ranking",
                description = "Of several matchers that are installed, the one with the highest ranking does the work.")
        int service_ranking() default 0;
    }

    @Activate
    public MatcherPublisher(
            BundleContext context, @Reference(target = "(osgi.unit.name=vicinity)") JpaTemplate jpa, Config config) {
        this.context = context;
        ranking = config.service_ranking();
        reader = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "vicinity-matching");
            thread.setDaemon(true);
            return thread;
        });
        matcher = new IndexedMatcher(new CircleIndex(), new SubscriptionTables(jpa), reader);
        reader.scheduleWithFixedDelay(this::read, 0, config.pollMilliseconds(), TimeUnit.MILLISECONDS);
    }

    private void read() {
        try {
            if (loaded) {
                matcher.readChanges();
            } else {
                load();
            }
            if (failing) {
                failing = false;
                LOG.info("Subscriptions are read again");
            }
        } catch (RuntimeException e) {
            if (!failing) {
                failing = true;
                LOG.warn("Subscriptions can't be read, trying on", e);
            }
        }
    }

    private void load() {
        long start = System.nanoTime();
        matcher.load();
        loaded = true;
        LOG.info("Loaded {} tracked addresses in {} ms", matcher.size(), (System.nanoTime() - start) / 1_000_000);
        publish();
    }

    private synchronized void publish() {
        if (!stopped) {
            registration = context.registerService(
                    SubscriptionMatcher.class,
                    matcher,
                    FrameworkUtil.asDictionary(Map.of(Constants.SERVICE_RANKING, ranking)));
        }
    }

    @Deactivate
    void stop() {
        synchronized (this) {
            stopped = true;
            if (registration != null) {
                registration.unregister();
            }
        }
        // Without interrupts: an interrupted read makes Derby close its files.
        reader.shutdown();
    }
}
