package org.vicinity.alerts.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vicinity.enrollment.Preferences;
import org.vicinity.enrollment.Subscriptions.Follow;
import org.vicinity.enrollment.Subscriptions.Watch;
import org.vicinity.geocoding.Location;
import org.vicinity.notification.Notice;
import org.vicinity.notification.Notice.Event;
import org.vicinity.notification.Notice.Place;
import org.vicinity.registry.AddressType;
import org.vicinity.registry.ChangeSet;
import org.vicinity.registry.ComplianceStatus;
import org.vicinity.registry.OffenderRecord;
import org.vicinity.registry.OffenderRecord.Address;
import org.vicinity.registry.RegistryChange;
import org.vicinity.registry.RegistryChange.Kind;

class AlertDecisionTest {
    private static final long SET_NUMBER = 10;
    private static final Location PLACE = new Location(37.2, -93.3);
    /** 364 ft north of the place. */
    private static final Address NEAR = at(37.201);

    /** 729 ft north of the place. */
    private static final Address FARTHER = at(37.202);

    private static final Address FAR = at(37.4);
    private static final List<String> EMAIL = List.of("email");
    private static final Preferences DEFAULTS = new Preferences(false, false, false);
    private static final Preferences ALL = new Preferences(false, true, true);

    private static Address at(double latitude) {
        return new Address(AddressType.HOME, "1 A St", "B", "C", "MO", "65801", new Location(latitude, -93.3));
    }

    private static ChangeSet set(Kind kind, Address before, Address after, List<Address> now) {
        OffenderRecord offender = new OffenderRecord(
                "R1",
                new OffenderRecord.Name("P", "", "D", ""),
                List.of(),
                null,
                "",
                "",
                null,
                null,
                "",
                "",
                List.of(),
                "",
                "",
                null,
                List.of(),
                List.of(),
                now,
                Instant.EPOCH);
        boolean status = kind == Kind.STATUS_CHANGED;
        RegistryChange change = new RegistryChange(
                kind,
                before,
                after,
                status ? ComplianceStatus.COMPLIANT : null,
                status ? ComplianceStatus.ABSCONDED : null);
        return new ChangeSet(1, SET_NUMBER, offender, List.of(change), Instant.EPOCH, Instant.EPOCH, null);
    }

    private static Watch watch(long id, long number, int radiusFeet, Location location) {
        return new Watch(id, 1, "Home", "10 Main St", location, radiusFeet, number, EMAIL);
    }

    private static List<Place> places(ChangeSet set, Preferences preferences, Watch... watches) {
        Notice.Alert alert = new AlertDecision(set, List.of(watches), List.of())
                .alerts(1, preferences)
                .get("email");
        return alert == null ? List.of() : alert.places();
    }

    @Test
    void movesAreToldByWhereTheyBeginAndEnd() {
        Watch home = watch(5, 1, 1000, PLACE);
        assertThat(places(set(Kind.ADDRESS_MOVED, FAR, NEAR, List.of(NEAR)), DEFAULTS, home))
                .singleElement()
                .satisfies(place -> {
                    assertThat(place.event()).isEqualTo(Event.IN);
                    assertThat(place.feet()).isBetween(363.0, 366.0);
                    assertThat(place.direction()).isEqualTo("N");
                });
        assertThat(places(set(Kind.ADDRESS_MOVED, FARTHER, NEAR, List.of(NEAR)), DEFAULTS, home))
                .extracting(Place::event)
                .containsExactly(Event.WITHIN);
        assertThat(places(set(Kind.ADDRESS_MOVED, NEAR, FAR, List.of(FAR)), DEFAULTS, home))
                .isEmpty();
        assertThat(places(set(Kind.ADDRESS_MOVED, NEAR, FAR, List.of(FAR)), ALL, home))
                .extracting(Place::event)
                .containsExactly(Event.OUT);
    }

    @Test
    void statusIsToldWhereItIsAskedForAndToFollowersAlways() {
        ChangeSet set = set(Kind.STATUS_CHANGED, null, null, List.of(NEAR));
        Watch home = watch(5, 1, 1000, PLACE);
        assertThat(AlertDecision.points(set)).containsExactly(NEAR.location());
        assertThat(places(set, DEFAULTS, home)).isEmpty();
        assertThat(places(set, ALL, home)).extracting(Place::event).containsExactly(Event.STATUS);
        assertThat(new AlertDecision(set, List.of(), List.of(new Follow(3, 1, EMAIL))).alerts(3, DEFAULTS))
                .hasEntrySatisfying(
                        "email", alert -> assertThat(alert.followed()).isTrue());
    }

