package org.vicinity.enrollment.internal;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.persistence.EntityManager;
import org.vicinity.enrollment.Account;
import org.vicinity.enrollment.EnrollmentException.FieldError;
import org.vicinity.enrollment.EnrollmentException.InvalidField;
import org.vicinity.enrollment.EnrollmentException.NotFound;
import org.vicinity.notification.NotificationChannel;
import org.vicinity.notification.Outbox;
import org.vicinity.persistence.Vault;
import org.vicinity.persistence.enrollment.ChannelAddressRow;
import org.vicinity.persistence.enrollment.FollowedOffenderRow;
import org.vicinity.persistence.enrollment.TrackedAddressRow;

/** By which channels subscribers are told, and where those deliver to. Everything joins the caller's transaction. */
final class ChannelChoices {
    private static final int LONGEST_ADDRESS = 2000;

    private final Outbox outbox;
    private final Vault vault;

    ChannelChoices(Outbox outbox, Vault vault) {
        this.outbox = outbox;
        this.vault = vault;
    }

    /** The channels that are there now. */
    List<Account.Channel> of(EntityManager manager, long subscriberId, String email) {
        Map<String, String> own =
                SubscriberAccounts.rows(manager, ChannelAddressRow.class, subscriberId, "channel").stream()
                        .collect(Collectors.toMap(ChannelAddressRow::channel, row -> vault.open(row.sealedAddress())));
        return outbox.channels().stream()
                .flatMap(name -> outbox.channel(name).stream())
                .map(channel -> new Account.Channel(
                        channel.name(),
                        channel.hasOwnAddresses(),
                        channel.hasOwnAddresses() ? own.getOrDefault(channel.name(), "") : email))
                .toList();
    }

    /** The subscriber's address at a channel, empty where there is none. */
    String address(EntityManager manager, long subscriberId, String name) {
        ChannelAddressRow row = find(manager, subscriberId, name);
        return row == null ? "" : vault.open(row.sealedAddress());
    }

    /** What the channel makes of an address; to be called outside a transaction, as a channel may take its time. */
    String made(String name, String typed, String before) {
        NotificationChannel channel = outbox.channel(name)
                .filter(NotificationChannel::hasOwnAddresses)
                .orElseThrow(NotFound::new);
        String address;
        try {
            address = channel.address(typed.strip(), before);
        } catch (IllegalArgumentException e) {
            throw SubscriberAccounts.invalid("address", "channel.address");
        }
        if (address.length() > LONGEST_ADDRESS) {
            throw new InvalidField(List.of(new FieldError("address", "address.long", List.of(LONGEST_ADDRESS))));
        }
        return address;
    }

    Account.Channel setAddress(EntityManager manager, long subscriberId, String name, String address) {
        ChannelAddressRow row = find(manager, subscriberId, name);
        ChannelAddressRow kept = row == null ? new ChannelAddressRow(subscriberId, name) : row;
        kept.setSealedAddress(vault.seal(address));
        manager.persist(kept);
        // A new secret, or another place: what waits would be refused by the old one.
        outbox.redirect(subscriberId, name, address);
        return new Account.Channel(name, true, address);
    }

    void removeAddress(EntityManager manager, long subscriberId, String name) {
        ChannelAddressRow row = find(manager, subscriberId, name);
        if (row == null) {
            throw new NotFound();
        }
        manager.remove(row);
        outbox.redirect(subscriberId, name, "");
        SubscriberAccounts.rows(manager, TrackedAddressRow.class, subscriberId, "id")
                .forEach(place -> place.setChannels(without(place.channels(), name)));
        SubscriberAccounts.rows(manager, FollowedOffenderRow.class, subscriberId, "id")
                .forEach(follow -> follow.setChannels(without(follow.channels(), name)));
    }

    private static List<String> without(List<String> channels, String gone) {
        List<String> left = channels.stream().filter(name -> !name.equals(gone)).toList();
        return left.isEmpty() ? List.of(MailboxEnrollment.CHANNEL) : left;
    }

    /**
     * The choice to store: what is wanted, where that is nothing what was chosen before.
     *
     * @param before may hold a channel that is away now: it stays possible
     */
    List<String> chosen(EntityManager manager, long subscriberId, List<String> wanted, List<String> before) {
        for (String name : wanted) {
            if (!before.contains(name) && !reachable(manager, subscriberId, name)) {
                throw SubscriberAccounts.invalid("channels", "channel.unknown");
            }
        }
        return wanted.isEmpty() ? before : wanted.stream().distinct().sorted().toList();
    }

    private boolean reachable(EntityManager manager, long subscriberId, String name) {
        return name.equals(MailboxEnrollment.CHANNEL)
                || outbox.channel(name)
                        .filter(channel -> !channel.hasOwnAddresses() || find(manager, subscriberId, name) != null)
                        .isPresent();
    }

    private static ChannelAddressRow find(EntityManager manager, long subscriberId, String name) {
        return manager.find(ChannelAddressRow.class, new ChannelAddressRow.Key(subscriberId, name));
    }
}
