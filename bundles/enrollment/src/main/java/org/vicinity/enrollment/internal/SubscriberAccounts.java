package org.vicinity.enrollment.internal;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.persistence.EntityManager;
import javax.persistence.LockModeType;
import org.apache.aries.jpa.template.JpaTemplate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vicinity.enrollment.Account;
import org.vicinity.enrollment.Accounts;
import org.vicinity.enrollment.EnrollmentException.FieldError;
import org.vicinity.enrollment.EnrollmentException.InvalidField;
import org.vicinity.enrollment.EnrollmentException.LimitReached;
import org.vicinity.enrollment.EnrollmentException.NotFound;
import org.vicinity.enrollment.EnrollmentException.Unmappable;
import org.vicinity.enrollment.Preferences;
import org.vicinity.enrollment.TrackedAddress;
import org.vicinity.enrollment.TrackedAddressRequest;
import org.vicinity.geocoding.Candidate;
import org.vicinity.geocoding.GeocodeAnswer;
import org.vicinity.geocoding.Geocoding;
import org.vicinity.geocoding.Location;
import org.vicinity.geocoding.Precision;
import org.vicinity.notification.ChannelFailedException;
import org.vicinity.notification.Notice;
import org.vicinity.notification.Notice.Change;
import org.vicinity.notification.Outbox;
import org.vicinity.persistence.CommitNumbers;
import org.vicinity.persistence.Vault;
import org.vicinity.persistence.enrollment.FollowedOffenderRow;
import org.vicinity.persistence.enrollment.SubscriberRow;
import org.vicinity.persistence.enrollment.TrackedAddressRemovalRow;
import org.vicinity.persistence.enrollment.TrackedAddressRow;
import org.vicinity.registry.NearbyOffender;
import org.vicinity.registry.Registry;

/**
 * What a subscriber does with the own account. Each change locks the account first, so that the limits hold however
 * many ask at once; then it draws its commit number, and reads who is registered inside now at that very number: what
 * the registry changes later is matched, what it changed before is in the confirmation.
 */
@Component(name = "org.vicinity.enrollment.accounts", configurationPid = "org.vicinity.enrollment")
public final class SubscriberAccounts implements Accounts {
    private static final int MINIMUM_RADIUS_FEET = 500;
    private static final int MAXIMUM_RADIUS_FEET = 26_400;
    private static final int LONGEST_LABEL = 100;
    private static final int LONGEST_ADDRESS = 300;
    private static final int LISTED = 50;

    private final Transactions transactions;
    private final Outbox outbox;
    private final Geocoding geocoding;
    private final Registry registry;
    private final Vault vault;
    private final Tokens tokens;
    private final Clock clock;
    private final ChannelChoices channels;
    private final Limits limits;

    @Activate
    public SubscriberAccounts(
            @Reference(target = "(osgi.unit.name=vicinity)") JpaTemplate jpa,
            @Reference Outbox outbox,
            @Reference Geocoding geocoding,
            @Reference Registry registry,
            @Reference Vault vault,
            Config config) {
        this(jpa, outbox, geocoding, registry, vault, config, Clock.systemUTC());
    }

    SubscriberAccounts(
            JpaTemplate jpa,
            Outbox outbox,
            Geocoding geocoding,
            Registry registry,
            Vault vault,
            Config config,
            Clock clock) {
        this.transactions = new Transactions(jpa);
        this.outbox = outbox;
        this.geocoding = geocoding;
        this.registry = registry;
        this.vault = vault;
        this.tokens = new Tokens(vault);
        this.clock = clock;
        this.channels = new ChannelChoices(outbox, vault);
        this.limits =
                new Limits(config.addressLimit(), config.offenderLimit(), MINIMUM_RADIUS_FEET, MAXIMUM_RADIUS_FEET);
    }

    @Override
    public Limits limits() {
        return limits;
    }

    // ---- Account ----

    @Override
    public Account account(long subscriberId) {
        return transactions.run(manager -> {
            SubscriberRow subscriber = manager.find(SubscriberRow.class, subscriberId);
            if (subscriber == null) {
                throw new NotFound();
            }
            return account(manager, subscriber);
        });
    }

