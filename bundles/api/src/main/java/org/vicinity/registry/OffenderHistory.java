package org.vicinity.registry;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** What became of an offender over time. For operators alone: it also tells of what the registry shows no more. */
@ProviderType
public interface OffenderHistory {
    /** Empty where the registry never had such an offender. */
    Optional<History> of(String offenderId);

    /**
     * @param events oldest first
     * @param stays in the order they began
     */
    record History(List<Event> events, List<Stay> stays) {}

    /**
     * What one import or single record changed.
     *
     * @param observedAt when the authority's data reached this system
     * @param enteredAt when the change was committed to the registry
     * @param undoing whether it undoes an import that was revoked
     */
    record Event(Instant observedAt, Instant enteredAt, boolean undoing, List<RegistryChange> changes) {}

    /**
     * How long an address was registered, by the times of observation.
     *
     * @param address as it was written last
     * @param until null where it is registered now
     */
    record Stay(OffenderRecord.Address address, Instant from, Instant until) {}
}
