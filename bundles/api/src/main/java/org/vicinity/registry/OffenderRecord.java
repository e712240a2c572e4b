package org.vicinity.registry;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.vicinity.geocoding.Location;

/**
 * The public part of an offender's registration. Texts that the authority does not give are empty; dates, numbers,
 * location and status that it does not give are null.
 *
 * @param id the authority's id
 * @param tier as the authority writes it: {@code 1}, {@code 2}, {@code 3}
 * @param updatedAt when the registry observed the last change; null in a record on its way in
 */
public record OffenderRecord(
        String id,
        Name name,
        List<Name> aliases,
        LocalDate dateOfBirth,
        String sex,
        String race,
        Integer heightInches,
        Integer weightPounds,
        String hair,
        String eyes,
        List<String> marks,
        String photoUrl,
        String tier,
        ComplianceStatus status,
        List<Offense> offenses,
        List<Vehicle> vehicles,
        List<Address> addresses,
        Instant updatedAt) {
    public OffenderRecord {
        aliases = List.copyOf(aliases);
        marks = List.copyOf(marks);
        offenses = List.copyOf(offenses);
        vehicles = List.copyOf(vehicles);
        addresses = List.copyOf(addresses);
    }

    /** The same person with other offenses. */
    public OffenderRecord withOffenses(List<Offense> others) {
        return new OffenderRecord(
                id,
                name,
                aliases,
                dateOfBirth,
                sex,
                race,
                heightInches,
                weightPounds,
                hair,
                eyes,
                marks,
                photoUrl,
                tier,
                status,
                others,
                vehicles,
                addresses,
                updatedAt);
    }

    /** The same person at other addresses, as observed then. */
    public OffenderRecord withAddresses(List<Address> others, Instant observedAt) {
        return new OffenderRecord(
                id,
                name,
                aliases,
                dateOfBirth,
                sex,
                race,
                heightInches,
                weightPounds,
                hair,
                eyes,
                marks,
                photoUrl,
                tier,
                status,
                offenses,
                vehicles,
                others,
                observedAt);
    }

    /** A person's name; missing parts are empty. */
    public record Name(String first, String middle, String last, String suffix) {
        /** {@code First Middle Last Suffix}, in one line. */
        public String full() {
            return String.join(
                    " ",
                    java.util.stream.Stream.of(first, middle, last, suffix)
                            .filter(part -> !part.isBlank())
                            .toList());
        }
    }

    /** A qualifying offense; dates may be null. */
    public record Offense(String description, String statute, LocalDate convictedOn, LocalDate releasedOn) {}

    /** A vehicle; the year may be null. */
    public record Vehicle(Integer year, String make, String model, String color, String plate) {}

    /**
     * A registered address.
     *
     * @param location where it is: given by the authority, geocoded, or placed by an operator; null while not mapped
     */
    public record Address(
            AddressType type, String street, String city, String county, String state, String zip, Location location) {
        /** {@code Street, City, ST ZIP}, in one line. */
        public String oneLine() {
            String place = (state + " " + zip).trim();
            return String.join(
                    ", ",
                    java.util.stream.Stream.of(street, city, place)
                            .filter(part -> !part.isBlank())
                            .toList());
        }
    }
}
