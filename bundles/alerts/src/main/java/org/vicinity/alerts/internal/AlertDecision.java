package org.vicinity.alerts.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.vicinity.enrollment.Preferences;
import org.vicinity.enrollment.Subscriptions.Follow;
import org.vicinity.enrollment.Subscriptions.Watch;
import org.vicinity.geocoding.Location;
import org.vicinity.notification.Notice;
import org.vicinity.notification.Notice.Event;
import org.vicinity.notification.Notice.Place;
import org.vicinity.registry.ChangeSet;
import org.vicinity.registry.OffenderRecord.Address;
import org.vicinity.registry.RegistryChange;
import org.vicinity.registry.RegistryChange.Kind;

/** Who is told what about one change set; knows rules and geometry, no services. */
final class AlertDecision {
    private static final double ON_THE_CIRCLE_FEET = 1e-6;

    private final ChangeSet changeSet;
    private final Map<Long, List<Watch>> watches = new LinkedHashMap<>();
    private final Map<Long, List<String>> followers = new LinkedHashMap<>();

    /** What is known is only that these watch some of the points; subscriptions made after the change are left out. */
    AlertDecision(ChangeSet changeSet, List<Watch> watches, List<Follow> followers) {
        this.changeSet = changeSet;
        for (Watch watch : watches) {
            if (watch.number() < changeSet.number()) {
                this.watches
                        .computeIfAbsent(watch.subscriberId(), id -> new ArrayList<>())
                        .add(watch);
            }
        }
        if (concernsFollowers(changeSet)) {
            followers.stream()
                    .filter(follow -> follow.number() < changeSet.number())
                    .forEach(follow -> this.followers.put(follow.subscriberId(), follow.channels()));
        }
    }

    /** The points whose circles may be concerned. */
    static List<Location> points(ChangeSet changeSet) {
        List<Location> points = new ArrayList<>();
        for (RegistryChange change : changeSet.changes()) {
            if (change.kind() != Kind.ADDRESS_CORRECTED) {
                point(change.before()).ifPresent(points::add);
                point(change.after()).ifPresent(points::add);
            }
        }
        if (hasStatus(changeSet) || isRemoval(changeSet)) {
            changeSet.offender().addresses().forEach(address -> point(address).ifPresent(points::add));
        }
        return points.stream().distinct().toList();
    }

    static boolean isRemoval(ChangeSet changeSet) {
        return changeSet.changes().stream().anyMatch(change -> change.kind() == Kind.OFFENDER_REMOVED);
    }

    private static boolean hasStatus(ChangeSet changeSet) {
        return changeSet.changes().stream().anyMatch(change -> change.kind() == Kind.STATUS_CHANGED);
    }

    private static boolean concernsFollowers(ChangeSet changeSet) {
        return changeSet.changes().stream().anyMatch(change -> switch (change.kind()) {
            case ADDRESS_CORRECTED, ADDRESS_LOCATED -> false;
            case OFFENDER_ADDED,
                    OFFENDER_REMOVED,
                    OFFENDER_RETURNED,
                    ADDRESS_ADDED,
                    ADDRESS_MOVED,
                    ADDRESS_REMOVED,
                    STATUS_CHANGED -> true;
        });
    }

    /** Whom the change may concern. */
    Set<Long> subscribers() {
        Set<Long> all = new TreeSet<>(watches.keySet());
        all.addAll(followers.keySet());
        return all;
    }

    /** A subscriber's alerts by channel, each of what that channel was chosen for; none where nothing concerns them. */
    Map<String, Notice.Alert> alerts(long subscriberId, Preferences preferences) {
        List<Watch> watching = watches.getOrDefault(subscriberId, List.of());
        List<String> followedBy = followers.getOrDefault(subscriberId, List.of());
        Set<String> channels = new TreeSet<>(followedBy);
        watching.forEach(watch -> channels.addAll(watch.channels()));
        Map<String, Notice.Alert> alerts = new LinkedHashMap<>();
        if (preferences.paused()) {
            return alerts;
        }
        for (String channel : channels) {
            List<Place> places = watching.stream()
                    .filter(watch -> watch.channels().contains(channel))
                    .map(watch -> place(watch, preferences))
                    .flatMap(Optional::stream)
                    .sorted(Comparator.comparingDouble(Place::feet))
                    .toList();
            boolean follows = followedBy.contains(channel);
            if (follows || !places.isEmpty()) {
                alerts.put(channel, new Notice.Alert(changeSet.id() + "-" + subscriberId, changeSet, follows, places));
            }
        }
        return alerts;
    }

    /** The one event of a place that says most: coming before moving inside, before leaving, before the status. */
    private Optional<Place> place(Watch watch, Preferences preferences) {
        List<Place> found = new ArrayList<>();
        for (RegistryChange change : changeSet.changes()) {
            Optional<Bearing> before = inside(watch, change.before());
            Optional<Bearing> after = inside(watch, change.after());
            switch (change.kind()) {
                case ADDRESS_ADDED, ADDRESS_LOCATED, OFFENDER_ADDED, OFFENDER_RETURNED ->
                    after.ifPresent(bearing -> found.add(place(watch, Event.IN, change.after(), bearing)));
                case ADDRESS_MOVED -> {
                    if (after.isPresent()) {
                        Event event = before.isPresent() ? Event.WITHIN : Event.IN;
                        found.add(place(watch, event, change.after(), after.get()));
                    } else if (preferences.movedOut()) {
                        before.ifPresent(bearing -> found.add(place(watch, Event.OUT, change.before(), bearing)));
                    }
                }
                case ADDRESS_REMOVED, OFFENDER_REMOVED -> {
                    if (preferences.movedOut()) {
                        before.ifPresent(bearing -> found.add(place(watch, Event.OUT, change.before(), bearing)));
                    }
                }
                case STATUS_CHANGED -> {
                    if (preferences.statusChanges()) {
                        status(watch).ifPresent(found::add);
                    }
                }
                case ADDRESS_CORRECTED -> {}
            }
        }
        if (found.isEmpty() && isRemoval(changeSet) && preferences.movedOut()) {
            nearest(watch, Event.OUT).ifPresent(found::add);
        }
        return found.stream().min(Comparator.comparing(Place::event).thenComparingDouble(Place::feet));
    }

    private Optional<Place> status(Watch watch) {
        return nearest(watch, Event.STATUS);
    }

    private Optional<Place> nearest(Watch watch, Event event) {
        return changeSet.offender().addresses().stream()
                .flatMap(address ->
                        inside(watch, address).map(bearing -> place(watch, event, address, bearing)).stream())
                .min(Comparator.comparingDouble(Place::feet));
    }

    private static Place place(Watch watch, Event event, Address address, Bearing bearing) {
        return new Place(
                watch.trackedAddressId(),
                watch.label(),
                watch.address(),
                watch.radiusFeet(),
                event,
                address,
                bearing.feet(),
                bearing.direction());
    }

    private static Optional<Bearing> inside(Watch watch, Address address) {
        return point(address)
                .map(point -> Bearing.of(watch.location(), point))
                .filter(bearing -> bearing.feet() <= watch.radiusFeet() + ON_THE_CIRCLE_FEET);
    }

    private static Optional<Location> point(Address address) {
        return Optional.ofNullable(address).map(Address::location);
    }
}
