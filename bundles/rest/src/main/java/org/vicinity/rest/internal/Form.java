package org.vicinity.rest.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vicinity.enrollment.EnrollmentException.FieldError;
import org.vicinity.geocoding.Location;

/**
 * A JSON object that is read field by field. Wrong fields are gathered, and {@link #check} refuses all of them at once;
 * null counts as not given, unknown fields are ignored.
 */
final class Form {
    private static final int LONGEST_TEXT = 2000;

    private final ObjectNode node;
    private final String prefix;
    private final List<FieldError> errors;

    Form(ObjectNode node) {
        this(node, "", new ArrayList<>());
    }

    private Form(ObjectNode node, String prefix, List<FieldError> errors) {
        this.node = node;
        this.prefix = prefix;
        this.errors = errors;
    }

    boolean has(String field) {
        return node.hasNonNull(field);
    }

    /** All that is given, known or not, as text. */
    Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        node.fields().forEachRemaining(field -> {
            if (!field.getValue().isNull()) {
                values.put(
                        field.getKey(),
                        field.getValue().isValueNode()
                                ? field.getValue().asText()
                                : field.getValue().toString());
            }
        });
        return values;
    }

    /** Text, or the empty text with an error where there is none. */
    String required(String field) {
        if (!has(field)) {
            error(field, "required");
            return "";
        }
        return text(field);
    }

    /** Text, empty where not given. */
    String text(String field) {
        if (!has(field)) {
            return "";
        }
        var value = node.get(field);
        if (!value.isTextual()) {
            error(field, "type.text");
            return "";
        }
        return bounded(field, value.textValue());
    }

    /** A mailed link's token; empty, as no token is, for text that can't be one, whatever its form. */
    String token(String field) {
        var text = node.path(field).asText();
        return text.length() <= LONGEST_TEXT && text.indexOf('\0') < 0 ? required(field) : "";
    }

    private String bounded(String field, String text) {
        if (text.length() > LONGEST_TEXT) {
            error(field, "long", LONGEST_TEXT);
            return "";
        }
        // A NUL is no text, and PostgreSQL takes none.
        if (text.indexOf('\0') >= 0) {
            error(field, "characters");
            return "";
        }
        return text;
    }

    /** A whole number, null where not given. */
    Integer integer(String field) {
        if (!has(field)) {
            return null;
        }
        var value = node.get(field);
        if (!value.isNumber() || value.doubleValue() != Math.rint(value.doubleValue()) || !value.canConvertToInt()) {
            error(field, "type.integer");
            return null;
        }
        return value.intValue();
    }

    /** True or false, the fallback where not given. */
    boolean flag(String field, boolean fallback) {
        if (!has(field)) {
            return fallback;
        }
        var value = node.get(field);
        if (!value.isBoolean()) {
            error(field, "type.flag");
            return fallback;
        }
        return value.booleanValue();
    }

    /** A calendar date, null where not given. */
    LocalDate date(String field) {
        var text = text(field);
        if (text.isEmpty()) {
            return null;
        }
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            error(field, "date");
            return null;
        }
    }

    /** A point, null where not given. */
    Location location(String field) {
        if (!has(field)) {
            return null;
        }
        if (!(node.get(field) instanceof ObjectNode point)) {
            error(field, "type.object");
            return null;
        }
        var latitude = point.path("latitude");
        var longitude = point.path("longitude");
        if (!latitude.isNumber() || !longitude.isNumber()) {
            error(field, "location");
            return null;
        }
        try {
            return new Location(latitude.doubleValue(), longitude.doubleValue());
        } catch (IllegalArgumentException e) {
            error(field, "location");
            return null;
        }
    }

    /** An object; an empty one where not given. */
    Form object(String field) {
        var value = node.get(field);
        if (value instanceof ObjectNode object) {
            return new Form(object, prefix + field + ".", errors);
        }
        if (has(field)) {
            error(field, "type.object");
        }
        return new Form(node.objectNode(), prefix + field + ".", errors);
    }

    /** The objects of an array; none where not given. */
    List<Form> objects(String field) {
        var forms = new ArrayList<Form>();
        int index = 0;
        for (JsonNode item : array(field)) {
            var name = prefix + field + "[" + index++ + "]";
            if (item instanceof ObjectNode object) {
                forms.add(new Form(object, name + ".", errors));
            } else {
                errors.add(new FieldError(name, "type.object", List.of()));
            }
        }
        return forms;
    }

    /** The texts of an array; none where not given. */
    List<String> texts(String field) {
        var texts = new ArrayList<String>();
        int index = 0;
        for (JsonNode item : array(field)) {
            var name = field + "[" + index++ + "]";
            if (item.isTextual()) {
                texts.add(bounded(name, item.textValue()));
            } else {
                error(name, "type.text");
            }
        }
        return texts;
    }

    private Iterable<JsonNode> array(String field) {
        if (!has(field)) {
            return List.of();
        }
        if (!node.get(field).isArray()) {
            error(field, "type.array");
            return List.of();
        }
        return node.get(field);
    }

    void error(String field, String code, Object... arguments) {
        errors.add(new FieldError(prefix + field, code, List.of(arguments)));
    }

    /** Refuses the form where a field was wrong. */
    void check() {
        if (!errors.isEmpty()) {
            throw Problem.fields(errors);
        }
    }
}
