package org.vicinity.registry.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vicinity.geocoding.Candidate;
import org.vicinity.geocoding.GeocodeAnswer;
import org.vicinity.geocoding.Geocoding;
import org.vicinity.geocoding.GeocodingUnavailableException;
import org.vicinity.registry.internal.Ledger.Finding;
import org.vicinity.registry.internal.Ledger.Unmapped;

/** Maps registered addresses in the background, newest first; outside of any transaction, as it may take its time. */
@Component(configurationPid = Settings.PID, immediate = true, service = PointFinder.class)
public final class PointFinder {
    private static final Logger LOG = LoggerFactory.getLogger(PointFinder.class);
    private static final int BATCH = 64;
    private static final long POLL_MILLIS = 2000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Ledger ledger;
    private final Duration retry;
    private final ExecutorService askers;
    private final Thread worker;
    /** Addresses whose look-up broke down, and until when they wait, by the clock of {@link System#nanoTime}. */
    private final Map<Long, Long> postponed = new ConcurrentHashMap<>();

    private volatile boolean stopping;
    private boolean failing;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile Geocoding geocoding;

    @Activate
    public PointFinder(@Reference Ledger ledger, Settings settings) {
        this.ledger = ledger;
        retry = Duration.ofHours(settings.retryHours());
        askers = Executors.newFixedThreadPool(
                settings.geocodingThreads(), task -> new Thread(task, "vicinity-registry-geocoding"));
        worker = new Thread(this::work, "vicinity-registry-mapping");
        worker.start();
    }

    @Deactivate
    void deactivate() throws InterruptedException {
        stopping = true;
        worker.interrupt();
        askers.shutdownNow();
        worker.join(PATIENCE.toMillis());
    }

    private void work() {
        while (!stopping) {
            try {
                if (!mapSome()) {
                    ledger.awaitWriting(POLL_MILLIS);
                }
                failing = false;
            } catch (InterruptedException e) {
                // Only deactivation interrupts: the loop's condition ends it.
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException | ExecutionException | LinkageError e) {
                pause(e);
            }
        }
    }

    private void pause(Throwable failure) {
        if (!failing && !stopping) {
            failing = true;
            LOG.warn(
                    "Registered addresses can't be mapped now: {}",
                    failure.getClass().getName());
        }
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopping = true;
        }
    }

    /** @return whether there may be more to do at once */
    private boolean mapSome() throws InterruptedException, ExecutionException {
        Geocoding asked = geocoding;
        if (asked == null) {
            return false;
        }
        long now = System.nanoTime();
        postponed.values().removeIf(until -> until - now < 0);
        List<Unmapped> addresses =
                ledger.unmapped(BATCH + postponed.size(), System.currentTimeMillis() - retry.toMillis()).stream()
                        .filter(address -> !postponed.containsKey(address.addressId()))
                        .limit(BATCH)
                        .toList();
        List<Future<Optional<Finding>>> answers = new ArrayList<>();
        for (Unmapped address : addresses) {
            answers.add(askers.submit(() -> find(asked, address)));
        }
        List<Finding> findings = new ArrayList<>();
        for (Future<Optional<Finding>> answer : answers) {
            answer.get().ifPresent(findings::add);
        }
        ledger.decide(findings);
        return !findings.isEmpty();
    }

    private Optional<Finding> find(Geocoding asked, Unmapped address) {
        try {
            GeocodeAnswer answer = asked.geocode(address.oneLine());
            Optional<Candidate> found = answer.mappable();
            return Optional.of(
                    found.isPresent()
                            ? new Finding(address, found.get().location(), "")
                            : new Finding(address, null, answer.reason().wireName()));
        } catch (GeocodingUnavailableException e) {
            postpone(address, Duration.ofSeconds(2));
        } catch (RuntimeException | LinkageError e) {
            LOG.warn(
                    "The look-up of a registered address broke down: {}",
                    e.getClass().getName());
            postpone(address, Duration.ofMinutes(1));
        }
        return Optional.empty();
    }

    private void postpone(Unmapped address, Duration time) {
        postponed.put(address.addressId(), System.nanoTime() + time.toNanos());
    }
}
