package org.vicinity.registry;

/** A record that the registry does not take. */
public class InvalidRecordException extends RuntimeException {
    private final String field;

    /**
     * @param field the field as REST names it: {@code addresses[0].type}
     * @param reason for people
     */
    public InvalidRecordException(String field, String reason) {
        super(reason);
        this.field = field;
    }

    /** The field as REST names it. */
    public String field() {
        return field;
    }
}
