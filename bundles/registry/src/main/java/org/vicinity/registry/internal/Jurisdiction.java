package org.vicinity.registry.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.vicinity.registry.OffenderRecord;
import org.vicinity.registry.RegistryChange;

/**
 * What the law lets be stored, of whom, and what is told of them: what it does not name is dropped before it is stored.
 * Names of employers and schools are no fields of a record at all.
 */
@Component(name = Jurisdiction.PID, service = Jurisdiction.class)
@Designate(ocd = Jurisdiction.Config.class)
public final class Jurisdiction {
    static final String PID = "org.vicinity.jurisdiction";

    /** RSMo 43.650.4. */
    private static final String MISSOURIS_FIELDS = "name, aliases, dateOfBirth, sex, race, heightInches, weightPounds,"
            + " hair, eyes, marks, photoUrl, tier, status, offenses, vehicles, addresses";

    /** RSMo 43.650.5 and 589.400.1(5). */
    private static final String MISSOURIS_EXEMPTION = "juvenile_exempt, juvenileExempt";

    private static final Set<String> ALWAYS = Set.of(
            "id", "updatedAt", "name.first", "name.last", "addresses.type", "addresses.street", "addresses.city");
    private static final Set<String> NO = Set.of("", "no", "n", "false", "f", "0");
    /** An alert is about an address; that somebody left the registry ends a follow, of which the follower is told. */
    private static final Set<String> ALWAYS_NAMED = Set.of("id", "updatedAt", "addresses");

    private static final String EVENTS = "added, moved, removed, returned, status";

    private final RecordFields stored;
    private final RecordFields named;
    private final Set<String> exemptFields;
    private final Set<String> events;

    @ObjectClassDefinition(
            name = "Vicinity jurisdiction",
            description = "What the law lets be stored and told; as in Missouri where nothing else is set")
    @interface Config {
        @AttributeDefinition(
                description = "Fields of a record that may be stored, by commas: whole ones (vehicles) or parts of them"
                        + " (vehicles.make). First and last name, and an address' type, street and city always are")
        String fields() default MISSOURIS_FIELDS;

        @AttributeDefinition(
                description = "Columns and fields that mark a juvenile exempt from publication, by commas: with"
                        + " anything but no, false or 0 there, the person never enters")
        String exemptFields() default MISSOURIS_EXEMPTION;

        @AttributeDefinition(
                description = "What is alerted of, by commas: that an address or person is added, an address moved or"
                        + " removed, a person returned, the status changed. That a person left the registry is always"
                        + " told, as it ends follows")
        String alertEvents() default EVENTS;

        @AttributeDefinition(
                description =
                        "Fields of a record that mails and other messages name, by commas, as in fields; addresses"
                                + " they always do")
        String alertFields() default MISSOURIS_FIELDS;
    }

    @Activate
    public Jurisdiction(Config config) {
        this(config.fields(), config.exemptFields(), config.alertEvents(), config.alertFields());
    }

    Jurisdiction(String fields, String exemptFields, String alertEvents, String alertFields) {
        stored = new RecordFields(names(fields), ALWAYS);
        named = new RecordFields(names(alertFields), ALWAYS_NAMED);
        events = names(alertEvents);
        if (!names(EVENTS + ",").containsAll(events)) {
            throw new IllegalArgumentException("alertEvents has others than " + EVENTS + ": " + alertEvents);
        }
        this.exemptFields = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        this.exemptFields.addAll(names(exemptFields));
    }

    static Jurisdiction missouri() {
        return new Jurisdiction(MISSOURIS_FIELDS, MISSOURIS_EXEMPTION, EVENTS, MISSOURIS_FIELDS);
    }

    private static Set<String> names(String list) {
        return Arrays.stream(list.split(",", -1)).map(String::trim).collect(Collectors.toUnmodifiableSet());
    }

    /** @param path as in a record: {@code vehicles.make} */
    boolean allows(String path) {
        return stored.has(path);
    }

    /** Whether this column or field tells who is exempt from publication. */
    boolean marksExempt(String field) {
        return exemptFields.contains(field);
    }

    /** Whether such a field's text says so: what can't be understood does. */
    static boolean saysExempt(String text) {
        return !NO.contains(text.trim().toLowerCase(Locale.ROOT));
    }

    boolean exempts(JsonNode record) {
        for (Iterator<Map.Entry<String, JsonNode>> fields = record.fields(); fields.hasNext(); ) {
            Map.Entry<String, JsonNode> field = fields.next();
            if (marksExempt(field.getKey()) && saysExempt(text(field.getValue()))) {
                return true;
            }
        }
        return false;
    }

    /** Empty for null. */
    private static String text(JsonNode mark) {
        return mark.isContainerNode() ? mark.toString() : mark.asText("");
    }

    /**
     * Takes away what may not be stored.
     *
     * @param dropped is told the fields that were not empty
     */
    void drop(JsonNode record, Consumer<String> dropped) {
        stored.drop(record, dropped);
    }

    /** The record without what may not be stored. */
    OffenderRecord allowed(OffenderRecord record) {
        return only(stored, RecordJson.write(record));
    }

    /** The record with what messages may name of it. */
    OffenderRecord told(JsonNode record) {
        return only(named, record);
    }

    private static OffenderRecord only(RecordFields fields, JsonNode record) {
        fields.drop(record, field -> {});
        return RecordJson.read(record);
    }

    boolean alerts(RegistryChange change) {
        return switch (change.kind()) {
            case OFFENDER_ADDED, ADDRESS_ADDED, ADDRESS_LOCATED -> events.contains("added");
            case ADDRESS_MOVED -> events.contains("moved");
            case ADDRESS_REMOVED -> events.contains("removed");
            case OFFENDER_RETURNED -> events.contains("returned");
            case STATUS_CHANGED -> events.contains("status");
            case OFFENDER_REMOVED -> true;
            case ADDRESS_CORRECTED -> false;
        };
    }
}
