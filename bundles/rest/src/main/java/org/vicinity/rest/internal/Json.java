package org.vicinity.rest.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import org.vicinity.enrollment.TrackedAddress;
import org.vicinity.geocoding.Candidate;
import org.vicinity.geocoding.Location;
import org.vicinity.registry.OffenderRecord;
import org.vicinity.registry.RegistryImports.ImportReport;

/** JSON in and out; what goes out is written field by field, so that nothing leaves by accident. */
final class Json {
    static final int BODY_LIMIT = 64 * 1024;

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    /** Reads an object of at most 64 kB. */
    static Form read(InputStream body) {
        byte[] bytes;
        try {
            bytes = body == null ? new byte[0] : body.readNBytes(BODY_LIMIT + 1);
        } catch (IOException e) {
            throw Problem.of(400, "malformed-json");
        }
        if (bytes.length > BODY_LIMIT) {
            throw Problem.of(413, "too-large");
        }
        JsonNode node;
        try {
            node = MAPPER.readTree(bytes);
        } catch (IOException e) {
            throw Problem.of(400, "malformed-json");
        }
        if (node instanceof ObjectNode object) {
            return new Form(object);
        }
        throw Problem.of(400, "malformed-json");
    }

    static byte[] write(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer cannot be written as JSON", e);
        }
    }

    static Response.ResponseBuilder answer(int status, Object value) {
        return Response.status(status).type(MediaType.APPLICATION_JSON_TYPE).entity(write(value));
    }

    /** A map in the given order, from alternating names and values. */
    static Map<String, Object> map(Object... namesAndValues) {
        var map = new LinkedHashMap<String, Object>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }

    static Map<String, Object> location(Location location) {
        return location == null ? null : map("latitude", location.latitude(), "longitude", location.longitude());
    }

    static Map<String, Object> candidate(Candidate candidate) {
        return map(
                "address", candidate.address(),
                "location", location(candidate.location()),
                "precision", candidate.precision().wireName(),
                "provider", candidate.provider());
    }

    /** A candidate for text that is being typed. */
    static Map<String, Object> completed(Candidate candidate) {
        return map(
                "text", candidate.address(),
                "location", location(candidate.location()),
                "precision", candidate.precision().wireName());
    }

    static List<Map<String, Object>> suggestions(Collection<Candidate> candidates) {
        return candidates.stream()
                .map(candidate -> map("address", candidate.address(), "location", location(candidate.location())))
                .toList();
    }

    static Map<String, Object> tracked(TrackedAddress tracked) {
        return map(
                "id", tracked.id(),
                "address", tracked.address(),
                "label", tracked.label(),
                "location", location(tracked.location()),
                "precision", tracked.precision().wireName(),
                "radiusFeet", tracked.radiusFeet(),
                "channels", tracked.channels());
    }

    static Map<String, Object> offender(OffenderRecord offender) {
        return map(
                "id", offender.id(),
                "name", name(offender.name()),
                "aliases", offender.aliases().stream().map(Json::name).toList(),
                "dateOfBirth", text(offender.dateOfBirth()),
                "sex", offender.sex(),
                "race", offender.race(),
                "heightInches", offender.heightInches(),
                "weightPounds", offender.weightPounds(),
                "hair", offender.hair(),
                "eyes", offender.eyes(),
                "marks", offender.marks(),
                "photoUrl", offender.photoUrl(),
                "tier", offender.tier(),
                "status", offender.status() == null ? null : offender.status().wireName(),
                "offenses",
                        offender.offenses().stream()
                                .map(offense -> map(
                                        "description", offense.description(),
                                        "statute", offense.statute(),
                                        "convictedOn", text(offense.convictedOn()),
                                        "releasedOn", text(offense.releasedOn())))
                                .toList(),
                "vehicles",
                        offender.vehicles().stream()
                                .map(vehicle -> map(
                                        "year", vehicle.year(),
                                        "make", vehicle.make(),
                                        "model", vehicle.model(),
                                        "color", vehicle.color(),
                                        "plate", vehicle.plate()))
                                .toList(),
                "addresses", offender.addresses().stream().map(Json::address).toList(),
                "updatedAt", text(offender.updatedAt()));
    }

    private static Map<String, Object> name(OffenderRecord.Name name) {
        return map("first", name.first(), "middle", name.middle(), "last", name.last(), "suffix", name.suffix());
    }

    private static Map<String, Object> address(OffenderRecord.Address address) {
        return map(
                "type", address.type().wireName(),
                "street", address.street(),
                "city", address.city(),
                "county", address.county(),
                "state", address.state(),
                "zip", address.zip(),
                "location", location(address.location()));
    }

    static Map<String, Object> report(ImportReport report) {
        return map(
                "importId", report.importId(),
                "feed", report.feed(),
                "state", report.state().name().toLowerCase(java.util.Locale.ROOT),
                "problem", report.problem(),
                "received", report.received(),
                "added", report.added(),
                "changed", report.changed(),
                "removed", report.removed(),
                "unchanged", report.unchanged(),
                "rejected",
                        report.rejected().stream()
                                .map(rejection -> map("line", rejection.line(), "reason", rejection.reason()))
                                .toList(),
                "rejectedRows", report.rejectedRows(),
                "unmapped", report.unmapped(),
                "ignoredColumns", report.ignoredColumns(),
                "startedAt", text(report.startedAt()),
                "finishedAt", text(report.finishedAt()));
    }

    /** Dates and instants as ISO 8601, null as null. */
    static String text(Object value) {
        return value == null ? null : value.toString();
    }
}
