package org.vicinity.geocoding.internal;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.aries.jpa.template.JpaTemplate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vicinity.geocoding.GeocodeAnswer;
import org.vicinity.persistence.Vault;

/**
 * Remembers answers in the database. It works on threads of its own, so that neither its transactions nor its troubles
 * become those of whoever asks for an address.
 */
@Component(name = "org.vicinity.geocoding.cache")
@Designate(ocd = DatabaseAnswerCache.Config.class)
public final class DatabaseAnswerCache implements AnswerCache {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseAnswerCache.class);
    private static final Duration CLEANING_INTERVAL = Duration.ofHours(1);

    private final StoredAnswers answers;
    private final Duration foundAge;
    private final Duration notFoundAge;
    private final Duration patience;
    private final ThreadPoolExecutor executor;
    private final AtomicBoolean failing = new AtomicBoolean();
    private final AtomicLong cleaned = new AtomicLong(System.nanoTime());

    @ObjectClassDefinition(
            name = "Vicinity geocoding cache",
            description = "How long answers of geocoders that addresses leave this machine for are remembered")
    @interface Config {
        @AttributeDefinition(description = "Age limit of an answer that a radius may be drawn around, in days")
        int foundDays() default 30;

        @AttributeDefinition(description = "Age limit of any other answer, in hours")
        int notFoundHours() default 12;

        @AttributeDefinition(
                description = "How long the database may take before the geocoder is asked, in milliseconds")
        int patienceMillis() default 1000;
    }

    @Activate
    public DatabaseAnswerCache(
            @Reference(target = "(osgi.unit.name=vicinity)") JpaTemplate jpa, @Reference Vault vault, Config config) {
        this(jpa, vault, config, Clock.systemUTC());
    }

    DatabaseAnswerCache(JpaTemplate jpa, Vault vault, Config config, Clock clock) {
        answers = new StoredAnswers(jpa, vault, clock);
        foundAge = Duration.ofDays(config.foundDays());
        notFoundAge = Duration.ofHours(config.notFoundHours());
        patience = Duration.ofMillis(config.patienceMillis());
        executor = new ThreadPoolExecutor(2, 2, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(1000), task -> {
            var thread = new Thread(task, "vicinity-geocoding-cache");
            thread.setDaemon(true);
            return thread;
        });
        executor.allowCoreThreadTimeOut(true);
    }

    @Deactivate
    void deactivate() {
        executor.shutdown();
    }

    @Override
    public Optional<GeocodeAnswer> find(String provider, String address) {
        Future<Optional<GeocodeAnswer>> found;
        try {
            found = executor.submit(watched(() -> answers.find(provider, address)));
        } catch (RejectedExecutionException e) {
            return Optional.empty();
        }
        try {
            return found.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            found.cancel(false);
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public void keep(String provider, String address, GeocodeAnswer answer) {
        Duration age = answer.mappable().isPresent() ? foundAge : notFoundAge;
        try {
            executor.submit(watched(() -> {
                answers.keep(provider, address, answer, age);
                cleanNowAndThen();
                return null;
            }));
        } catch (RejectedExecutionException e) {
            LOG.debug("The cache has too much to do");
        }
    }

    @Override
    public int forget(String provider, String address) {
        return answers.forget(provider, address);
    }

    @Override
    public int forgetAll() {
        return answers.forgetAll();
    }

    private void cleanNowAndThen() {
        long last = cleaned.get();
        long now = System.nanoTime();
        if (now - last > CLEANING_INTERVAL.toNanos() && cleaned.compareAndSet(last, now)) {
            LOG.debug("{} answers expired", answers.removeExpired());
        }
    }

    /** One line when it begins to fail, by class alone: a database's message may hold what it was given. */
    private <T> Callable<T> watched(Callable<T> work) {
        return () -> {
            try {
                T result = work.call();
                failing.set(false);
                return result;
            } catch (Exception e) {
                if (failing.compareAndSet(false, true)) {
                    LOG.warn("Answers are not remembered: {}", e.getClass().getName());
                }
                throw e;
            }
        };
    }
}
