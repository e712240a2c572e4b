package org.vicinity.enrollment;

/**
 * A log-in.
 *
 * @param token the opaque cookie value
 * @param csrfToken what calls that change state must repeat
 */
public record Session(String token, String csrfToken, long subscriberId) {}
