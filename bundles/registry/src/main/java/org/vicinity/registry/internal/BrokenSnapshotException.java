package org.vicinity.registry.internal;

/** A snapshot that can't be applied at all; the message is for the operator. */
final class BrokenSnapshotException extends Exception {
    private static final long serialVersionUID = 1L;

    BrokenSnapshotException(String message) {
        super(message);
    }
}
