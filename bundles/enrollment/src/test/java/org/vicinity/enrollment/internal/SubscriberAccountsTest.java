package org.vicinity.enrollment.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.vicinity.enrollment.internal.World.EMAIL;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vicinity.enrollment.Account;
import org.vicinity.enrollment.EnrollmentException.InvalidField;
import org.vicinity.enrollment.EnrollmentException.LimitReached;
import org.vicinity.enrollment.EnrollmentException.NotFound;
import org.vicinity.enrollment.EnrollmentException.Unmappable;
import org.vicinity.enrollment.Preferences;
import org.vicinity.enrollment.Subscriptions;
import org.vicinity.enrollment.TrackedAddress;
import org.vicinity.enrollment.TrackedAddressRequest;
import org.vicinity.geocoding.Location;
import org.vicinity.geocoding.Precision;
import org.vicinity.notification.Notice;
import org.vicinity.notification.Notice.Change;
import org.vicinity.registry.AddressType;
import org.vicinity.registry.NearbyOffender;
import org.vicinity.registry.OffenderRecord;

class SubscriberAccountsTest {
    @TempDir
    Path folder;

    private World world;
    private SubscriberAccounts accounts;
    private long ann;

    @BeforeEach
    void begin() throws IOException {
        world = new World(folder);
        accounts = world.accounts;
        ann = world.enrolled(EMAIL);
    }

    @AfterEach
    void end() {
        world.close();
    }

    private static TrackedAddressRequest place(String address) {
        return new TrackedAddressRequest(address, 1000, "home", null, List.of());
    }

    @Test
    void aTrackedAddressIsConfirmedWithWhoIsInsideNow() {
        OffenderRecord.Address home = new OffenderRecord.Address(
                AddressType.HOME, "2 Main St", "X", "", "MO", "", new Location(38.501, -92.099));
        world.inside.add(new NearbyOffender(World.offender("R1"), home, 460));

        TrackedAddress tracked = accounts.track(ann, place("1 Main St"));

        assertThat(accounts.account(ann).addresses()).containsExactly(tracked);
        Notice.TrackedAddressChanged notice = world.last(Notice.TrackedAddressChanged.class);
        assertThat(notice.change()).isEqualTo(Change.ADDED);
        assertThat(notice.insideNow())
                .singleElement()
                .extracting(Notice.Nearby::direction)
                .isEqualTo("NE");
        assertThat(world.subscriptions.watches(List.of(tracked.id(), 999L)))
                .containsExactly(new Subscriptions.Watch(
                        tracked.id(), ann, "home", "1 MAIN ST", new Location(38.5, -92.1), 1000, 1, List.of("email")));
    }

    @Test
    void whatCannotBeMappedIsRefusedAndCanBePlacedByHand() {
        assertThatThrownBy(() -> accounts.track(ann, place("1 Nowhere Rd"))).isInstanceOf(Unmappable.class);
        Location point = new Location(38.6, -92.2);
        TrackedAddress placed =
                accounts.track(ann, new TrackedAddressRequest("the cabin\r\nBcc: x", 500, "", point, List.of()));
        assertThat(placed.precision()).isEqualTo(Precision.HAND_PLACED);
        assertThat(placed.address()).isEqualTo("the cabin Bcc: x");
        world.inServiceArea = false;
        assertThatThrownBy(() -> accounts.track(ann, new TrackedAddressRequest("x", 500, "", point, List.of())))
                .isInstanceOf(InvalidField.class);
    }

