package org.vicinity.registry.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.vicinity.geocoding.Location;
import org.vicinity.registry.AddressType;
import org.vicinity.registry.ComplianceStatus;
import org.vicinity.registry.InvalidRecordException;
import org.vicinity.registry.OffenderRecord;
import org.vicinity.registry.RegistryChange;

/** Records and changes as JSON: what snapshots bring and what the tables keep. */
final class RecordJson {
    static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private RecordJson() {}

    /** @throws InvalidRecordException where a field has the wrong form */
    static OffenderRecord read(JsonNode node) {
        if (!node.isObject()) {
            throw new InvalidRecordException("", "not a record");
        }
        return new OffenderRecord(
                text(node, "id"),
                name(node.path("name")),
                list(node, "aliases", RecordJson::name),
                date(node, "dateOfBirth"),
                text(node, "sex"),
                text(node, "race"),
                number(node, "heightInches"),
                number(node, "weightPounds"),
                text(node, "hair"),
                text(node, "eyes"),
                list(node, "marks", JsonNode::asText),
                text(node, "photoUrl"),
                text(node, "tier"),
                status(text(node, "status")),
                list(
                        node,
                        "offenses",
                        item -> new OffenderRecord.Offense(
                                text(item, "description"),
                                text(item, "statute"),
                                date(item, "convictedOn"),
                                date(item, "releasedOn"))),
                list(
                        node,
                        "vehicles",
                        item -> new OffenderRecord.Vehicle(
                                number(item, "year"),
                                text(item, "make"),
                                text(item, "model"),
                                text(item, "color"),
                                text(item, "plate"))),
                list(node, "addresses", RecordJson::address),
                instant(node, "updatedAt"));
    }

    static OffenderRecord read(String json) {
        return read(tree(json));
    }

