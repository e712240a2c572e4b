package org.vicinity.registry.internal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.aries.jpa.template.JpaTemplate;
import org.apache.aries.jpa.template.TransactionType;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vicinity.persistence.registry.RecordedChangeSet;
import org.vicinity.registry.OffenderHistory;
import org.vicinity.registry.OffenderRecord.Address;
import org.vicinity.registry.RegistryChange;

/** Reads the change log as a history. */
@Component
public final class ChangeHistory implements OffenderHistory {
    private final JpaTemplate jpa;

    @Activate
    public ChangeHistory(@Reference(target = "(osgi.unit.name=vicinity)") JpaTemplate jpa) {
        this.jpa = jpa;
    }

    @Override
    public Optional<History> of(String offenderId) {
        List<Event> events = jpa.txExpr(TransactionType.Required, manager -> manager
                .createQuery(
                        "SELECT c FROM RecordedChangeSet c WHERE c.offenderId = :id ORDER BY c.enteredNumber, c.id",
                        RecordedChangeSet.class)
                .setParameter("id", offenderId)
                .getResultList()
                .stream()
                .map(set -> new Event(
                        set.observedAt(), set.enteredAt(), set.revokes() != null, RecordJson.changes(set.changes())))
                // What undoes several parts of an import is there as many times.
                .distinct()
                .toList());
        return events.isEmpty() ? Optional.empty() : Optional.of(new History(events, stays(events)));
    }

    private static List<Stay> stays(List<Event> events) {
        List<Stay> stays = new ArrayList<>();
        for (Event event : events) {
            for (RegistryChange change : event.changes()) {
                take(change, event.observedAt(), stays);
            }
        }
        return stays;
    }

    private static void take(RegistryChange change, Instant when, List<Stay> stays) {
        switch (change.kind()) {
            case ADDRESS_ADDED -> stays.add(new Stay(change.after(), when, null));
            case ADDRESS_REMOVED -> end(change.before(), when, stays);
            case ADDRESS_MOVED -> {
                end(change.before(), when, stays);
                stays.add(new Stay(change.after(), when, null));
            }
            case ADDRESS_CORRECTED -> write(change.before(), change.after(), stays);
            case ADDRESS_LOCATED -> write(change.after(), change.after(), stays);
            case OFFENDER_REMOVED -> stays.replaceAll(stay -> stay.until() == null ? ended(stay, when) : stay);
            case OFFENDER_ADDED, OFFENDER_RETURNED, STATUS_CHANGED -> {}
        }
    }

    private static void end(Address address, Instant when, List<Stay> stays) {
        int place = current(address, stays);
        if (place >= 0) {
            stays.set(place, ended(stays.get(place), when));
        }
    }

    private static Stay ended(Stay stay, Instant when) {
        return new Stay(stay.address(), stay.from(), when);
    }

    private static void write(Address before, Address after, List<Stay> stays) {
        int place = current(before, stays);
        if (place >= 0) {
            stays.set(place, new Stay(after, stays.get(place).from(), null));
        }
    }

    private static int current(Address address, List<Stay> stays) {
        String key = Texts.addressKey(address);
        for (int i = 0; i < stays.size(); i++) {
            Stay stay = stays.get(i);
            if (stay.until() == null
                    && stay.address().type() == address.type()
                    && Texts.addressKey(stay.address()).equals(key)) {
                return i;
            }
        }
        return -1;
    }
}