    @Override
    public Account change(long subscriberId, Optional<String> language, Optional<Preferences> preferences) {
        if (language.isPresent() && !MailboxEnrollment.LANGUAGES.contains(language.get())) {
            throw invalid("language", "language.unknown");
        }
        return transactions.run(manager -> {
            SubscriberRow subscriber = lock(manager, subscriberId);
            language.ifPresent(subscriber::setLanguage);
            preferences.ifPresent(wanted -> {
                subscriber.setPreferences(wanted.paused(), wanted.movedOut(), wanted.statusChanges());
                if (wanted.paused()) {
                    outbox.dropAlerts(subscriberId);
                }
            });
            return account(manager, subscriber);
        });
    }

    private Account account(EntityManager manager, SubscriberRow subscriber) {
        List<TrackedAddress> addresses = rows(manager, TrackedAddressRow.class, subscriber.id(), "id").stream()
                .map(this::opened)
                .toList();
        List<Account.Follow> follows =
                rows(manager, FollowedOffenderRow.class, subscriber.id(), "commitNumber").stream()
                        .map(row -> new Account.Follow(row.offenderId(), row.channels()))
                        .toList();
        String email = vault.open(subscriber.sealedEmail());
        return new Account(
                subscriber.id(),
                email,
                subscriber.language(),
                subscriber.enrolledAt(),
                new Preferences(subscriber.paused(), subscriber.movedOut(), subscriber.statusChanges()),
                addresses,
                follows,
                channels.of(manager, subscriber.id(), email));
    }

    static <R> List<R> rows(EntityManager manager, Class<R> type, long subscriberId, String order) {
        return manager.createQuery(
                        "SELECT r FROM " + type.getSimpleName() + " r WHERE r.subscriberId = :id ORDER BY r." + order,
                        type)
                .setParameter("id", subscriberId)
                .getResultList();
    }

    @Override
    public Account.Channel setAddress(long subscriberId, String channel, String address) {
        String before = transactions.run(manager -> channels.address(manager, subscriberId, channel));
        String made = channels.made(channel, address, before);
        return transactions.run(manager -> {
            lock(manager, subscriberId);
            if (!before.equals(channels.address(manager, subscriberId, channel))) {
                throw new ChannelFailedException(channel);
            }
            return channels.setAddress(manager, subscriberId, channel, made);
        });
    }

    @Override
    public void removeAddress(long subscriberId, String channel) {
        transactions.run(manager -> {
            lock(manager, subscriberId);
            channels.removeAddress(manager, subscriberId, channel);
            return null;
        });
    }

    // ---- Tracked addresses ----

    @Override
    public TrackedAddress track(long subscriberId, TrackedAddressRequest request) {
        TrackedAddressRequest checked = checked(request);
        // Once without a lock, as a look-up may cost money; once under it, as only that counts.
        transactions.run(manager -> {
            requireRoom(manager, "TrackedAddressRow", subscriberId, limits.addresses());
            return null;
        });
        Place place = locate(checked);
        return transactions.run(manager -> {
            SubscriberRow subscriber = lock(manager, subscriberId);
            requireRoom(manager, "TrackedAddressRow", subscriberId, limits.addresses());
            TrackedAddressRow row = new TrackedAddressRow(subscriberId, clock.instant());
            return store(manager, subscriber, row, Change.ADDED, checked, place);
        });
    }

    @Override
    public TrackedAddress changeTracked(long subscriberId, long trackedAddressId, TrackedAddressRequest request) {
        TrackedAddressRequest checked = checked(request);
        TrackedAddress before = transactions.run(manager -> opened(find(manager, subscriberId, trackedAddressId)));
        boolean stays = checked.address().equals(before.address())
                && (checked.location() == null || checked.location().equals(before.location()));
        Place place = stays ? new Place(before.address(), before.location(), before.precision()) : locate(checked);
        boolean sameChannels =
                checked.channels().isEmpty() || Set.copyOf(checked.channels()).equals(Set.copyOf(before.channels()));
        if (stays
                && sameChannels
                && checked.label().equals(before.label())
                && checked.radiusFeet() == before.radiusFeet()) {
            return before;
        }
        return transactions.run(manager -> {
            SubscriberRow subscriber = lock(manager, subscriberId);
            TrackedAddressRow row = find(manager, subscriberId, trackedAddressId);
            return store(manager, subscriber, row, Change.CHANGED, checked, place);
        });
    }

