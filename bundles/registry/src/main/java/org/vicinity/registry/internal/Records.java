package org.vicinity.registry.internal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.vicinity.geocoding.Location;
import org.vicinity.registry.InvalidRecordException;
import org.vicinity.registry.OffenderRecord;

/** What a record must be to enter, and the fingerprint by which an unchanged one is known. */
final class Records {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._~-]{0,63}");
    private static final Pattern FEED = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
    /** Controls, spaces of all kinds, halves of characters, and what turns the direction of a line round. */
    private static final Pattern UNSEEN =
            Pattern.compile("[\\p{Cc}\\p{Z}\\p{Cs}\\u200B\\u202A-\\u202E\\u2066-\\u2069\\uFEFF]+");

    private static final int MOST = 100;

    private Records() {}

    static void requireFeed(String feed) {
        if (!FEED.matcher(feed).matches()) {
            throw new InvalidRecordException("feed", "a feed's name has lower-case letters, digits, dots and hyphens");
        }
    }

    static boolean isId(String id) {
        return ID.matcher(id).matches();
    }

    /**
     * The record without control characters and outer spaces.
     *
     * @throws InvalidRecordException where it can't be taken
     */
    static OffenderRecord clean(OffenderRecord record) {
        String id = record.id() == null ? "" : record.id().trim();
        if (!isId(id)) {
            throw new InvalidRecordException("id", "an id has 1 to 64 letters, digits, dots and hyphens");
        }
        OffenderRecord.Name name = clean(record.name(), "name");
        if (name.last().isEmpty() && name.first().isEmpty()) {
            throw new InvalidRecordException("name", "a name is needed");
        }
        few(record.aliases(), "aliases");
        few(record.marks(), "marks");
        few(record.offenses(), "offenses");
        few(record.vehicles(), "vehicles");
        few(record.addresses(), "addresses");
        return new OffenderRecord(
                id,
                name,
                record.aliases().stream().map(alias -> clean(alias, "aliases")).toList(),
                record.dateOfBirth(),
                clean(record.sex(), "sex", 50),
                clean(record.race(), "race", 100),
                within(record.heightInches(), "heightInches", 120),
                within(record.weightPounds(), "weightPounds", 2000),
                clean(record.hair(), "hair", 50),
                clean(record.eyes(), "eyes", 50),
                record.marks().stream().map(mark -> clean(mark, "marks", 500)).toList(),
                photo(clean(record.photoUrl(), "photoUrl", 1000)),
                clean(record.tier(), "tier", 20),
                record.status(),
                record.offenses().stream()
                        .map(offense -> new OffenderRecord.Offense(
                                clean(offense.description(), "offenses.description", 2000),
                                clean(offense.statute(), "offenses.statute", 200),
                                offense.convictedOn(),
                                offense.releasedOn()))
                        .toList(),
                record.vehicles().stream()
                        .map(vehicle -> new OffenderRecord.Vehicle(
                                vehicle.year(),
                                clean(vehicle.make(), "vehicles.make", 100),
                                clean(vehicle.model(), "vehicles.model", 100),
                                clean(vehicle.color(), "vehicles.color", 100),
                                clean(vehicle.plate(), "vehicles.plate", 50)))
                        .toList(),
                distinct(record.addresses().stream().map(Records::clean).toList()),
                null);
    }

    /** The first of those that say the same. */
    private static List<OffenderRecord.Address> distinct(List<OffenderRecord.Address> addresses) {
        Set<String> seen = new HashSet<>();
        return addresses.size() < 2
                ? addresses
                : addresses.stream()
                        .filter(address -> seen.add(address.type() + Texts.addressKey(address)))
                        .toList();
    }

    private static OffenderRecord.Address clean(OffenderRecord.Address address) {
        if (address.type() == null) {
            throw new InvalidRecordException("addresses.type", "a type of address is needed");
        }
        OffenderRecord.Address cleaned = new OffenderRecord.Address(
                address.type(),
                clean(address.street(), "addresses.street", 300),
                clean(address.city(), "addresses.city", 100),
                clean(address.county(), "addresses.county", 100),
                clean(address.state(), "addresses.state", 50),
                clean(address.zip(), "addresses.zip", 20),
                address.location());
        if (cleaned.street().isEmpty() && cleaned.city().isEmpty() && cleaned.location() == null) {
            throw new InvalidRecordException("addresses.street", "an address has a street, a city or a location");
        }
        return cleaned;
    }

    private static OffenderRecord.Name clean(OffenderRecord.Name name, String field) {
        if (name == null) {
            throw new InvalidRecordException(field, "a name is needed");
        }
        return new OffenderRecord.Name(
                clean(name.first(), field + ".first", 100),
                clean(name.middle(), field + ".middle", 100),
                clean(name.last(), field + ".last", 100),
                clean(name.suffix(), field + ".suffix", 20));
    }

    private static String clean(String text, String field, int longest) {
        if (text == null) {
            return "";
        }
        if (text.indexOf('\0') >= 0) {
            throw new InvalidRecordException(field, "damaged: it holds a NUL character");
        }
        String cleaned = isPlain(text)
                ? text.trim()
                : UNSEEN.matcher(text).replaceAll(" ").trim();
        if (cleaned.length() > longest) {
            throw new InvalidRecordException(field, "longer than " + longest + " characters");
        }
        return cleaned;
    }

    /** As nearly all texts are, which are many. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            boolean secondSpace = character == ' ' && i > 0 && text.charAt(i - 1) == ' ';
            if (character < ' ' || character > '~' || secondSpace) {
                return false;
            }
        }
        return true;
    }

    /** A page shows it as a picture: nothing but the web's own addresses may stand there. */
    private static String photo(String url) {
        String lower = url.toLowerCase(Locale.ROOT);
        if (!url.isEmpty() && !lower.startsWith("https://") && !lower.startsWith("http://")) {
            throw new InvalidRecordException("photoUrl", "a photo's address begins with https://");
        }
        return url;
    }

    private static Integer within(Integer value, String field, int most) {
        if (value != null && (value < 0 || value > most)) {
            throw new InvalidRecordException(field, "not between 0 and " + most);
        }
        return value;
    }

    private static void few(List<?> items, String field) {
        if (items.size() > MOST) {
            throw new InvalidRecordException(field, "more than " + MOST);
        }
    }

    /**
     * Equal for records that say the same, however written; addresses in any order.
     *
     * @param json the record without its addresses
     */
    static String fingerprint(String json, List<OffenderRecord.Address> addresses) {
        String text = addresses.stream()
                .map(address -> address.type() + "|" + Texts.addressKey(address) + "|"
                        + Texts.countyKey(address.county()) + "|" + rounded(address.location()))
                .sorted()
                .collect(Collectors.joining("\n", json.toUpperCase(Locale.ROOT) + "\n", ""));
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** To about a centimetre. */
    private static String rounded(Location location) {
        return location == null
                ? ""
                : Math.round(location.latitude() * 1e7) + "," + Math.round(location.longitude() * 1e7);
    }
}
