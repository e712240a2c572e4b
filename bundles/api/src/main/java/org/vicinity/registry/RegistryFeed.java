package org.vicinity.registry;

import java.io.IOException;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ConsumerType;

/** A source of whole registry snapshots, asked by schedule: one class, published as an OSGi service. */
@ConsumerType
public interface RegistryFeed {
    /** A short, stable name; the feed's records belong to it. */
    String name();

    /**
     * Hands each record of a new snapshot to the sink.
     *
     * @return false where there is nothing new since the last call: the sink was not used
     * @throws IOException where the snapshot could not be read whole: nothing of it is applied
     */
    boolean read(Consumer<OffenderRecord> sink) throws IOException;
}
