package org.vicinity.enrollment.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.aries.jpa.template.JpaTemplate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vicinity.enrollment.Preferences;
import org.vicinity.enrollment.Subscriptions;
import org.vicinity.geocoding.Location;
import org.vicinity.persistence.Vault;
import org.vicinity.persistence.enrollment.ChannelAddressRow;
import org.vicinity.persistence.enrollment.FollowedOffenderRow;
import org.vicinity.persistence.enrollment.SubscriberRow;
import org.vicinity.persistence.enrollment.TrackedAddressRow;

/** Who watches what, as it is in the database. Joins the caller's transaction, so nothing is tried anew here. */
@Component(name = "org.vicinity.enrollment.subscriptions")
public final class StoredSubscriptions implements Subscriptions {
    /** Databases limit how many values a statement takes. */
    private static final int CHUNK = 500;

    private final JpaTemplate jpa;
    private final Vault vault;
    private final Tokens tokens;

    @Activate
    public StoredSubscriptions(
            @Reference(target = "(osgi.unit.name=vicinity)") JpaTemplate jpa, @Reference Vault vault) {
        this.jpa = jpa;
        this.vault = vault;
        this.tokens = new Tokens(vault);
    }

    @Override
    public List<Watch> watches(Collection<Long> trackedAddressIds) {
        return rows("SELECT r FROM TrackedAddressRow r WHERE r.id IN :ids", TrackedAddressRow.class, trackedAddressIds)
                .stream()
                .map(row -> new Watch(
                        row.id(),
                        row.subscriberId(),
                        vault.open(row.sealedLabel()),
                        vault.open(row.sealedAddress()),
                        new Location(row.latitude(), row.longitude()),
                        row.radiusFeet(),
                        row.commitNumber(),
                        row.channels()))
                .toList();
    }

    @Override
    public List<Follow> followers(String offenderId) {
        return jpa.txExpr(manager -> manager
                .createQuery(
                        "SELECT f FROM FollowedOffenderRow f WHERE f.offenderId = :offender ORDER BY f.commitNumber",
                        FollowedOffenderRow.class)
                .setParameter("offender", offenderId)
                .getResultList()
                .stream()
                .map(row -> new Follow(row.subscriberId(), row.commitNumber(), row.channels()))
                .toList());
    }

    @Override
    public List<Subscriber> subscribers(Collection<Long> subscriberIds) {
        Map<Long, Map<String, String>> addresses = rows(
                        "SELECT r FROM ChannelAddressRow r WHERE r.subscriberId IN :ids",
                        ChannelAddressRow.class,
                        subscriberIds)
                .stream()
                .collect(Collectors.groupingBy(
                        ChannelAddressRow::subscriberId,
                        Collectors.toMap(ChannelAddressRow::channel, row -> vault.open(row.sealedAddress()))));
        return rows("SELECT r FROM SubscriberRow r WHERE r.id IN :ids", SubscriberRow.class, subscriberIds).stream()
                .map(row -> new Subscriber(
                        row.id(),
                        vault.open(row.sealedEmail()),
                        addresses.getOrDefault(row.id(), Map.of()),
                        row.language(),
                        new Preferences(row.paused(), row.movedOut(), row.statusChanges()),
                        tokens.unsubscribe(row.id())))
                .toList();
    }

    @Override
    public void endFollows(String offenderId, long number) {
        jpa.tx(manager -> manager.createQuery("DELETE FROM FollowedOffenderRow f WHERE f.offenderId = :offender"
                        + " AND f.commitNumber < :number")
                .setParameter("offender", offenderId)
                .setParameter("number", number)
                .executeUpdate());
    }

    private <R> List<R> rows(String query, Class<R> type, Collection<Long> ids) {
        List<Long> wanted = ids.stream().distinct().sorted().toList();
        List<R> rows = new ArrayList<>(wanted.size());
        jpa.tx(manager -> {
            for (int from = 0; from < wanted.size(); from += CHUNK) {
                List<Long> chunk = wanted.subList(from, Math.min(wanted.size(), from + CHUNK));
                rows.addAll(manager.createQuery(query, type)
                        .setParameter("ids", chunk)
                        .getResultList());
            }
        });
        return rows;
    }
}
