package org.vicinity.registry;

import java.util.Locale;

/** Whether an offender keeps the duty to register. */
public enum ComplianceStatus {
    COMPLIANT,
    NON_COMPLIANT,
    ABSCONDED,
    INCARCERATED;

    /** The name in REST and files: {@code non-compliant}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