    @Test
    void aWatchIsToldByTheChannelsThatItsSubscriberChose() {
        world.channels.put("telephone", new World.Telephone());
        TrackedAddressRequest byPhone =
                new TrackedAddressRequest("1 Main St", 1000, "", null, List.of("telephone", "email", "telephone"));
        world.offenders.put("R1", World.offender("R1"));
        assertThatThrownBy(() -> accounts.track(ann, byPhone)).isInstanceOf(InvalidField.class);
        assertThatThrownBy(() -> accounts.setAddress(ann, "telephone", "x")).isInstanceOf(InvalidField.class);
        assertThatThrownBy(() -> accounts.setAddress(ann, "fax", "1")).isInstanceOf(NotFound.class);

        assertThat(accounts.setAddress(ann, "telephone", " 911 ").address()).isEqualTo("911 1");
        assertThat(accounts.setAddress(ann, "telephone", "112").address()).isEqualTo("112 2");
        TrackedAddress tracked = accounts.track(ann, byPhone);
        accounts.follow(ann, "R1", List.of("telephone"));

        assertThat(tracked.channels()).containsExactly("email", "telephone");
        assertThat(accounts.account(ann).channels()).containsExactly(new Account.Channel("telephone", true, "112 2"));
        assertThat(world.subscriptions.watches(List.of(tracked.id())).get(0).channels())
                .containsExactly("email", "telephone");
        assertThat(world.subscriptions.followers("R1").get(0).channels()).containsExactly("telephone");
        assertThat(world.subscriptions.subscribers(List.of(ann)).get(0)).satisfies(subscriber -> {
            assertThat(subscriber.to("telephone")).isEqualTo("112 2");
            assertThat(subscriber.to("email")).isEqualTo(EMAIL);
        });
    }

    @Test
    void aChannelThatIsAwayStaysChosenAndOneWithoutAddressDoesNot() {
        world.channels.put("telephone", new World.Telephone());
        world.offenders.put("R1", World.offender("R1"));
        accounts.setAddress(ann, "telephone", "112");
        accounts.follow(ann, "R1", List.of("telephone"));
        world.channels.remove("telephone");
        TrackedAddressRequest byPhone = new TrackedAddressRequest("1 Main St", 1000, "", null, List.of("telephone"));
        assertThatThrownBy(() -> accounts.track(ann, byPhone)).isInstanceOf(InvalidField.class);

        accounts.follow(ann, "R1", List.of("telephone", "email"));
        assertThat(world.last(Notice.FollowChanged.class).change()).isEqualTo(Change.CHANGED);
        assertThat(accounts.follow(ann, "R1", List.of("email", "telephone"))).isFalse();
        assertThat(world.all(Notice.FollowChanged.class)).hasSize(2);
        assertThat(accounts.account(ann).follows().get(0).channels()).containsExactly("email", "telephone");
        accounts.follow(ann, "R1", List.of("telephone"));
        accounts.removeAddress(ann, "telephone");
        assertThat(accounts.account(ann).follows().get(0).channels()).containsExactly("email");
        assertThatThrownBy(() -> accounts.removeAddress(ann, "telephone")).isInstanceOf(NotFound.class);
        assertThat(world.redirected).containsExactly("telephone to 112 1", "telephone to ");
    }

    @Test
    void theRadiusHasItsBoundsIncluded() {
        for (int radius : new int[] {500, 26_400}) {
            assertThat(accounts.track(ann, new TrackedAddressRequest("1 Main St", radius, "", null, List.of()))
                            .radiusFeet())
                    .isEqualTo(radius);
        }
        for (int radius : new int[] {499, 26_401}) {
            assertThatExceptionOfType(InvalidField.class)
                    .isThrownBy(() ->
                            accounts.track(ann, new TrackedAddressRequest("1 Main St", radius, "", null, List.of())))
                    .satisfies(e -> assertThat(e.errors().get(0).arguments()).containsExactly(500, 26_400));
        }
    }

