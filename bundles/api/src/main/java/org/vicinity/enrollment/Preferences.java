package org.vicinity.enrollment;

/**
 * What a subscriber wants to be told.
 *
 * @param paused no alerts at all
 * @param movedOut also that an offender left a radius
 * @param statusChanges also that the status of an offender inside a radius changed
 */
public record Preferences(boolean paused, boolean movedOut, boolean statusChanges) {}