    static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stored JSON can't be read", e);
        }
    }

    static String text(JsonNode node) {
        try {
            return JSON.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("JSON can't be written", e);
        }
    }

    static ObjectNode write(OffenderRecord record) {
        ObjectNode node = JSON.createObjectNode();
        node.put("id", record.id());
        node.set("name", write(record.name()));
        ArrayNode aliases = node.putArray("aliases");
        record.aliases().forEach(alias -> aliases.add(write(alias)));
        put(node, "dateOfBirth", record.dateOfBirth());
        node.put("sex", record.sex());
        node.put("race", record.race());
        node.put("heightInches", record.heightInches());
        node.put("weightPounds", record.weightPounds());
        node.put("hair", record.hair());
        node.put("eyes", record.eyes());
        ArrayNode marks = node.putArray("marks");
        record.marks().forEach(marks::add);
        node.put("photoUrl", record.photoUrl());
        node.put("tier", record.tier());
        put(node, "status", record.status() == null ? null : record.status().wireName());
        ArrayNode offenses = node.putArray("offenses");
        for (OffenderRecord.Offense offense : record.offenses()) {
            ObjectNode item = offenses.addObject();
            item.put("description", offense.description()).put("statute", offense.statute());
            put(item, "convictedOn", offense.convictedOn());
            put(item, "releasedOn", offense.releasedOn());
        }
        ArrayNode vehicles = node.putArray("vehicles");
        for (OffenderRecord.Vehicle vehicle : record.vehicles()) {
            vehicles.addObject()
                    .put("year", vehicle.year())
                    .put("make", vehicle.make())
                    .put("model", vehicle.model())
                    .put("color", vehicle.color())
                    .put("plate", vehicle.plate());
        }
        node.set("addresses", writeAddresses(record.addresses()));
        put(node, "updatedAt", record.updatedAt());
        return node;
    }

    static ArrayNode writeAddresses(List<OffenderRecord.Address> addresses) {
        ArrayNode array = JSON.createArrayNode();
        addresses.forEach(address -> array.add(write(address)));
        return array;
    }

    static List<OffenderRecord.Address> addresses(String json) {
        List<OffenderRecord.Address> addresses = new ArrayList<>();
        tree(json).forEach(node -> addresses.add(address(node)));
        return addresses;
    }

    static String changes(List<RegistryChange> changes) {
        ArrayNode array = JSON.createArrayNode();
        for (RegistryChange change : changes) {
            ObjectNode node = array.addObject().put("kind", change.kind().name());
            if (change.before() != null) {
                node.set("before", write(change.before()));
            }
            if (change.after() != null) {
                node.set("after", write(change.after()));
            }
            put(node, "statusBefore", change.statusBefore());
            put(node, "statusAfter", change.statusAfter());
        }
        return text(array);
    }

    static List<RegistryChange> changes(String json) {
        List<RegistryChange> changes = new ArrayList<>();
        for (JsonNode node : tree(json)) {
            changes.add(new RegistryChange(
                    RegistryChange.Kind.valueOf(node.path("kind").asText()),
                    node.has("before") ? address(node.get("before")) : null,
                    node.has("after") ? address(node.get("after")) : null,
                    node.has("statusBefore")
                            ? ComplianceStatus.valueOf(node.get("statusBefore").asText())
                            : null,
                    node.has("statusAfter")
                            ? ComplianceStatus.valueOf(node.get("statusAfter").asText())
                            : null));
        }
        return changes;
    }

    static ComplianceStatus status(String text) {
        if (text.isBlank()) {
            return null;
        }
        for (ComplianceStatus status : ComplianceStatus.values()) {
            if (status.wireName().equals(wire(text))) {
                return status;
            }
        }
        throw new InvalidRecordException("status", "unknown status");
    }

    static AddressType type(String text) {
        for (AddressType type : AddressType.values()) {
            if (type.wireName().equals(wire(text))) {
                return type;
            }
        }
        throw new InvalidRecordException("addresses.type", "unknown type of address");
    }

    static LocalDate date(String field, String text) {
        if (text.isBlank()) {
            return null;
        }
        try {
            return LocalDate.parse(text.trim());
        } catch (DateTimeException e) {
            throw new InvalidRecordException(field, "not a date of the form 1970-01-31");
        }
    }

    static Integer number(String field, String text) {
        if (text.isBlank()) {
            return null;
        }
        try {
            return Integer.valueOf(text.trim());
        } catch (NumberFormatException e) {
            throw new InvalidRecordException(field, "not a whole number");
        }
    }

    /** A point at 0, 0 is how many systems write "none". */
    static Location location(double latitude, double longitude) {
        if (latitude == 0 && longitude == 0) {
            return null;
        }
        try {
            return new Location(latitude, longitude);
        } catch (IllegalArgumentException e) {
            throw new InvalidRecordException("addresses.location", "not a point on the earth");
        }
    }

    private static String wire(String text) {
        return text.trim().toLowerCase(Locale.ROOT).replace(' ', '-').replace('_', '-');
    }

    private static OffenderRecord.Name name(JsonNode node) {
        return new OffenderRecord.Name(
                text(node, "first"), text(node, "middle"), text(node, "last"), text(node, "suffix"));
    }

    private static ObjectNode write(OffenderRecord.Name name) {
        return JSON.createObjectNode()
                .put("first", name.first())
                .put("middle", name.middle())
                .put("last", name.last())
                .put("suffix", name.suffix());
    }

    private static OffenderRecord.Address address(JsonNode node) {
        JsonNode point = node.path("location");
        Location location = null;
        if (!point.isMissingNode() && !point.isNull()) {
            JsonNode latitude = point.path("latitude");
            JsonNode longitude = point.path("longitude");
            if (!latitude.isNumber() || !longitude.isNumber()) {
                throw new InvalidRecordException("addresses.location", "latitude and longitude are numbers");
            }
            location = location(latitude.asDouble(), longitude.asDouble());
        }
        return new OffenderRecord.Address(
                type(text(node, "type")),
                text(node, "street"),
                text(node, "city"),
                text(node, "county"),
                text(node, "state"),
                text(node, "zip"),
                location);
    }

    static ObjectNode write(OffenderRecord.Address address) {
        ObjectNode node = JSON.createObjectNode()
                .put("type", address.type().wireName())
                .put("street", address.street())
                .put("city", address.city())
                .put("county", address.county())
                .put("state", address.state())
                .put("zip", address.zip());
        if (address.location() != null) {
            node.putObject("location")
                    .put("latitude", address.location().latitude())
                    .put("longitude", address.location().longitude());
        }
        return node;
    }

    private static void put(ObjectNode node, String field, Object value) {
        if (value != null) {
            node.put(field, value.toString());
        }
    }

    private static String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        if (!value.isValueNode()) {
            throw new InvalidRecordException(field, "not a text");
        }
        return value.asText();
    }

    private static Integer number(JsonNode node, String field) {
        return number(field, text(node, field));
    }

    private static LocalDate date(JsonNode node, String field) {
        return date(field, text(node, field));
    }

    private static Instant instant(JsonNode node, String field) {
        String text = text(node, field);
        try {
            return text.isEmpty() ? null : Instant.parse(text);
        } catch (DateTimeException e) {
            throw new InvalidRecordException(field, "not a time of the form 2026-01-31T10:00:00Z");
        }
    }

    private static <T> List<T> list(JsonNode node, String field, Function<JsonNode, T> read) {
        JsonNode array = node.path(field);
        List<T> items = new ArrayList<>();
        if (array.isMissingNode() || array.isNull()) {
            return items;
        }
        if (!array.isArray()) {
            throw new InvalidRecordException(field, "not a list");
        }
        for (JsonNode item : array) {
            items.add(read.apply(item));
        }
        return items;
    }
}
