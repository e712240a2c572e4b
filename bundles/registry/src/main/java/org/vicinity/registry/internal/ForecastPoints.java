package org.vicinity.registry.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import javax.persistence.EntityManager;
import org.apache.aries.jpa.template.JpaTemplate;
import org.apache.aries.jpa.template.TransactionType;
import org.vicinity.geocoding.Location;
import org.vicinity.registry.Registry.Forecast;
import org.vicinity.registry.internal.PointSheet.Point;

/**
 * Counts for forecasts, from memory: whoever moves a slider asks many times a second, and a dense city has thousands of
 * points to count each time. Read again when the change log has grown; while one caller does, others get the counts from
 * before; so do all while an import is written.
 */
final class ForecastPoints {
    private static final Duration PAST = Duration.ofDays(90);

    private final JpaTemplate jpa;
    private final BooleanSupplier writing;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile State state = new State(-1, new PointSheet(List.of()), new PointSheet(List.of()));

    /** @param changes where and when addresses came onto the map */
    private record State(long version, PointSheet registered, PointSheet changes) {}

    /** @param writing whether somebody writes whom a reader might have to wait for */
    ForecastPoints(JpaTemplate jpa, BooleanSupplier writing) {
        this.jpa = jpa;
        this.writing = writing;
    }

    Forecast forecast(Location centre, int radiusFeet) {
        State current = current();
        return new Forecast(
                current.registered.count(centre, radiusFeet, Long.MIN_VALUE),
                current.changes.count(
                        centre, radiusFeet, Instant.now().minus(PAST).toEpochMilli()));
    }

    private State current() {
        State known = state;
        if (known.version >= 0 && writing.getAsBoolean()) {
            return known;
        }
        long version = jpa.txExpr(TransactionType.Required, ForecastPoints::version);
        if (version == known.version) {
            return known;
        }
        if (known.version < 0) {
            reading.lock();
        } else if (!reading.tryLock()) {
            return known;
        }
        try {
            if (state.version != version) {
                state = jpa.txExpr(TransactionType.Required, ForecastPoints::read);
            }
            return state;
        } finally {
            reading.unlock();
        }
    }

    /** Every change of a point is in the change log, under a number of its own. */
    private static long version(EntityManager manager) {
        Long newest = manager.createQuery("SELECT MAX(c.number) FROM RecordedChangeSet c", Long.class)
                .getSingleResult();
        return newest == null ? 0 : newest;
    }

    private static State read(EntityManager manager) {
        // The version first: what is committed while we read makes us read again.
        long version = version(manager);
        AtomicInteger addresses = new AtomicInteger();
        List<Point> registered = manager.createQuery(
                        "SELECT a.latitude, a.longitude FROM RegisteredAddress a WHERE a.mapping ="
                                + " org.vicinity.persistence.registry.RegisteredAddress.Mapping.MAPPED",
                        Object[].class)
                .getResultStream()
                .map(row -> new Point(addresses.getAndIncrement(), (Double) row[0], (Double) row[1], 0))
                .toList();
        Map<Alert, Integer> alerts = new HashMap<>();
        List<Point> changes = manager.createQuery(
                        "SELECT p.offenderId, p.occurredAt, p.latitude, p.longitude FROM ChangePoint p"
                                + " WHERE p.occurredAt > :since",
                        Object[].class)
                .setParameter("since", Instant.now().minus(PAST))
                .getResultStream()
                .map(row -> {
                    Alert alert = new Alert((String) row[0], (Instant) row[1]);
                    int number = alerts.computeIfAbsent(alert, first -> alerts.size());
                    return new Point(
                            number,
                            (Double) row[2],
                            (Double) row[3],
                            alert.occurredAt().toEpochMilli());
                })
                .toList();
        return new State(version, new PointSheet(registered), new PointSheet(changes));
    }

    /** What an offender's addresses did at one time makes one alert. */
    private record Alert(String offenderId, Instant occurredAt) {}
}
