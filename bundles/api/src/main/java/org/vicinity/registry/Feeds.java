package org.vicinity.registry;

import java.time.Instant;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** How fresh the registry is, feed by feed: the ones that are asked and the ones that are sent in. */
@ProviderType
public interface Feeds {
    /** By name. */
    List<FeedStatus> all();

    /** Asks a feed now instead of at its time. @return whether there is such a feed to ask */
    boolean run(String feed);

    /**
     * How a feed does.
     *
     * @param polled whether it is asked by schedule; otherwise its snapshots are sent in or laid into the folder
     * @param lastRun when it was asked last; null before, and where it isn't polled
     * @param lastGood when a snapshot of it was applied last, or was found unchanged; null before. Single records do
     *     not count: only a snapshot says that nobody is missing
     * @param next when it is asked next; null while it runs, and where it isn't polled
     * @param expectedWithinHours how old the last good snapshot may be; 0 for any age
     * @param late whether it is older than that
     * @param problem what went wrong the last time, in words; empty where nothing did
     */
    record FeedStatus(
            String feed,
            boolean polled,
            Instant lastRun,
            Instant lastGood,
            Instant next,
            double expectedWithinHours,
            boolean late,
            String problem) {}
}
