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
import org.vicinity.geocoding.GeocodeAnswer;
import org.vicinity.geocoding.Geocoding;
import org.vicinity.registry.internal.Ledger.Finding;
import org.vicinity.registry.internal.Ledger.Unmapped;

/**
 * Maps registered addresses in the background, newest first and many at once, for geocoders that take them together;
 * outside of any transaction, as it may take its time.
 */
@Component(configurationPid = Settings.PID, immediate = true, service = PointFinder.class)
public final class PointFinder {
    private static final Logger LOG = LoggerFactory.getLogger(PointFinder.class);
    /** How many addresses one thread has looked up together. */
    private static final int BATCH = 50;

    private static final long POLL_MILLIS = 2000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Ledger ledger;
    private final Duration retry;
    private final int threads;
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
        threads = settings.geocodingThreads();
        askers = Executors.newFixedThreadPool(threads, task -> new Thread(task, "vicinity-registry-geocoding"));
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
        int most = threads * BATCH;
        List<Unmapped> addresses =
                ledger.unmapped(most + postponed.size(), System.currentTimeMillis() - retry.toMillis()).stream()
                        .filter(address -> !postponed.containsKey(address.addressId()))
                        .limit(most)
                        .toList();
        int each = Math.max(1, (addresses.size() + threads - 1) / threads);
        List<Future<List<Finding>>> answers = new ArrayList<>();
        for (int from = 0; from < addresses.size(); from += each) {
            List<Unmapped> part = addresses.subList(from, Math.min(from + each, addresses.size()));
            answers.add(askers.submit(() -> find(asked, part)));
        }
        List<Finding> findings = new ArrayList<>();
        for (Future<List<Finding>> answer : answers) {
            findings.addAll(answer.get());
        }
        ledger.decide(findings);
        return !findings.isEmpty();
    }

    private List<Finding> find(Geocoding asked, List<Unmapped> addresses) {
        List<Optional<GeocodeAnswer>> answers;
        try {
            answers = asked.geocodeAll(addresses.stream().map(Unmapped::oneLine).toList());
        } catch (RuntimeException | LinkageError e) {
            if (addresses.size() > 1) {
                // One of them may be the reason.
                return addresses.stream()
                        .flatMap(address -> find(asked, List.of(address)).stream())
                        .toList();
            }
            LOG.warn(
                    "The look-up of a registered address broke down: {}",
                    e.getClass().getName());
            postpone(addresses.get(0), Duration.ofMinutes(1));
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        for (int i = 0; i < addresses.size(); i++) {
            Unmapped address = addresses.get(i);
            answers.get(i)
                    .ifPresentOrElse(
                            answer -> findings.add(finding(address, answer)),
                            () -> postpone(address, Duration.ofSeconds(2)));
        }
        return findings;
    }

    private static Finding finding(Unmapped address, GeocodeAnswer answer) {
        return answer.mappable()
                .map(found -> new Finding(address, found.location(), ""))
                .orElseGet(() -> new Finding(address, null, answer.reason().wireName()));
    }

    private void postpone(Unmapped address, Duration time) {
        postponed.put(address.addressId(), System.nanoTime() + time.toNanos());
    }
}
