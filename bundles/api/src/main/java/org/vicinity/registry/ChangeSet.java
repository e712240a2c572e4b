package org.vicinity.registry;

import java.time.Instant;
import java.util.List;

/**
 * All changes of one offender in one import (or one single record): the unit an alert is made of.
 *
 * @param id stable identity
 * @param number place in the commit order that subscriptions share: a subscription with a smaller number existed
 *     before the change could be matched, one with a larger number was shown it in its confirmation
 * @param offender the record after the change; the last known one where the offender was removed
 * @param changes never empty
 * @param observedAt when the authority's data reached this system
 * @param enteredAt when the change was committed to the registry
 * @param revokes id of the change set that this one undoes, as its import was revoked: those who were alerted of that
 *     one, and nobody else, get a correction; null for all others
 */
public record ChangeSet(
        long id,
        long number,
        OffenderRecord offender,
        List<RegistryChange> changes,
        Instant observedAt,
        Instant enteredAt,
        Long revokes) {
    public ChangeSet {
        changes = List.copyOf(changes);
    }
}
