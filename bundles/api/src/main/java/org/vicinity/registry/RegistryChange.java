package org.vicinity.registry;

/**
 * One observed difference of one offender.
 *
 * @param kind what happened
 * @param before the address as it was; null where the kind has none
 * @param after the address as it is; null where the kind has none
 * @param statusBefore null unless the status changed
 * @param statusAfter null unless the status changed
 */
public record RegistryChange(
        Kind kind,
        OffenderRecord.Address before,
        OffenderRecord.Address after,
        ComplianceStatus statusBefore,
        ComplianceStatus statusAfter) {
    /** What happened. */
    public enum Kind {
        OFFENDER_ADDED,
        OFFENDER_REMOVED,
        /** Removed before, now on the list again. */
        OFFENDER_RETURNED,
        ADDRESS_ADDED,
        ADDRESS_MOVED,
        /** The same place written differently, or a point shifted by less than 15 m: kept in the history, never told. */
        ADDRESS_CORRECTED,
        ADDRESS_REMOVED,
        /** An address that could not be mapped now is: matched as if new, not told to followers again. */
        ADDRESS_LOCATED,
        STATUS_CHANGED
    }
}
