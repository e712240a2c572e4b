package org.vicinity.outbox.internal;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vicinity.notification.ChannelFailedException;
import org.vicinity.notification.Message;
import org.vicinity.notification.NotificationChannel;
import org.vicinity.notification.Outcome;

/**
 * A channel as everybody else sees it: what never changes is known beforehand, what has to be asked ends in time, and of
 * what it throws no more than the class is told, as a foreign message may hold an address.
 */
final class GuardedChannel implements NotificationChannel {
    private static final Logger LOG = LoggerFactory.getLogger(GuardedChannel.class);
    private static final int LONGEST_SECONDS = 5;

    private final NotificationChannel channel;
    private final String name;
    private final boolean ownAddresses;
    private final int ranking;
    private final ExecutorService executor;

    /** Asks the channel for what never changes. Whatever the channel throws is thrown. */
    GuardedChannel(NotificationChannel channel, int ranking, ExecutorService executor) {
        this.channel = channel;
        this.name = channel.name();
        this.ownAddresses = channel.hasOwnAddresses();
        this.ranking = ranking;
        this.executor = executor;
    }

    int ranking() {
        return ranking;
    }

    boolean guards(NotificationChannel other) {
        return channel == other;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean hasOwnAddresses() {
        return ownAddresses;
    }

    /** On the lane's own thread, which watches the time. */
    @Override
    public Outcome deliver(Message message) {
        return channel.deliver(message);
    }

    /** @throws ChannelFailedException where the channel fails or takes too long */
    @Override
    public String address(String typed, String before) {
        String address = ask(() -> channel.address(typed, before));
        if (address == null) {
            throw failed("no address");
        }
        return address;
    }

    private <T> T ask(Callable<T> question) {
        Future<T> answer = executor.submit(question);
        try {
            return answer.get(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                throw refused;
            }
            throw failed(e.getCause().getClass().getSimpleName());
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw failed("no answer in " + LONGEST_SECONDS + " s");
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw failed("interrupted");
        }
    }

    private ChannelFailedException failed(String reason) {
        LOG.warn("Channel {} can't make an address: {}", name, reason);
        return new ChannelFailedException(name);
    }
}
