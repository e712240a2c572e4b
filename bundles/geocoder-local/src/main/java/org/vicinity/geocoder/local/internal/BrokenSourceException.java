package org.vicinity.geocoder.local.internal;

import java.io.IOException;

/** A source file that can't be read; the message tells an operator why and where. */
final class BrokenSourceException extends IOException {
    private static final long serialVersionUID = 1L;

    BrokenSourceException(String message) {
        super(message);
    }

    BrokenSourceException(String message, Throwable cause) {
        super(message, cause);
    }
}
