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
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.vicinity.registry.OffenderRecord;

/**
 * What the law lets be stored, and whom: what it does not name is dropped before it is stored. Names of employers and
 * schools are no fields of a record at all.
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
    private static final Set<String> KNOWN = Stream.of(
                    Stream.of("id", "dateOfBirth", "sex", "race", "heightInches", "weightPounds", "hair", "eyes"),
                    Stream.of("marks", "photoUrl", "tier", "status", "updatedAt"),
                    parts("name", "first", "middle", "last", "suffix"),
                    parts("aliases", "first", "middle", "last", "suffix"),
                    parts("offenses", "description", "statute", "convictedOn", "releasedOn"),
                    parts("vehicles", "year", "make", "model", "color", "plate"),
                    parts("addresses", "type", "street", "city", "county", "state", "zip"),
                    parts("addresses.location", "latitude", "longitude"))
            .flatMap(paths -> paths)
            .collect(Collectors.toUnmodifiableSet());

    private final Set<String> allowed;
    private final Set<String> exemptFields;

    @ObjectClassDefinition(
            name = "Vicinity jurisdiction",
            description = "What the law lets be stored; as in Missouri where nothing else is set")
    @interface Config {
        @AttributeDefinition(
                description = "Fields of a record that may be stored, by commas: whole ones (vehicles) or parts of them"
                        + " (vehicles.make). First and last name, and an address' type, street and city always are")
        String fields() default MISSOURIS_FIELDS;

        @AttributeDefinition(
                description = "Columns and fields that mark a juvenile exempt from publication, by commas: with"
                        + " anything but no, false or 0 there, the person never enters")
        String exemptFields() default MISSOURIS_EXEMPTION;
    }

    @Activate
    public Jurisdiction(Config config) {
        this(config.fields(), config.exemptFields());
    }

    Jurisdiction(String fields, String exemptFields) {
        Set<String> named = names(fields);
        allowed = KNOWN.stream()
                .filter(path -> ALWAYS.contains(path) || lineage(path).anyMatch(named::contains))
                .flatMap(Jurisdiction::lineage)
                .collect(Collectors.toUnmodifiableSet());
        this.exemptFields = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        this.exemptFields.addAll(names(exemptFields));
    }

    static Jurisdiction missouri() {
        return new Jurisdiction(MISSOURIS_FIELDS, MISSOURIS_EXEMPTION);
    }

    private static Set<String> names(String list) {
        return Arrays.stream(list.split(",")).map(String::trim).collect(Collectors.toUnmodifiableSet());
    }

    private static Stream<String> parts(String whole, String... parts) {
        return Arrays.stream(parts).map(part -> whole + "." + part);
    }

    /** {@code a.b.c}, {@code a.b}, {@code a}. */
    private static Stream<String> lineage(String path) {
        return Stream.iterate(
                path, part -> !part.isEmpty(), part -> part.substring(0, Math.max(0, part.lastIndexOf('.'))));
    }

    /** @param path as in a record: {@code vehicles.make} */
    boolean allows(String path) {
        return allowed.contains(path);
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
        drop(record, "", dropped);
    }

    private void drop(JsonNode node, String within, Consumer<String> dropped) {
        if (node.isArray()) {
            node.forEach(item -> drop(item, within, dropped));
        }
        for (Iterator<Map.Entry<String, JsonNode>> fields = node.fields(); fields.hasNext(); ) {
            Map.Entry<String, JsonNode> field = fields.next();
            String path = within + field.getKey();
            if (allows(path)) {
                drop(field.getValue(), path + ".", dropped);
            } else {
                if (!isEmpty(field.getValue())) {
                    dropped.accept(path);
                }
                fields.remove();
            }
        }
    }

    private static boolean isEmpty(JsonNode value) {
        return value.isNull()
                || (value.isContainerNode() ? value.isEmpty() : value.asText().isBlank());
    }

    /** The record without what may not be stored. */
    OffenderRecord allowed(OffenderRecord record) {
        JsonNode node = RecordJson.write(record);
        drop(node, field -> {});
        return RecordJson.read(node);
    }
}
