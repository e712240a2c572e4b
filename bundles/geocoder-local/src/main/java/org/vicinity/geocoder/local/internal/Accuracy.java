package org.vicinity.geocoder.local.internal;

import java.util.Locale;
import org.vicinity.geocoding.Precision;

/** What sources call their points' accuracy. */
final class Accuracy {
    private Accuracy() {}

    /**
     * @param said OpenAddresses' number (1 rooftop, 2 on parcel, 3 driveway, 4 interpolated, 5 unknown), the National
     *     Address Database's placement ({@code Structure - Rooftop}), or our own precision's name
     * @param assumed for what is not said or not known
     */
    static Precision precision(String said, Precision assumed) {
        String text = said.trim().toLowerCase(Locale.ROOT);
        if (text.isEmpty()) {
            return assumed;
        }
        if (text.length() == 1) {
            return switch (text.charAt(0)) {
                case '1' -> Precision.ROOFTOP;
                case '2', '3' -> Precision.PARCEL;
                case '4' -> Precision.INTERPOLATED;
                default -> assumed;
            };
        }
        if (text.contains("rooftop") || text.contains("structure") || text.contains("entrance")) {
            return Precision.ROOFTOP;
        }
        if (text.contains("parcel") || text.contains("site") || text.contains("driveway") || text.contains("access")) {
            return Precision.PARCEL;
        }
        if (text.contains("interpolat") || text.contains("linear") || text.contains("range")) {
            return Precision.INTERPOLATED;
        }
        return assumed;
    }
}
