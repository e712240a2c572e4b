package org.vicinity.geocoding;

/**
 * How a geocoder fares since it came.
 *
 * @param attribution {@link Geocoder#attribution}
 * @param state {@code up}, or why it isn't asked: {@code open} (circuit breaker), {@code half-open}
 * @param calls look-ups it was asked for
 * @param hitRate share of the calls with a candidate, 0 to 1
 * @param failures calls it could not answer
 * @param p95Millis 95th percentile of its recent answers' time in milliseconds
 */
public record GeocoderStatus(
        String name,
        int ranking,
        boolean leavesMachine,
        String attribution,
        String state,
        long calls,
        double hitRate,
        long failures,
        double p95Millis) {}
