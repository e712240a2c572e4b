package org.vicinity.registry;

import java.io.IOException;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A source of whole registry snapshots, asked by schedule: one class, published as an OSGi service. Its schedule are
 * two service properties, best taken from its own configuration: {@link #EVERY_MINUTES} and
 * {@link #EXPECTED_WITHIN_HOURS}. It is asked by one thread at a time, which is interrupted when the service goes.
 */
@ConsumerType
public interface RegistryFeed {
    /** How many minutes after an answer it is asked again; 60 where it is missing. After a failure it is sooner. */
    String EVERY_MINUTES = "every.minutes";

    /** Without a good answer for so many hours (1.5, say) the feed is late; 48 where it is missing, 0 for never. */
    String EXPECTED_WITHIN_HOURS = "expected.within.hours";

    /** A short, stable name of lower-case letters, digits, dots and hyphens; the feed's records belong to it. */
    String name();

    /**
     * Hands each record of a new snapshot to the sink, which does not keep them in memory. A snapshot without any
     * record is taken for a failure: it never empties the registry.
     *
     * @return false where there is nothing new since the last call: the sink was not used
     * @throws IOException where the snapshot could not be read whole: nothing of it is applied. Operators read its
     *     message: it says what is wrong, and no credentials
     */
    boolean read(Consumer<OffenderRecord> sink) throws IOException;
}
