package org.vicinity.rest.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vicinity.enrollment.TrackedAddress;
import org.vicinity.geocoding.Candidate;
import org.vicinity.registry.OffenderRecord;
import org.vicinity.registry.RegistryImports.ImportReport;

/** The API's own shapes of things. */
final class Wire {
    private Wire() {}

    static Map<String, Object> suggestion(Candidate candidate) {
        return Map.of("address", candidate.address(), "location", candidate.location());
    }

    static Map<String, Object> candidate(Candidate candidate) {
        return members(
                "address", candidate.address(),
                "location", candidate.location(),
                "precision", candidate.precision().wireName(),
                "provider", candidate.provider());
    }

    static Map<String, Object> tracked(TrackedAddress tracked) {
        return members(
                "id", tracked.id(),
                "address", tracked.address(),
                "label", tracked.label(),
                "location", tracked.location(),
                "precision", tracked.precision().wireName(),
                "radiusFeet", tracked.radiusFeet());
    }

    static Map<String, Object> offender(OffenderRecord record) {
        Map<String, Object> wire = members(
                "id", record.id(),
                "name", name(record.name()),
                "aliases", record.aliases().stream().map(Wire::name).toList(),
                "dateOfBirth", record.dateOfBirth(),
                "sex", record.sex(),
                "race", record.race(),
                "heightInches", record.heightInches(),
                "weightPounds", record.weightPounds(),
                "hair", record.hair(),
                "eyes", record.eyes(),
                "marks", record.marks(),
                "photoUrl", record.photoUrl(),
                "tier", record.tier());
        wire.put("status", record.status() == null ? null : record.status().wireName());
        wire.put("offenses", record.offenses());
        wire.put("vehicles", record.vehicles());
        wire.put("addresses", record.addresses().stream().map(Wire::address).toList());
        wire.put("updatedAt", record.updatedAt());
        return wire;
    }

    private static Map<String, Object> address(OffenderRecord.Address address) {
        return members(
                "type", address.type().wireName(),
                "street", address.street(),
                "city", address.city(),
                "county", address.county(),
                "state", address.state(),
                "zip", address.zip(),
                "location", address.location());
    }

    private static Map<String, Object> name(OffenderRecord.Name name) {
        return members("first", name.first(), "middle", name.middle(), "last", name.last(), "suffix", name.suffix());
    }

    static Map<String, Object> report(ImportReport report) {
        Map<String, Object> wire = members(
                "importId", report.importId(),
                "feed", report.feed(),
                "state", report.state().name().toLowerCase(java.util.Locale.ROOT),
                "problem", report.problem(),
                "received", report.received(),
                "added", report.added(),
                "changed", report.changed(),
                "removed", report.removed(),
                "unchanged", report.unchanged(),
                "rejected", report.rejected(),
                "unmapped", report.unmapped(),
                "ignoredColumns", report.ignoredColumns(),
                "startedAt", report.startedAt());
        wire.put("finishedAt", report.finishedAt());
        return wire;
    }

    static Map<String, Object> members(Object... keysAndValues) {
        Map<String, Object> members = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            if (keysAndValues[i + 1] != null) {
                members.put((String) keysAndValues[i], keysAndValues[i + 1]);
            }
        }
        return members;
    }

    static <T> Map<String, Object> items(List<T> items, String nextCursor, long total) {
        return members("items", items, "nextCursor", nextCursor, "total", total);
    }
}
