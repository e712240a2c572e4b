package org.vicinity.registry.internal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.vicinity.geocoding.Location;
import org.vicinity.persistence.registry.RegisteredAddress;
import org.vicinity.persistence.registry.RegisteredAddress.Mapping;
import org.vicinity.persistence.registry.RegisteredAddress.Source;
import org.vicinity.registry.OffenderRecord.Address;
import org.vicinity.registry.RegistryChange;
import org.vicinity.registry.RegistryChange.Kind;

/**
 * Brings the rows of an offender's addresses to what a record says, and tells what changed. Within a type an address
 * is first looked for by its text, then by its point; what is left over on both sides is a move.
 */
final class AddressDifferences {
    /** A point that shifts by less is a correction. */
    static final double SAME_PLACE_METRES = 15;

    private final String offenderId;
    private final String feed;
    private final Instant now;
    private final List<RegisteredAddress> left;
    private final List<RegisteredAddress> current = new ArrayList<>();
    private final List<RegisteredAddress> entered = new ArrayList<>();
    private final List<RegistryChange> changes = new ArrayList<>();

    private AddressDifferences(String offenderId, String feed, List<RegisteredAddress> rows, Instant now) {
        this.offenderId = offenderId;
        this.feed = feed;
        this.left = new ArrayList<>(rows);
        this.now = now;
    }

    /**
     * What became of the rows.
     *
     * @param current those that are there now, in the record's order
     * @param entered those among them that are new
     * @param gone those that are to be deleted
     */
    record Result(
            List<RegisteredAddress> current,
            List<RegisteredAddress> entered,
            List<RegisteredAddress> gone,
            List<RegistryChange> changes) {
        List<Address> addresses() {
            return current.stream().map(RegisteredAddress::address).toList();
        }
    }

    static Result apply(
            String offenderId, String feed, List<RegisteredAddress> rows, List<Address> addresses, Instant now) {
        return new AddressDifferences(offenderId, feed, rows, now).apply(addresses);
    }

    private Result apply(List<Address> wanted) {
        RegisteredAddress[] rows = new RegisteredAddress[wanted.size()];
        boolean[] sameText = new boolean[rows.length];
        boolean[] samePlace = new boolean[rows.length];
        pair(wanted, rows, sameText, (row, address) -> row.textKey().equals(Texts.addressKey(address)));
        pair(wanted, rows, samePlace, AddressDifferences::samePlace);
        pair(wanted, rows, new boolean[rows.length], (row, address) -> true);
        for (int i = 0; i < rows.length; i++) {
            Address address = wanted.get(i);
            if (rows[i] == null) {
                enter(i, address);
            } else if (sameText[i]) {
                keep(i, rows[i], address);
            } else {
                replace(i, rows[i], address, samePlace[i]);
            }
        }
        for (RegisteredAddress gone : left) {
            changes.add(change(Kind.ADDRESS_REMOVED, gone.address(), null));
        }
        return new Result(current, entered, left, changes);
    }

    private void pair(
            List<Address> wanted,
            RegisteredAddress[] rows,
            boolean[] paired,
            BiPredicate<RegisteredAddress, Address> fits) {
        for (int i = 0; i < rows.length; i++) {
            if (rows[i] != null) {
                continue;
            }
            Address address = wanted.get(i);
            Optional<RegisteredAddress> found = left.stream()
                    .filter(row -> row.type() == address.type() && fits.test(row, address))
                    .findFirst();
            if (found.isPresent()) {
                rows[i] = found.get();
                paired[i] = true;
                left.remove(found.get());
            }
        }
    }

    private static boolean samePlace(RegisteredAddress row, Address address) {
        return samePlace(row.address().location(), address.location());
    }

    static boolean samePlace(Location one, Location other) {
        return one != null && other != null && Wgs84.metres(one, other) < SAME_PLACE_METRES;
    }

    private void enter(int position, Address address) {
        RegisteredAddress row = new RegisteredAddress(offenderId);
        describe(row, position, address);
        locate(row, address.location());
        entered.add(row);
        changes.add(change(Kind.ADDRESS_ADDED, null, row.address()));
    }

    /**
     * The same text: its point stays, unless the authority gives another, or takes back the one that it gave: then it has
     * to be looked for, which is no change of the address. A point set by hand stays in any case.
     */
    private void keep(int position, RegisteredAddress row, Address address) {
        Address before = row.address();
        Mapping mapping = row.mapping();
        Source source = row.source();
        describe(row, position, address);
        Location given = address.location();
        if (given == null && source == Source.GIVEN) {
            row.await(now);
            return;
        } else if (given != null && source != Source.HAND) {
            row.place(given, Source.GIVEN, now);
        }
        Address after = row.address();
        if (mapping == Mapping.UNMAPPED && row.mapping() == Mapping.MAPPED) {
            changes.add(change(Kind.ADDRESS_LOCATED, null, after));
        } else if (mapping == Mapping.MAPPED && !samePlace(before.location(), after.location())) {
            // What this system had calculated was wrong: nobody moved.
            changes.add(
                    source == Source.GEOCODED
                            ? change(Kind.ADDRESS_LOCATED, null, after)
                            : change(Kind.ADDRESS_MOVED, before, after));
        } else if (mapping == Mapping.MAPPED && !before.equals(after)) {
            changes.add(change(Kind.ADDRESS_CORRECTED, before, after));
        }
    }

    private void replace(int position, RegisteredAddress row, Address address, boolean samePlace) {
        Address before = row.address();
        describe(row, position, address);
        locate(row, address.location());
        changes.add(change(samePlace ? Kind.ADDRESS_CORRECTED : Kind.ADDRESS_MOVED, before, row.address()));
    }

    private void locate(RegisteredAddress row, Location given) {
        row.await(now);
        if (given != null) {
            row.place(given, Source.GIVEN, now);
        }
    }

    private void describe(RegisteredAddress row, int position, Address address) {
        row.describe(feed, position, address, Texts.addressKey(address));
        current.add(row);
    }

    private static RegistryChange change(Kind kind, Address before, Address after) {
        return new RegistryChange(kind, before, after, null, null);
    }
}
