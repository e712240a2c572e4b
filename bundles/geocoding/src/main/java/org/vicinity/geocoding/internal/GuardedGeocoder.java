package org.vicinity.geocoding.internal;

import dev.failsafe.Bulkhead;
import dev.failsafe.CircuitBreaker;
import dev.failsafe.RateLimiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import org.vicinity.geocoding.Candidate;
import org.vicinity.geocoding.GeocodeAnswer;
import org.vicinity.geocoding.GeocodeQuery;
import org.vicinity.geocoding.Geocoder;
import org.vicinity.geocoding.GeocoderStatus;
import org.vicinity.geocoding.GeocodingException;

/** One geocoder behind its time limit, circuit breaker, rate limit and memory. Whatever it throws is "could not ask". */
final class GuardedGeocoder {
    private static final int MOST_CANDIDATES = 20;
    private static final int LONGEST_ADDRESS = 300;

    private final Geocoder geocoder;
    private final String name;
    private final int ranking;
    private final boolean leavesMachine;
    private final AnswerCache cache;
    private final CircuitBreaker<GeocodeAnswer> breaker;
    private final RateLimiter<GeocodeAnswer> rate;
    private final Bulkhead<GeocodeAnswer> bulkhead;
    private final Limits limits;
    private final ExecutorService executor;
    private final LongAdder calls = new LongAdder();
    private final LongAdder hits = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final Durations durations = new Durations();

    /**
     * @param timeLimit of one call
     * @param concurrentCalls at most at once; more wait their turn
     * @param callsASecond 0 for no limit
     * @param longestWait for a turn
     * @param failuresToOpen of the last ten calls
     * @param openFor how long an open breaker lets nothing through
     */
    record Limits(
            Duration timeLimit,
            int concurrentCalls,
            double callsASecond,
            Duration longestWait,
            int failuresToOpen,
            Duration openFor) {}

    GuardedGeocoder(
            Geocoder geocoder,
            String name,
            int ranking,
            boolean leavesMachine,
            Limits limits,
            AnswerCache cache,
            ExecutorService executor) {
        this.geocoder = geocoder;
        this.name = name;
        this.ranking = ranking;
        this.leavesMachine = leavesMachine;
        this.cache = leavesMachine ? cache : new NoMemory();
        this.breaker = CircuitBreaker.<GeocodeAnswer>builder()
                .handle(Throwable.class)
                .withFailureThreshold(limits.failuresToOpen(), Math.max(10, limits.failuresToOpen()))
                .withDelay(limits.openFor())
                .withSuccessThreshold(1)
                .build();
        this.rate = limits.callsASecond() <= 0
                ? null
                : RateLimiter.<GeocodeAnswer>smoothBuilder(Duration.ofNanos((long) (1e9 / limits.callsASecond())))
                        .build();
        this.bulkhead =
                Bulkhead.<GeocodeAnswer>builder(limits.concurrentCalls()).build();
        this.limits = limits;
        this.executor = executor;
    }

    String name() {
        return name;
    }

    int ranking() {
        return ranking;
    }

    boolean leavesMachine() {
        return leavesMachine;
    }

    /** @throws GeocodingException where it could not ask, for whatever reason */
    GeocodeAnswer ask(GeocodeQuery query, String cacheKey) throws GeocodingException {
        Optional<GeocodeAnswer> known = cache.find(name, cacheKey);
        if (known.isPresent()) {
            return known.get();
        }
        calls.increment();
        try {
            GeocodeAnswer answer = limited(query);
            if (!answer.candidates().isEmpty()) {
                hits.increment();
            }
            cache.keep(name, cacheKey, answer);
            return answer;
        } catch (GeocodingException e) {
            failures.increment();
            throw e;
        }
    }

    /** What the rate limit or the bulkhead refuses is no fault of the geocoder: the breaker doesn't hear of it. */
    private GeocodeAnswer limited(GeocodeQuery query) throws GeocodingException {
        try {
            if (rate != null && !rate.tryAcquirePermit(limits.longestWait())) {
                throw new GeocodingException(name + " is asked too often");
            }
            if (!bulkhead.tryAcquirePermit(limits.longestWait())) {
                throw new GeocodingException(name + " is busy");
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        if (!breaker.tryAcquirePermit()) {
            bulkhead.releasePermit();
            throw new GeocodingException(name + " failed too often");
        }
        return inTime(query);
    }

    /**
     * The library's own time limit waits for a call that cannot be interrupted, so the caller waits here, no longer than
     * it may; the bulkhead's place is taken until the call really ends.
     */
    private GeocodeAnswer inTime(GeocodeQuery query) throws GeocodingException {
        long began = System.nanoTime();
        Future<GeocodeAnswer> call;
        try {
            call = executor.submit(() -> {
                try {
                    return sound(geocoder.geocode(query));
                } finally {
                    bulkhead.releasePermit();
                }
            });
        } catch (RejectedExecutionException e) {
            bulkhead.releasePermit();
            breaker.recordFailure();
            throw new GeocodingException(name + " got no thread", e);
        }
        try {
            GeocodeAnswer answer = call.get(limits.timeLimit().toNanos(), TimeUnit.NANOSECONDS);
            durations.add(System.nanoTime() - began);
            breaker.recordSuccess();
            return answer;
        } catch (TimeoutException e) {
            call.cancel(true);
            breaker.recordFailure();
            throw new GeocodingException(name + " took too long", e);
        } catch (ExecutionException e) {
            breaker.recordFailure();
            // its class alone: a foreign message may hold the query
            throw new GeocodingException(
                    name + " could not ask: " + e.getCause().getClass().getSimpleName(), e.getCause());
        } catch (InterruptedException e) {
            call.cancel(true);
            breaker.recordFailure();
            throw interrupted(e);
        }
    }

    private GeocodingException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new GeocodingException(name + " was interrupted", e);
    }

    /** What comes from outside is checked before anyone relies on it. */
    private GeocodeAnswer sound(GeocodeAnswer answer) throws GeocodingException {
        if (answer == null || answer.reason() == null) {
            throw new GeocodingException(name + " answered nothing");
        }
        return new GeocodeAnswer(
                sound(answer.candidates()),
                answer.candidates().isEmpty() && answer.reason() == GeocodeAnswer.Reason.NONE
                        ? GeocodeAnswer.Reason.UNKNOWN_STREET
                        : answer.reason(),
                sound(answer.suggestions()));
    }

    private List<Candidate> sound(List<Candidate> candidates) throws GeocodingException {
        List<Candidate> sound = new ArrayList<>();
        for (Candidate candidate : candidates) {
            if (candidate.address() == null || candidate.location() == null || candidate.precision() == null) {
                throw new GeocodingException(name + " answered an incomplete candidate");
            }
            if (sound.size() < MOST_CANDIDATES) {
                sound.add(
                        new Candidate(oneLine(candidate.address()), candidate.location(), candidate.precision(), name));
            }
        }
        return sound;
    }

    private static String oneLine(String address) {
        String line = address.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() > LONGEST_ADDRESS ? line.substring(0, LONGEST_ADDRESS) : line;
    }

    GeocoderStatus status() {
        String state =
                switch (breaker.getState()) {
                    case CLOSED -> "up";
                    case OPEN, HALF_OPEN ->
                        breaker.getState().name().toLowerCase(Locale.ROOT).replace('_', '-');
                };
        long asked = calls.sum();
        return new GeocoderStatus(
                name,
                ranking,
                leavesMachine,
                state,
                asked,
                asked == 0 ? 0 : (double) hits.sum() / asked,
                failures.sum(),
                durations.percentile95());
    }
}
