package org.vicinity.notification;

/** A channel failed or took too long where its answer is needed. Nothing was changed; it may be tried again. */
public final class ChannelFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** @param channel the channel's name */
    public ChannelFailedException(String channel) {
        super("channel " + channel + " failed");
    }
}
