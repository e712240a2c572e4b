package org.vicinity.feed.nsopw.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vicinity.geocoding.Location;
import org.vicinity.registry.AddressType;
import org.vicinity.registry.ComplianceStatus;
import org.vicinity.registry.OffenderRecord;

/** The format's fields as a registry record. A location's name (an employer, a school) may not be shown: it stays out. */
final class Mapping {
    private static final Logger LOG = LoggerFactory.getLogger(Mapping.class);

    private final String idPrefix;
    private final Map<String, AddressType> types = new HashMap<>();

    /** @throws IllegalArgumentException where a type is not written as {@code R=home} */
    Mapping(String idPrefix, String... locationTypes) {
        this.idPrefix = idPrefix;
        for (String type : locationTypes) {
            String[] sides = type.split("=", -1);
            if (sides.length != 2) {
                throw new IllegalArgumentException("a location type is written as R=home");
            }
            types.put(sides[0].trim(), AddressType.valueOf(sides[1].trim().toUpperCase(Locale.ROOT)));
        }
    }

    OffenderRecord record(JsonNode offender) {
        String id = id(offender);
        return new OffenderRecord(
                id,
                name(offender.path("name")),
                each(offender.path("aliases")).map(Mapping::name).toList(),
                date(id, text(offender, "dob")),
                text(offender, "gender").replace("U", ""),
                "",
                null,
                null,
                "",
                "",
                List.of(),
                text(offender, "imageUri"),
                "",
                offender.path("absconder").asBoolean() ? ComplianceStatus.ABSCONDED : null,
                List.of(),
                List.of(),
                addresses(id, offender.path("locations")),
                null);
    }

    private static Stream<JsonNode> each(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    /** The id may be missing; the address of the offender's page may not. */
    private String id(JsonNode offender) {
        String id = text(offender, "id");
        String uri = text(offender, "offenderUri");
        if (id.isEmpty() && !uri.isEmpty()) {
            id = UUID.nameUUIDFromBytes(uri.getBytes(StandardCharsets.UTF_8)).toString();
        }
        return idPrefix + id;
    }

    private static OffenderRecord.Name name(JsonNode name) {
        return new OffenderRecord.Name(
                text(name, "firstName"), text(name, "middleName"), text(name, "lastName"), text(name, "suffix"));
    }

    private static LocalDate date(String id, String text) {
        try {
            return text.isEmpty() ? null : LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            LOG.warn("The date of birth of {} is not a date: left out", id);
            return null;
        }
    }

    private List<OffenderRecord.Address> addresses(String id, JsonNode locations) {
        List<OffenderRecord.Address> addresses = new ArrayList<>();
        for (JsonNode location : locations) {
            AddressType type = types.get(text(location, "type"));
            String street = text(location, "streetAddress");
            String city = text(location, "city");
            Location point = point(location);
            if (type == null) {
                LOG.warn("A location of {} has the unknown type {}: left out", id, text(location, "type"));
            } else if (!street.isEmpty() || !city.isEmpty() || point != null) {
                addresses.add(new OffenderRecord.Address(
                        type,
                        street,
                        city,
                        text(location, "county"),
                        text(location, "state"),
                        text(location, "zipCode"),
                        point));
            }
        }
        return addresses;
    }

    /** Null where there is none or an impossible one: then the text is looked up. Zero means "not known" here. */
    private static Location point(JsonNode location) {
        double latitude = location.path("latitude").asDouble();
        double longitude = location.path("longitude").asDouble();
        boolean possible = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
        return possible && latitude != 0 && longitude != 0 ? new Location(latitude, longitude) : null;
    }

    /** Null, which the format's users write for what is missing, is empty too. */
    private static String text(JsonNode node, String field) {
        return node.path(field).isNull() ? "" : node.path(field).asText().trim();
    }
}
