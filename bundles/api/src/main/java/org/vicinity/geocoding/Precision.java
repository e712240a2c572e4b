package org.vicinity.geocoding;

import java.util.Locale;

/** How well a point stands for the address it was found for, best first. */
public enum Precision {
    /** The building itself. */
    ROOFTOP,
    /** The parcel the address belongs to. */
    PARCEL,
    /** Computed along a street segment from its range of house numbers. */
    INTERPOLATED,
    /** The crossing of two streets. */
    INTERSECTION,
    /** Somewhere on the street. */
    STREET,
    /** A ZIP code's, city's or county's centre. */
    PLACE,
    /** A person pointed at it on the map. */
    HAND_PLACED;

    /**
     * Whether a radius may be drawn around such a point. The one place of this policy: at 500 feet a street's or a
     * ZIP code's centre decides matches wrongly, so they never pass.
     */
    public boolean goodEnoughForRadius() {
        return switch (this) {
            case ROOFTOP, PARCEL, INTERPOLATED, HAND_PLACED -> true;
            case INTERSECTION, STREET, PLACE -> false;
        };
    }

    /** The name in REST and files: {@code hand-placed}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