    @Override
    public void untrack(long subscriberId, long trackedAddressId) {
        transactions.run(manager -> {
            SubscriberRow subscriber = lock(manager, subscriberId);
            TrackedAddressRow row = find(manager, subscriberId, trackedAddressId);
            long number = CommitNumbers.next(manager);
            TrackedAddress gone = opened(row);
            manager.persist(new TrackedAddressRemovalRow(trackedAddressId, number, clock.instant()));
            manager.remove(row);
            queue(
                    "tracked:" + number,
                    subscriber,
                    new Notice.TrackedAddressChanged(
                            Change.REMOVED, gone.label(), gone.address(), gone.radiusFeet(), List.of(), 0, asOf()));
            return null;
        });
    }

    private record Place(String address, Location location, Precision precision) {}

    private TrackedAddressRequest checked(TrackedAddressRequest request) {
        String label = oneLine(request.label());
        String address = oneLine(request.address());
        List<FieldError> errors = new ArrayList<>();
        if (request.radiusFeet() < MINIMUM_RADIUS_FEET || request.radiusFeet() > MAXIMUM_RADIUS_FEET) {
            errors.add(new FieldError("radiusFeet", "radius.range", List.of(MINIMUM_RADIUS_FEET, MAXIMUM_RADIUS_FEET)));
        }
        if (label.length() > LONGEST_LABEL) {
            errors.add(new FieldError("label", "label.long", List.of(LONGEST_LABEL)));
        }
        if (address.length() > LONGEST_ADDRESS) {
            errors.add(new FieldError("address", "address.long", List.of(LONGEST_ADDRESS)));
        }
        Location location = request.location();
        if (location == null) {
            if (address.isEmpty()) {
                errors.add(new FieldError("address", "address.required", List.of()));
            }
        } else if (!geocoding.inServiceArea(location)) {
            errors.add(new FieldError("location", "location.outside", List.of()));
        } else if (address.isEmpty()) {
            address = String.format(Locale.ROOT, "%.5f, %.5f", location.latitude(), location.longitude());
        }
        if (!errors.isEmpty()) {
            throw new InvalidField(errors);
        }
        return new TrackedAddressRequest(address, request.radiusFeet(), label, location, request.channels());
    }

