package org.vicinity.geocoder.http;

import java.util.UUID;

/** A form with fields and text files, as RFC 7578 has it. */
public final class Multipart {
    private final String boundary = UUID.randomUUID().toString();
    private final StringBuilder parts = new StringBuilder();

    public Multipart field(String name, String value) {
        return part("name=\"" + name + "\"", value);
    }

    public Multipart file(String name, String fileName, String content) {
        return part("name=\"" + name + "\"; filename=\"" + fileName + "\"\r\nContent-Type: text/plain", content);
    }

    private Multipart part(String headers, String content) {
        parts.append("--").append(boundary).append("\r\nContent-Disposition: form-data; ");
        parts.append(headers).append("\r\n\r\n").append(content).append("\r\n");
        return this;
    }

    String contentType() {
        return "multipart/form-data; boundary=" + boundary;
    }

    String body() {
        return parts + "--" + boundary + "--\r\n";
    }
}
