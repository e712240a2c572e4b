package org.vicinity.geocoder.census.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;
import org.vicinity.geocoder.http.QueryLine;
import org.vicinity.geocoding.AddressComponents;
import org.vicinity.geocoding.GeocodeQuery;
import org.vicinity.geocoding.GeocodingException;

/** The tables of the service's batch interface; a line's number is its query's place in the list. */
final class BatchFile {
    private static final int MATCH = 2;
    private static final int MATCHED_ADDRESS = 4;
    private static final int COORDINATES = 5;

    private BatchFile() {}

    /**
     * @param tie whether several places fit, none of which the service names
     * @param matches at most one
     */
    record Line(int number, boolean tie, List<Match> matches) {}

    /** Those of the queries that are asked: number, street, city, state, ZIP code. */
    static String write(List<GeocodeQuery> queries, BitSet asked) {
        var text = new StringBuilder();
        try (var table = new CSVPrinter(text, CSVFormat.RFC4180)) {
            for (int i : asked.stream().toArray()) {
                AddressComponents parts = queries.get(i).components();
                table.printRecord(i, QueryLine.street(parts), parts.city(), parts.state(), parts.zip());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** In any order: the service does not keep it. */
    static List<Line> read(String text) throws GeocodingException {
        List<Line> lines = new ArrayList<>();
        try (var table = CSVFormat.RFC4180.parse(new java.io.StringReader(text))) {
            for (CSVRecord row : table) {
                lines.add(line(row));
            }
        } catch (IOException | IllegalArgumentException | UncheckedIOException | IllegalStateException e) {
            // without its cause, which may quote the line
            throw new GeocodingException(CensusGeocoder.NAME + " did not answer with a table");
        }
        return lines;
    }

    private static Line line(CSVRecord row) throws GeocodingException {
        if (row.size() <= MATCH) {
            throw new GeocodingException(CensusGeocoder.NAME + " answered in an unknown form");
        }
        int number = Integer.parseInt(row.get(0).strip());
        boolean matched = row.get(MATCH).equals("Match") && row.size() > COORDINATES;
        return new Line(
                number,
                row.get(MATCH).equals("Tie"),
                matched ? List.of(Match.of(row.get(MATCHED_ADDRESS), row.get(COORDINATES))) : List.of());
    }
}