    /** Line breaks and other control characters have no business in a line of a mail. */
    private static String oneLine(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]+", " ").strip();
    }

    private Place locate(TrackedAddressRequest request) {
        if (request.location() != null) {
            return new Place(request.address(), request.location(), Precision.HAND_PLACED);
        }
        GeocodeAnswer answer = geocoding.geocodeInServiceArea(request.address());
        Candidate found = answer.mappable().orElseThrow(() -> new Unmappable(answer));
        String address = oneLine(found.address());
        return new Place(
                address.length() > LONGEST_ADDRESS ? request.address() : address, found.location(), found.precision());
    }

    private TrackedAddress store(
            EntityManager manager,
            SubscriberRow subscriber,
            TrackedAddressRow row,
            Change change,
            TrackedAddressRequest request,
            Place place) {
        long number = CommitNumbers.next(manager);
        row.set(
                place.location().latitude(),
                place.location().longitude(),
                request.radiusFeet(),
                place.precision().name(),
                vault.seal(request.label()),
                vault.seal(place.address()),
                number);
        row.setChannels(channels.chosen(manager, subscriber.id(), request.channels(), row.channels()));
        manager.persist(row);
        List<NearbyOffender> inside = registry.within(place.location(), request.radiusFeet(), LISTED);
        long total = inside.size() < LISTED
                ? inside.size()
                : registry.forecast(place.location(), request.radiusFeet()).insideNow();
        List<Notice.Nearby> listed = inside.stream()
                .map(near -> new Notice.Nearby(
                        registry.told(near.offender()),
                        near.address(),
                        near.feet(),
                        Compass.direction(place.location(), near.address().location())))
                .toList();
        queue(
                "tracked:" + number,
                subscriber,
                new Notice.TrackedAddressChanged(
                        change, request.label(), place.address(), request.radiusFeet(), listed, total, asOf()));
        return new TrackedAddress(
                row.id(),
                place.address(),
                request.label(),
                place.location(),
                place.precision(),
                request.radiusFeet(),
                row.channels());
    }

    private Instant asOf() {
        return registry.updatedAt().orElse(null);
    }

    private TrackedAddress opened(TrackedAddressRow row) {
        return new TrackedAddress(
                row.id(),
                vault.open(row.sealedAddress()),
                vault.open(row.sealedLabel()),
                new Location(row.latitude(), row.longitude()),
                Precision.valueOf(row.precision()),
                row.radiusFeet(),
                row.channels());
    }

    /** The subscriber's own; another's is not found either. */
    private static TrackedAddressRow find(EntityManager manager, long subscriberId, long trackedAddressId) {
        TrackedAddressRow row = manager.find(TrackedAddressRow.class, trackedAddressId);
        if (row == null || row.subscriberId() != subscriberId) {
            throw new NotFound();
        }
        return row;
    }

    // ---- Followed offenders ----

    @Override
    public boolean follow(long subscriberId, String offenderId, List<String> wanted) {
        return transactions.run(manager -> {
            SubscriberRow subscriber = lock(manager, subscriberId);
            Optional<FollowedOffenderRow> followed = follow(manager, subscriberId, offenderId);
            if (followed.isPresent()) {
                FollowedOffenderRow row = followed.get();
                List<String> chosen = channels.chosen(manager, subscriberId, wanted, row.channels());
                if (!Set.copyOf(chosen).equals(Set.copyOf(row.channels()))) {
                    row.setChannels(chosen);
                    tell(subscriber, Change.CHANGED, offenderId, CommitNumbers.next(manager));
                }
                return false;
            }
            if (registry.find(offenderId).isEmpty()) {
                throw new NotFound();
            }
            requireRoom(manager, "FollowedOffenderRow", subscriberId, limits.offenders());
            long number = CommitNumbers.next(manager);
            // Asked again at this number: who left the registry before it would be followed for ever.
            registry.find(offenderId).orElseThrow(NotFound::new);
            FollowedOffenderRow row = new FollowedOffenderRow(subscriberId, offenderId, number, clock.instant());
            row.setChannels(channels.chosen(manager, subscriberId, wanted, row.channels()));
            manager.persist(row);
            tell(subscriber, Change.ADDED, offenderId, number);
            return true;
        });
    }

    @Override
    public void unfollow(long subscriberId, String offenderId) {
        transactions.run(manager -> {
            SubscriberRow subscriber = lock(manager, subscriberId);
            FollowedOffenderRow row = follow(manager, subscriberId, offenderId).orElseThrow(NotFound::new);
            long number = CommitNumbers.next(manager);
            manager.remove(row);
            tell(subscriber, Change.REMOVED, offenderId, number);
            return null;
        });
    }

    /** Nothing of somebody who is not in the registry any more. */
    private void tell(SubscriberRow subscriber, Change change, String offenderId, long number) {
        registry.find(offenderId)
                .map(registry::told)
                .ifPresent(offender ->
                        queue("follow:" + number, subscriber, new Notice.FollowChanged(change, offender, asOf())));
    }

    private static Optional<FollowedOffenderRow> follow(EntityManager manager, long subscriberId, String offenderId) {
        return manager
                .createQuery(
                        "SELECT f FROM FollowedOffenderRow f WHERE f.subscriberId = :id AND f.offenderId = :offender",
                        FollowedOffenderRow.class)
                .setParameter("id", subscriberId)
                .setParameter("offender", offenderId)
                .getResultList()
                .stream()
                .findFirst();
    }

    // ---- Shared ----

    private static SubscriberRow lock(EntityManager manager, long subscriberId) {
        SubscriberRow subscriber = manager.find(SubscriberRow.class, subscriberId, LockModeType.PESSIMISTIC_WRITE);
        if (subscriber == null) {
            throw new NotFound();
        }
        return subscriber;
    }

    private static void requireRoom(EntityManager manager, String entity, long subscriberId, int limit) {
        long has = manager.createQuery("SELECT COUNT(r) FROM " + entity + " r WHERE r.subscriberId = :id", Long.class)
                .setParameter("id", subscriberId)
                .getSingleResult();
        if (has >= limit) {
            throw new LimitReached(limit);
        }
    }

    private void queue(String key, SubscriberRow subscriber, Notice notice) {
        outbox.queue(List.of(new Outbox.Entry(
                key,
                MailboxEnrollment.CHANNEL,
                subscriber.id(),
                vault.open(subscriber.sealedEmail()),
                subscriber.language(),
                tokens.unsubscribe(subscriber.id()),
                notice)));
    }

    static InvalidField invalid(String field, String code) {
        return new InvalidField(List.of(new FieldError(field, code, List.of())));
    }
}
