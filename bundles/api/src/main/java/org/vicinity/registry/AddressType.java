package org.vicinity.registry;

import java.util.Locale;

/** What a registered address is to the offender. */
public enum AddressType {
    HOME,
    WORK,
    SCHOOL,
    TEMPORARY;

    /** The name in REST and files: {@code home}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
