package org.vicinity.geocoding.internal;

import dev.failsafe.Bulkhead;
import dev.failsafe.CircuitBreaker;
import dev.failsafe.RateLimiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vicinity.geocoding.AddressParser;
import org.vicinity.geocoding.BatchGeocoder;
import org.vicinity.geocoding.Candidate;
import org.vicinity.geocoding.GeocodeAnswer;
import org.vicinity.geocoding.GeocodeQuery;
import org.vicinity.geocoding.Geocoder;
import org.vicinity.geocoding.GeocoderComparison.Opinion;
import org.vicinity.geocoding.GeocoderStatus;
import org.vicinity.geocoding.GeocodingException;

/** One geocoder behind its time limit, circuit breaker, rate limit and memory. Whatever it throws is "could not ask". */
final class GuardedGeocoder {
    private static final Logger LOG = LoggerFactory.getLogger(GuardedGeocoder.class);
    private static final int MOST_CANDIDATES = 20;
    private static final int LONGEST_ADDRESS = 300;

    private final Geocoder geocoder;
    private final String name;
    private final int ranking;
    /** The name with the versions of who answered and of who checked it: what either said before counts no more. */
    private final String cacheName;

    private final boolean leavesMachine;
    private final String attribution;
    private final Agreement agreement;
    private final AnswerCache cache;
    private final CircuitBreaker<Object> breaker;
    private final RateLimiter<Object> rate;
    private final Bulkhead<Object> bulkhead;
    private final Limits limits;
    private final ExecutorService executor;
    private final LongAdder calls = new LongAdder();
    private final LongAdder hits = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final Durations durations = new Durations();

    /**
     * @param timeLimit of one call
     * @param batchTimeLimit of one call with many queries
     * @param concurrentCalls at most at once; more wait their turn
     * @param callsASecond 0 for no limit
     * @param longestWait for a turn
     * @param failuresToOpen of the last ten calls
     * @param openFor how long an open breaker lets nothing through
     */
    record Limits(
            Duration timeLimit,
            Duration batchTimeLimit,
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
            AddressParser parser,
            AnswerCache cache,
            ExecutorService executor) {
        this.geocoder = geocoder;
        this.name = name;
        this.cacheName = String.join(" ", name, version(geocoder.getClass()), version(GuardedGeocoder.class));
        this.ranking = ranking;
        this.leavesMachine = leavesMachine;
        this.attribution = geocoder.attribution();
        this.agreement = new Agreement(parser, leavesMachine);
        this.cache = leavesMachine ? cache : new NoMemory();
        this.breaker = CircuitBreaker.builder()
                .handle(Throwable.class)
                .withFailureThreshold(limits.failuresToOpen(), Math.max(10, limits.failuresToOpen()))
                .withDelay(limits.openFor())
                .withSuccessThreshold(1)
                .build();
        this.rate = limits.callsASecond() <= 0
                ? null
                : RateLimiter.smoothBuilder(Duration.ofNanos((long) (1e9 / limits.callsASecond())))
                        .build();
        this.bulkhead = Bulkhead.builder(limits.concurrentCalls()).build();
        this.limits = limits;
        this.executor = executor;
    }

    private static String version(Class<?> type) {
        Bundle bundle = FrameworkUtil.getBundle(type);
        return bundle == null ? "" : bundle.getVersion().toString();
    }

