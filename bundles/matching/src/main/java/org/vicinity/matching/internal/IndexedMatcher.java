package org.vicinity.matching.internal;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.vicinity.matching.SubscriptionMatcher;

/** Answers from memory. What it holds is as new as the last {@link #catchUp}. */
final class IndexedMatcher implements SubscriptionMatcher {
    private final CircleIndex index;
    private final SubscriptionTables tables;
    private final ExecutorService reader;

    /** The number up to which every change is in the index. Only the reader's thread uses it. */
    private long taken;

    /**
     * @param index to be filled by {@link #load}
     * @param reader has one thread, so that catching up happens once at a time, and outside the caller's transaction: what
     *     that one may have uncommitted is not to be matched yet
     */
    IndexedMatcher(CircleIndex index, SubscriptionTables tables, ExecutorService reader) {
        this.index = index;
        this.tables = tables;
        this.reader = reader;
    }

    /** Reads every tracked address. To be called once, by the reader's thread, before the first question. */
    void load() {
        Circles all = new Circles(1024);
        long upTo = tables.readAll(all);
        index.load(all);
        taken = tables.readChanges(upTo, index);
    }

    /** To be called by the reader's thread. */
    long readChanges() {
        taken = tables.readChanges(taken, index);
        return taken;
    }

    @Override
    public long[] matching(double latitude, double longitude) {
        return index.matching(latitude, longitude);
    }

    @Override
    public long catchUp() {
        try {
            return reader.submit(this::readChanges).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the subscriptions were read", e);
        } catch (RejectedExecutionException e) {
            throw new IllegalStateException("The matcher is stopped", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("The subscriptions could not be read", e.getCause());
        }
    }

    @Override
    public long size() {
        return index.size();
    }
}
