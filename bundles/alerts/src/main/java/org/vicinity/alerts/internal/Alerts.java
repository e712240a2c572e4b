package org.vicinity.alerts.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.vicinity.enrollment.Subscriptions;
import org.vicinity.enrollment.Subscriptions.Subscriber;
import org.vicinity.enrollment.Subscriptions.Watch;
import org.vicinity.geocoding.Location;
import org.vicinity.matching.SubscriptionMatcher;
import org.vicinity.notification.Outbox;
import org.vicinity.registry.ChangeSet;

/** Finds out whom a change set concerns and words what they are told. */
final class Alerts {
    /** So many tracked addresses are read at once: a database's transaction and memory stay small. */
    private static final int READ_AT_ONCE = 1000;

    private final SubscriptionMatcher matcher;
    private final Subscriptions subscriptions;

    Alerts(SubscriptionMatcher matcher, Subscriptions subscriptions) {
        this.matcher = matcher;
        this.subscriptions = subscriptions;
    }

    /** To be called after {@link SubscriptionMatcher#catchUp}. */
    AlertDecision decision(ChangeSet changeSet) {
        Set<Long> ids = new TreeSet<>();
        for (Location point : AlertDecision.points(changeSet)) {
            for (long id : matcher.matching(point.latitude(), point.longitude())) {
                ids.add(id);
            }
        }
        List<Watch> watches = new ArrayList<>(ids.size());
        parts(List.copyOf(ids), READ_AT_ONCE).forEach(part -> watches.addAll(subscriptions.watches(part)));
        return new AlertDecision(
                changeSet, watches, subscriptions.followers(changeSet.offender().id()));
    }

    /** What these of the concerned are told; nothing for those who have left since. */
    List<Outbox.Entry> entries(ChangeSet changeSet, AlertDecision decision, Collection<Long> subscriberIds) {
        List<Outbox.Entry> entries = new ArrayList<>();
        if (subscriberIds.isEmpty()) {
            return entries;
        }
        for (Subscriber subscriber : subscriptions.subscribers(subscriberIds)) {
            decision.alerts(subscriber.subscriberId(), subscriber.preferences())
                    .forEach((channel, alert) -> entries.add(new Outbox.Entry(
                            "alert:" + changeSet.id() + ":" + subscriber.subscriberId() + ":" + channel,
                            channel,
                            subscriber.subscriberId(),
                            subscriber.to(channel),
                            subscriber.language(),
                            subscriber.unsubscribeToken(),
                            alert)));
        }
        return entries;
    }

    /** The list in parts of a size; one empty part of an empty list. */
    static <T> List<List<T>> parts(List<T> list, int size) {
        List<List<T>> parts = new ArrayList<>();
        for (int from = 0; from == 0 || from < list.size(); from += size) {
            parts.add(list.subList(from, Math.min(from + size, list.size())));
        }
        return parts;
    }
}