    /** @return how many remembered answers there were, none or one */
    int forget(GeocodeQuery query) {
        return cache.forget(cacheName, NormalForm.of(query));
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

    /** Adds its answers to those inquiries that it has one for; the others go on without. */
    void ask(List<Inquiry> inquiries) {
        List<Inquiry> unknown = new ArrayList<>();
        for (Inquiry inquiry : inquiries) {
            inquiry.attempted();
            cache.find(cacheName, NormalForm.of(inquiry.query()))
                    .ifPresentOrElse(inquiry::answered, () -> unknown.add(inquiry));
        }
        if (unknown.size() > 1 && geocoder instanceof BatchGeocoder batches) {
            int most = Math.max(1, batches.largestBatch());
            for (int from = 0; from < unknown.size(); from += most) {
                askTogether(batches, unknown.subList(from, Math.min(from + most, unknown.size())));
            }
        } else {
            unknown.forEach(this::askAlone);
        }
    }

    private void askAlone(Inquiry inquiry) {
        try {
            inquiry.answered(call(inquiry.query()));
        } catch (GeocodingException e) {
            LOG.debug("{}", e.getMessage());
        }
    }

    private void askTogether(BatchGeocoder batches, List<Inquiry> inquiries) {
        var queries = inquiries.stream().map(Inquiry::query).toList();
        calls.add(queries.size());
        try {
            var answers = limited(() -> soundAll(queries, batches.geocodeAll(queries)), limits.batchTimeLimit());
            for (int i = 0; i < answers.size(); i++) {
                keep(queries.get(i), answers.get(i));
                inquiries.get(i).answered(answers.get(i));
            }
        } catch (GeocodingException e) {
            failures.add(queries.size());
            LOG.debug("{}", e.getMessage());
        }
    }

    /** What it says now, whatever it said before. */
    Opinion opinion(GeocodeQuery query) {
        try {
            return new Opinion(name, Optional.of(call(query)), "");
        } catch (GeocodingException e) {
            return new Opinion(name, Optional.empty(), e.getMessage());
        }
    }

    private GeocodeAnswer call(GeocodeQuery query) throws GeocodingException {
        calls.increment();
        try {
            GeocodeAnswer answer = limited(() -> sound(query, geocoder.geocode(query)), limits.timeLimit());
            keep(query, answer);
            return answer;
        } catch (GeocodingException e) {
            failures.increment();
            throw e;
        }
    }

    private void keep(GeocodeQuery query, GeocodeAnswer answer) {
        if (!answer.candidates().isEmpty()) {
            hits.increment();
        }
        cache.keep(cacheName, NormalForm.of(query), answer);
    }

    /** What the rate limit or the bulkhead refuses is no fault of the geocoder: the breaker doesn't hear of it. */
    private <T> T limited(Callable<T> question, Duration timeLimit) throws GeocodingException {
        try {
            if (rate != null && !rate.tryAcquirePermit(limits.longestWait())) {
                throw new GeocodingException(name + " is asked too often");
            }
            if (!bulkhead.tryAcquirePermit(limits.longestWait())) {
                throw new GeocodingException(name + " is busy");
            }
        } catch (InterruptedException e) {
            throw interrupted();
        }
        if (!breaker.tryAcquirePermit()) {
            bulkhead.releasePermit();
            throw new GeocodingException(name + " failed too often");
        }
        return inTime(question, timeLimit);
    }

    /**
     * The library's own time limit waits for a call that cannot be interrupted, so the caller waits here, no longer than
     * it may; the bulkhead's place is taken until the call really ends. Of what was thrown no more than its class is
     * told: a foreign message may hold the query.
     */
    private <T> T inTime(Callable<T> question, Duration timeLimit) throws GeocodingException {
        long began = System.nanoTime();
        Future<T> call;
        try {
            call = executor.submit(() -> {
                try {
                    return question.call();
                } finally {
                    bulkhead.releasePermit();
                }
            });
        } catch (RejectedExecutionException e) {
            bulkhead.releasePermit();
            breaker.recordFailure();
            throw new GeocodingException(name + " got no thread");
        }
        try {
            T answer = call.get(timeLimit.toNanos(), TimeUnit.NANOSECONDS);
            durations.add(System.nanoTime() - began);
            breaker.recordSuccess();
            return answer;
        } catch (TimeoutException e) {
            call.cancel(true);
            breaker.recordFailure();
            throw new GeocodingException(name + " took too long");
        } catch (ExecutionException e) {
            breaker.recordFailure();
            throw new GeocodingException(
                    name + " could not ask: " + e.getCause().getClass().getSimpleName());
        } catch (InterruptedException e) {
            call.cancel(true);
            breaker.recordFailure();
            throw interrupted();
        }
    }

    private GeocodingException interrupted() {
        Thread.currentThread().interrupt();
        return new GeocodingException(name + " was interrupted");
    }

    private List<GeocodeAnswer> soundAll(List<GeocodeQuery> queries, List<GeocodeAnswer> answers)
            throws GeocodingException {
        if (answers == null || answers.size() != queries.size()) {
            throw new GeocodingException(name + " answered another number of questions");
        }
        List<GeocodeAnswer> sound = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            sound.add(sound(queries.get(i), answers.get(i)));
        }
        return sound;
    }

    /** What comes from outside is checked before anyone relies on it. */
    private GeocodeAnswer sound(GeocodeQuery query, GeocodeAnswer answer) throws GeocodingException {
        if (answer == null || answer.reason() == null) {
            throw new GeocodingException(name + " answered nothing");
        }
        return agreement.held(
                query.components(),
                new GeocodeAnswer(
                        sound(answer.candidates()),
                        answer.candidates().isEmpty() && answer.reason() == GeocodeAnswer.Reason.NONE
                                ? GeocodeAnswer.Reason.UNKNOWN_STREET
                                : answer.reason(),
                        sound(answer.suggestions())));
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
                attribution,
                state,
                asked,
                asked == 0 ? 0 : (double) hits.sum() / asked,
                failures.sum(),
                durations.percentile95());
    }
}