    @Test
    void whoWatchesOnlySinceTheChangeIsNotTold() {
        ChangeSet set = set(Kind.ADDRESS_ADDED, null, NEAR, List.of(NEAR));
        assertThat(new AlertDecision(
                                set, List.of(watch(5, SET_NUMBER + 1, 1000, PLACE)), List.of(new Follow(2, 11, EMAIL)))
                        .subscribers())
                .isEmpty();
    }

    @Test
    void severalPlacesMakeOneListNearestFirst() {
        ChangeSet set = set(Kind.ADDRESS_ADDED, null, NEAR, List.of(NEAR));
        assertThat(places(
                        set,
                        DEFAULTS,
                        watch(5, 1, 1000, PLACE),
                        watch(6, 1, 1000, new Location(37.2005, -93.3)),
                        watch(7, 1, 1000, NEAR.location())))
                .extracting(Place::trackedAddressId)
                .containsExactly(7L, 6L, 5L);
    }

    @Test
    void eachChannelIsToldWhatItWasChosenForAndAPausedSubscriberNothing() {
        ChangeSet set = set(Kind.ADDRESS_ADDED, null, NEAR, List.of(NEAR));
        Watch both = new Watch(5, 1, "Home", "x", PLACE, 1000, 1, List.of("email", "webhook"));
        Watch one = new Watch(6, 1, "Work", "y", PLACE, 1000, 1, List.of("webhook"));
        AlertDecision decision = new AlertDecision(set, List.of(both, one), List.of(new Follow(1, 1, List.of("sms"))));

        Map<String, Notice.Alert> alerts = decision.alerts(1, DEFAULTS);

        assertThat(alerts).containsOnlyKeys("email", "sms", "webhook");
        assertThat(alerts.get("email").places()).extracting(Place::label).containsExactly("Home");
        assertThat(alerts.get("email").followed()).isFalse();
        assertThat(alerts.get("webhook").places()).extracting(Place::label).containsExactly("Home", "Work");
        assertThat(alerts.get("sms").places()).isEmpty();
        assertThat(alerts.get("sms").followed()).isTrue();
        assertThat(decision.alerts(1, new Preferences(true, true, true))).isEmpty();
        assertThat(decision.alerts(2, DEFAULTS)).isEmpty();
    }

    @Test
    void anAddressOnTheCircleIsInsideAndOneBeyondIsNot() {
        ChangeSet set = set(Kind.ADDRESS_ADDED, null, NEAR, List.of(NEAR));
        int feet = (int) Math.floor(Bearing.of(PLACE, NEAR.location()).feet());
        assertThat(places(set, DEFAULTS, watch(5, 1, feet + 1, PLACE))).hasSize(1);
        assertThat(places(set, DEFAULTS, watch(5, 1, feet, PLACE))).isEmpty();
    }

    @Test
    void correctionsAreToldToNobodyAndMappedAddressesNotToFollowersAgain() {
        List<Follow> followers = List.of(new Follow(3, 1, EMAIL));
        ChangeSet corrected = set(Kind.ADDRESS_CORRECTED, NEAR, NEAR, List.of(NEAR));
        assertThat(new AlertDecision(corrected, List.of(), followers).subscribers())
                .isEmpty();
        assertThat(places(corrected, ALL, watch(5, 1, 1000, PLACE))).isEmpty();
        ChangeSet located = set(Kind.ADDRESS_LOCATED, null, NEAR, List.of(NEAR));
        assertThat(new AlertDecision(located, List.of(), followers).subscribers())
                .isEmpty();
        assertThat(places(located, DEFAULTS, watch(5, 1, 1000, PLACE))).hasSize(1);
    }

    @Test
    void anAddressWithoutAPointConcernsFollowersOnly() {
        Address unmapped = new Address(AddressType.WORK, "unknown", "", "", "MO", "", null);
        ChangeSet set = set(Kind.ADDRESS_ADDED, null, unmapped, List.of(unmapped));
        assertThat(AlertDecision.points(set)).isEmpty();
        assertThat(new AlertDecision(set, List.of(), List.of(new Follow(3, 1, EMAIL))).subscribers())
                .containsExactly(3L);
    }
}