    @Test
    void fiveAreFiveHoweverManyAskAtOnce() throws Exception {
        List<Callable<Boolean>> requests = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            String id = "R" + i;
            world.offenders.put(id, World.offender(id));
            boolean follow = i % 2 == 0;
            requests.add(() -> {
                try {
                    if (follow) {
                        accounts.follow(ann, id, List.of());
                    } else {
                        accounts.track(ann, place("1 Main St"));
                    }
                    return true;
                } catch (LimitReached e) {
                    return false;
                }
            });
        }
        assertThat(MailboxEnrollmentTest.all(requests)).filteredOn(done -> done).hasSize(10);
        assertThat(accounts.account(ann).addresses()).hasSize(5);
        assertThat(accounts.account(ann).follows()).hasSize(5);
        int lookUps = world.lookUps;
        assertThatThrownBy(() -> accounts.track(ann, place("1 Main St"))).isInstanceOf(LimitReached.class);
        assertThat(world.lookUps).isEqualTo(lookUps);
    }

    @Test
    void whatStaysIsNotLookedUpAgain() {
        TrackedAddress before = accounts.track(ann, place("1 Main St"));
        int lookUps = world.lookUps;
        TrackedAddress after = accounts.changeTracked(
                ann,
                before.id(),
                new TrackedAddressRequest(before.address(), 2640, "work", before.location(), List.of()));
        assertThat(world.lookUps).isEqualTo(lookUps);
        assertThat(after.precision()).isEqualTo(Precision.ROOFTOP);
        assertThat(accounts.account(ann).addresses()).containsExactly(after);
        assertThat(world.last(Notice.TrackedAddressChanged.class).change()).isEqualTo(Change.CHANGED);
        assertThat(world.subscriptions.watches(List.of(after.id())).get(0).number())
                .isEqualTo(2);
    }

    @Test
    void anothersPlaceIsNotFound() {
        long bob = world.enrolled("bob@example.org");
        long place = accounts.track(ann, place("1 Main St")).id();
        assertThatThrownBy(() -> accounts.untrack(bob, place)).isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> accounts.changeTracked(bob, place, place("2 Main St")))
                .isInstanceOf(NotFound.class);
        accounts.untrack(ann, place);
        assertThat(accounts.account(ann).addresses()).isEmpty();
        assertThat(world.last(Notice.TrackedAddressChanged.class).change()).isEqualTo(Change.REMOVED);
    }

    @Test
    void followsAreForThoseInTheRegistry() {
        assertThatThrownBy(() -> accounts.follow(ann, "R1", List.of())).isInstanceOf(NotFound.class);
        world.offenders.put("R1", World.offender("R1"));
        assertThat(accounts.follow(ann, "R1", List.of())).isTrue();
        assertThat(accounts.follow(ann, "R1", List.of())).isFalse();
        assertThat(world.subscriptions.followers("R1"))
                .containsExactly(new Subscriptions.Follow(ann, 1, List.of("email")));
        accounts.unfollow(ann, "R1");
        assertThatThrownBy(() -> accounts.unfollow(ann, "R1")).isInstanceOf(NotFound.class);
        accounts.follow(ann, "R1", List.of());
        long followed = world.subscriptions.followers("R1").get(0).number();
        world.subscriptions.endFollows("R1", followed);
        assertThat(accounts.account(ann).follows()).hasSize(1);
        world.subscriptions.endFollows("R1", followed + 1);
        assertThat(accounts.account(ann).follows()).isEmpty();
    }

    @Test
    void emptyPartsOfAChangeStayAsTheyAre() {
        Preferences wanted = new Preferences(false, true, true);
        accounts.change(ann, Optional.empty(), Optional.of(wanted));
        assertThat(world.silenced).isEmpty();
        accounts.change(ann, Optional.empty(), Optional.of(new Preferences(true, true, true)));
        assertThat(world.silenced).containsExactly(ann);
        accounts.change(ann, Optional.empty(), Optional.of(wanted));
        accounts.change(ann, Optional.of("es"), Optional.empty());
        assertThat(accounts.account(ann).preferences()).isEqualTo(wanted);
        assertThat(accounts.account(ann).language()).isEqualTo("es");
        assertThatThrownBy(() -> accounts.change(ann, Optional.of("tlh"), Optional.empty()))
                .isInstanceOf(InvalidField.class);
    }
}
