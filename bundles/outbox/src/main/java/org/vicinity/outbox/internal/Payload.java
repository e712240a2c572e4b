package org.vicinity.outbox.internal;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import org.vicinity.notification.Notice;

/** What lies sealed in a row. */
record Payload(String to, String language, String unsubscribeToken, Notice notice) {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .addMixIn(Notice.class, Kinds.class)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Notice.ConfirmEnrollment.class, name = "confirm-enrollment"),
        @JsonSubTypes.Type(value = Notice.AlreadyEnrolled.class, name = "already-enrolled"),
        @JsonSubTypes.Type(value = Notice.ConfirmPasswordReset.class, name = "confirm-password-reset"),
        @JsonSubTypes.Type(value = Notice.PasswordChanged.class, name = "password-changed"),
        @JsonSubTypes.Type(value = Notice.Unenrolled.class, name = "unenrolled"),
        @JsonSubTypes.Type(value = Notice.TrackedAddressChanged.class, name = "tracked-address-changed"),
        @JsonSubTypes.Type(value = Notice.FollowChanged.class, name = "follow-changed"),
        @JsonSubTypes.Type(value = Notice.Alert.class, name = "alert"),
        @JsonSubTypes.Type(value = Notice.Correction.class, name = "correction")
    })
    private interface Kinds {}

    Payload redirected(String address) {
        return new Payload(address, language, unsubscribeToken, notice);
    }

    String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "a notice can't be written: " + e.getClass().getSimpleName());
        }
    }

    static Payload ofJson(String json) {
        try {
            return JSON.readValue(json, Payload.class);
        } catch (JsonProcessingException e) {
            // The cause would show the content.
            throw new IllegalArgumentException(
                    "a notice can't be read: " + e.getClass().getSimpleName());
        }
    }
}
