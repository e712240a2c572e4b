package org.vicinity.rest.internal;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiPredicate;
import org.vicinity.registry.AddressType;
import org.vicinity.registry.ComplianceStatus;
import org.vicinity.registry.OffenderRecord;

/**
 * Reads a registry record: known fields only, so that nothing else is ever stored, and nobody who is exempt from
 * publication.
 */
final class RecordForm {
    private RecordForm() {}

    /**
     * @param id the id in the path, which decides
     * @param exempts whether a field, with a value as text, marks the person exempt from publication
     */
    static OffenderRecord read(String id, Form form, BiPredicate<String, String> exempts) {
        var ownId = form.text("id");
        if (!ownId.isEmpty() && !ownId.equals(id)) {
            form.error("id", "id.differs");
        }
        form.values().forEach((field, value) -> {
            if (exempts.test(field, value)) {
                form.error(field, "exempt");
            }
        });
        if (!form.has("name")) {
            form.error("name", "required");
        }
        var record = new OffenderRecord(
                id,
                name(form.object("name")),
                form.objects("aliases").stream().map(RecordForm::name).toList(),
                form.date("dateOfBirth"),
                form.text("sex"),
                form.text("race"),
                form.integer("heightInches"),
                form.integer("weightPounds"),
                form.text("hair"),
                form.text("eyes"),
                form.texts("marks"),
                form.text("photoUrl"),
                form.text("tier"),
                status(form),
                form.objects("offenses").stream().map(RecordForm::offense).toList(),
                form.objects("vehicles").stream().map(RecordForm::vehicle).toList(),
                addresses(form),
                null);
        form.check();
        return record;
    }

    private static OffenderRecord.Name name(Form form) {
        return new OffenderRecord.Name(form.text("first"), form.text("middle"), form.text("last"), form.text("suffix"));
    }

    private static ComplianceStatus status(Form form) {
        var text = form.text("status");
        if (text.isEmpty()) {
            return null;
        }
        var status = Arrays.stream(ComplianceStatus.values())
                .filter(value -> value.wireName().equals(text))
                .findFirst();
        if (status.isEmpty()) {
            form.error("status", "status");
        }
        return status.orElse(null);
    }

    private static OffenderRecord.Offense offense(Form form) {
        return new OffenderRecord.Offense(
                form.text("description"), form.text("statute"), form.date("convictedOn"), form.date("releasedOn"));
    }

    private static OffenderRecord.Vehicle vehicle(Form form) {
        return new OffenderRecord.Vehicle(
                form.integer("year"), form.text("make"), form.text("model"), form.text("color"), form.text("plate"));
    }

    private static List<OffenderRecord.Address> addresses(Form form) {
        return form.objects("addresses").stream()
                .map(address -> {
                    var type = addressType(address.text("type"));
                    if (type == null) {
                        address.error("type", "address.type");
                    }
                    return new OffenderRecord.Address(
                            type == null ? AddressType.HOME : type,
                            address.text("street"),
                            address.text("city"),
                            address.text("county"),
                            address.text("state"),
                            address.text("zip"),
                            address.location("location"));
                })
                .toList();
    }

    /** Null where there is no such type. */
    static AddressType addressType(String name) {
        return Arrays.stream(AddressType.values())
                .filter(type -> type.wireName().equals(name))
                .findFirst()
                .orElse(null);
    }
}
