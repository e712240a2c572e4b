package org.vicinity.feed.nsopw.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/** Reads an answer offender by offender, and believes it only where it says itself that it is whole. */
final class Answer {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int GOOD = 200;

    private final String jurisdiction;
    private final Consumer<JsonNode> offenders;
    private long read;
    private int status;
    private JsonNode jurisdictions = JSON.missingNode();

    Answer(String jurisdiction, Consumer<JsonNode> offenders) {
        this.jurisdiction = jurisdiction;
        this.offenders = offenders;
    }

    void read(InputStream body) throws IOException {
        try (JsonParser parser = JSON.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("The answer is not an object");
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                readField(parser);
            }
        } catch (JsonProcessingException e) {
            // Its own message may quote what it read.
            throw new IOException("The answer broke off or is not JSON, after " + read + " offenders");
        }
        requireWhole();
    }

    private void readField(JsonParser parser) throws IOException {
        String field = parser.currentName();
        JsonToken value = parser.nextToken();
        if (field.equals("offenders") && value == JsonToken.START_ARRAY) {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                JsonNode offender = JSON.readTree(parser);
                read++;
                offenders.accept(offender);
            }
        } else if (field.equals("statusCode")) {
            status = parser.getValueAsInt();
        } else if (field.equals("jurisdictionStatus")) {
            jurisdictions = JSON.readTree(parser);
        } else {
            parser.skipChildren();
        }
    }

    private void requireWhole() throws IOException {
        if (status != GOOD) {
            throw new IOException("The answer's status is " + status);
        }
        for (JsonNode one : jurisdictions) {
            if (one.path("jurisdictionId").asText().equals(jurisdiction)) {
                int code = one.path("statusCode").asInt();
                long records = one.path("records").asLong(-1);
                if (code != GOOD) {
                    throw new IOException("The status of " + jurisdiction + " is " + code);
                }
                if (records != read) {
                    throw new IOException("The answer has " + read + " offenders and speaks of " + records);
                }
                return;
            }
        }
        throw new IOException("The answer says nothing about " + jurisdiction);
    }
}
