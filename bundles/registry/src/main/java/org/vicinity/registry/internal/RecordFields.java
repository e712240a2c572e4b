package org.vicinity.registry.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Fields of a record that may be there; the others are dropped. */
final class RecordFields {
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

    /**
     * @param named whole fields ({@code vehicles}) or parts of them ({@code vehicles.make})
     * @param always parts that are there in any case
     */
    RecordFields(Set<String> named, Set<String> always) {
        allowed = KNOWN.stream()
                .filter(path -> lineage(path).anyMatch(part -> named.contains(part) || always.contains(part)))
                .flatMap(RecordFields::lineage)
                .collect(Collectors.toUnmodifiableSet());
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
    boolean has(String path) {
        return allowed.contains(path);
    }

    /**
     * Takes the others away.
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
            if (has(path)) {
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
}
