package org.vicinity.geocoder.local.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.BufferedReader;
import java.io.IOException;
import org.vicinity.geocoding.Precision;

/** OpenAddresses' newline-delimited GeoJSON: one point feature a line. */
final class GeoJsonLines {
    private static final ObjectReader JSON = new ObjectMapper().reader();

    private final SourceFile file;
    private final Precision assumed;

    GeoJsonLines(SourceFile file, Precision assumed) {
        this.file = file;
        this.assumed = assumed;
    }

    void read(Rows rows) throws IOException {
        try (BufferedReader text = file.text()) {
            int number = 0;
            for (String line = text.readLine(); line != null; line = text.readLine()) {
                number++;
                if (line.isBlank()) {
                    continue;
                }
                try {
                    feature(JSON.readTree(line), rows);
                } catch (JsonProcessingException e) {
                    throw new BrokenSourceException(
                            "line " + number + " is no GeoJSON feature (one feature a line is needed)");
                }
            }
            if (number == 0) {
                throw new BrokenSourceException("it is empty");
            }
        }
    }

    private void feature(JsonNode feature, Rows rows) throws IOException {
        JsonNode point = feature.path("geometry").path("coordinates");
        JsonNode properties = feature.path("properties");
        String number = properties.path("number").asText("").trim();
        String street = properties.path("street").asText("").trim();
        double longitude = point.path(0).asDouble(Double.NaN);
        double latitude = point.path(1).asDouble(Double.NaN);
        boolean onEarth = Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90;
        if (!feature.path("geometry").path("type").asText("").equals("Point")
                || number.isEmpty()
                || street.isEmpty()
                || !onEarth) {
            rows.skip();
            return;
        }
        rows.point(new Rows.Point(
                number,
                street,
                properties.path("unit").asText("").trim(),
                properties.path("city").asText("").trim(),
                properties.path("region").asText("").trim(),
                ZipCodes.fiveDigits(properties.path("postcode").asText("")),
                longitude,
                latitude,
                Accuracy.precision(properties.path("accuracy").asText(""), assumed)));
    }
}
