package org.vicinity.health.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.Result.Status;
import org.apache.felix.hc.api.ResultLog;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** All health checks that are there, ours and others', side by side; one that hangs is a bad one. */
@Component(service = Checkup.class)
public final class Checkup {
    private static final int SECONDS = 5;

    private final Map<HealthCheck, String> checks = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "vicinity-health");
        thread.setDaemon(true);
        return thread;
    });

    /** @param messages in words, for operators */
    record Finding(String name, Status status, List<String> messages) {
        static Finding of(String name, Result result) {
            return new Finding(
                    name,
                    result.getStatus(),
                    StreamSupport.stream(result.spliterator(), false)
                            .map(ResultLog.Entry::getMessage)
                            .map(String::trim)
                            .toList());
        }
    }

    @Deactivate
    void deactivate() {
        threads.shutdownNow();
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addCheck(HealthCheck check, Map<String, Object> properties) {
        checks.put(check, String.valueOf(properties.get(HealthCheck.NAME)));
    }

    void removeCheck(HealthCheck check) {
        checks.remove(check);
    }

    /** By name. */
    List<Finding> findings() {
        List<CompletableFuture<Finding>> asked = new ArrayList<>();
        checks.forEach((check, name) -> asked.add(CompletableFuture.supplyAsync(() -> ask(name, check), threads)
                .completeOnTimeout(bad(name, "No answer within " + SECONDS + " s"), SECONDS, TimeUnit.SECONDS)));
        return asked.stream()
                .map(CompletableFuture::join)
                .sorted(Comparator.comparing(Finding::name))
                .toList();
    }

    private static Finding ask(String name, HealthCheck check) {
        try {
            return Finding.of(name, check.execute());
        } catch (RuntimeException | LinkageError e) {
            return bad(name, "The check failed: " + e.getClass().getName());
        }
    }

    private static Finding bad(String name, String message) {
        return new Finding(name, Status.HEALTH_CHECK_ERROR, List.of(message));
    }

    /** The worst of all. */
    static Status status(List<Finding> findings) {
        return findings.stream()
                .map(Finding::status)
                .max(Comparator.naturalOrder())
                .orElse(Status.OK);
    }
}
