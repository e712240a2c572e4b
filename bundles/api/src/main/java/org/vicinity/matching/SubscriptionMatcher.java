package org.vicinity.matching;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Who watches this point? Answers with the tracked addresses whose circle contains it: geodesic distance on WGS 84 at
 * most the radius, so a point exactly on the circle is inside. Thread-safe.
 */
@ConsumerType
public interface SubscriptionMatcher {
    /**
     * The ids of the tracked addresses that contain the point, in no particular order.
     *
     * @param latitude degrees, -90 to 90
     * @param longitude degrees, -180 to 180
     */
    long[] matching(double latitude, double longitude);

    /**
     * Brings the matcher up to every subscription that was committed before this call. To be called before the points
     * of a registry change are matched.
     *
     * @return the number of the newest subscription change taken in
     */
    long catchUp();

    /** How many tracked addresses it holds. */
    long size();
}
