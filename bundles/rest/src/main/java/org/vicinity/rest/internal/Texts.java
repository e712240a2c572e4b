package org.vicinity.rest.internal;

import java.util.List;
import org.vicinity.enrollment.EnrollmentException.FieldError;
import org.vicinity.geocoding.GeocodeAnswer;

/** What people read where something was not taken. */
final class Texts {
    private Texts() {}

    static String of(FieldError error) {
        List<Object> limits = error.arguments();
        return switch (error.code()) {
            case "email.invalid" -> "This is not an e-mail address.";
            case "password.short" ->
                limits.isEmpty()
                        ? "This password is too short."
                        : "A password has at least " + limits.get(0) + " characters.";
            case "password.common" -> "This password is known to many. Please choose another one.";
            case "radius.range" ->
                limits.size() < 2
                        ? "This radius is out of range."
                        : "A radius is from " + limits.get(0) + " to " + limits.get(1) + " feet.";
            case "location.outside" -> "This place is outside the area served here.";
            default -> "This can't be taken (" + error.code() + ").";
        };
    }

    static String of(GeocodeAnswer.Reason reason) {
        return switch (reason) {
            case NONE -> "";
            case NOT_AN_ADDRESS -> "This does not look like a street address.";
            case PSEUDO_ADDRESS -> "This is not a place on the map.";
            case PO_BOX -> "A post office box has no place on the map. Please give a street address.";
            case NUMBER_MISSING -> "Please give the house number.";
            case UNKNOWN_PLACE -> "This city or ZIP code is not known here.";
            case UNKNOWN_STREET -> "This street is not known in this city.";
            case NUMBER_OUT_OF_RANGE -> "This house number is not known on this street.";
            case NOT_PRECISE -> "This address is known only roughly: not well enough for a radius.";
            case AMBIGUOUS -> "Several places fit. Please add the city or the ZIP code.";
            case OUTSIDE_SERVICE_AREA -> "This place is outside the area served here.";
        };
    }
}
