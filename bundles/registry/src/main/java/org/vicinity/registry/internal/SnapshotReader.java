package org.vicinity.registry.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import java.util.zip.ZipException;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.vicinity.geocoding.Location;
import org.vicinity.registry.InvalidRecordException;
import org.vicinity.registry.OffenderRecord;
import org.vicinity.registry.RegistryImports.Format;
import org.vicinity.registry.RegistryImports.Rejection;
import org.vicinity.registry.internal.StagedRow.Kind;

/** Reads a snapshot row by row, and keeps none in memory; a bad row costs no other offender. */
final class SnapshotReader {
    static final int MOST_REJECTIONS = 1000;
    private static final int MOST_COLUMNS_NAMED = 100;
    private static final int LONGEST_LINE = 1_000_000;
    private static final int PROGRESS_EVERY = 1000;

    /** The columns, and what they are in a record. */
    private static final Map<String, String> COLUMNS = Map.ofEntries(
            Map.entry("id", "id"),
            Map.entry("last_name", "name.last"),
            Map.entry("first_name", "name.first"),
            Map.entry("middle_name", "name.middle"),
            Map.entry("suffix", "name.suffix"),
            Map.entry("date_of_birth", "dateOfBirth"),
            Map.entry("sex", "sex"),
            Map.entry("race", "race"),
            Map.entry("height_inches", "heightInches"),
            Map.entry("weight_pounds", "weightPounds"),
            Map.entry("hair", "hair"),
            Map.entry("eyes", "eyes"),
            Map.entry("tier", "tier"),
            Map.entry("status", "status"),
            Map.entry("offense", "offenses.description"),
            Map.entry("address_type", "addresses.type"),
            Map.entry("street", "addresses.street"),
            Map.entry("city", "addresses.city"),
            Map.entry("county", "addresses.county"),
            Map.entry("state", "addresses.state"),
            Map.entry("zip", "addresses.zip"),
            Map.entry("latitude", "addresses.location.latitude"),
            Map.entry("longitude", "addresses.location.longitude"));

    private static final Set<String> NEEDED =
            new TreeSet<>(Set.of("id", "last_name", "first_name", "address_type", "street", "city"));

    private final Jurisdiction jurisdiction;
    private final Staging staging;
    private final LongConsumer progress;
    private final Set<String> ignored = new LinkedHashSet<>();
    private final List<Rejection> rejections = new ArrayList<>();
    private final List<Integer> exemptColumns = new ArrayList<>();
    private long received;
    private long rejected;
    private boolean unreadableIds;

    private SnapshotReader(Jurisdiction jurisdiction, Staging staging, LongConsumer progress) {
        this.jurisdiction = jurisdiction;
        this.staging = staging;
        this.progress = progress;
    }

    /**
     * What a snapshot has.
     *
     * @param records a file of {@link StagedRow}s, one an offender, sorted by id
     * @param rejections of the {@code rejected} rows the first
     * @param unreadableIds whether it can't be said whom a rejected row was about
     */
    record Content(
            Path records,
            boolean unreadableIds,
            long received,
            long rejected,
            List<Rejection> rejections,
            List<String> ignored) {}

    /**
     * Reads a snapshot, which may be gzipped.
     *
     * @param mostCharacters how long it may be when unpacked
     * @param folder for the records: the caller deletes it
     * @param progress is told from time to time how many rows were read
     * @throws BrokenSnapshotException where it can't be read to its end as what it should be; its message is for people
     * @throws IOException where the disk fails
     */
    static Content read(
            Path file,
            Format format,
            long mostCharacters,
            Jurisdiction jurisdiction,
            Path folder,
            LongConsumer progress)
            throws IOException, BrokenSnapshotException {
        boolean csv = format == Format.CSV;
        try (Staging staging = new Staging(folder, csv ? SnapshotReader::merged : SnapshotReader::same)) {
            SnapshotReader reader = new SnapshotReader(jurisdiction, staging, progress);
            reader.read(file, csv, mostCharacters);
            return reader.content();
        }
    }

    private void read(Path file, boolean csv, long mostCharacters) throws IOException, BrokenSnapshotException {
        try (SnapshotText text = SnapshotText.open(file, mostCharacters)) {
            if (csv) {
                readCsv(text);
            } else {
                readLines(text);
            }
        } catch (UncheckedIOException e) {
            throw broken(e.getCause());
        } catch (IOException e) {
            throw broken(e);
        }
        if (received == 0) {
            throw new BrokenSnapshotException("The snapshot has no rows");
        }
        progress.accept(received);
    }

    private Content content() throws IOException {
        Path records = staging.finish(this::count);
        return new Content(
                records,
                unreadableIds,
                received,
                rejected,
                rejections.stream()
                        .sorted(Comparator.comparingLong(Rejection::line))
                        .toList(),
                List.copyOf(ignored));
    }

    private BrokenSnapshotException broken(IOException why) throws IOException {
        if (why instanceof CharacterCodingException) {
            return new BrokenSnapshotException("The snapshot is not UTF-8: see after row " + received);
        } else if (why instanceof EOFException || why instanceof ZipException) {
            return new BrokenSnapshotException(
                    "The snapshot's gzip data are broken off or damaged after row " + received);
        } else if (why instanceof SnapshotText.TooLongException) {
            return new BrokenSnapshotException(why.getMessage() + ", after row " + received);
        }
        throw why;
    }

    private void readCsv(SnapshotText text) throws IOException, BrokenSnapshotException {
        CSVFormat format = CSVFormat.RFC4180.builder().setIgnoreEmptyLines(true).get();
        try (CSVParser parser = CSVParser.parse(text, format)) {
            Iterator<CSVRecord> rows = parser.iterator();
            Map<String, Integer> header = header(rows);
            int width = header.remove("");
            boolean restOfBadRow = false;
            for (long line = parser.getCurrentLineNumber() + 1; true; line = parser.getCurrentLineNumber() + 1) {
                text.startRow();
                try {
                    if (!rows.hasNext()) {
                        break;
                    }
                    CSVRecord row = rows.next();
                    if (!restOfBadRow) {
                        receive();
                        readRow(row, header, width, line);
                    }
                    restOfBadRow = false;
                } catch (UncheckedIOException e) {
                    if (!(e.getCause() instanceof CSVException)) {
                        throw e;
                    }
                    receive();
                    reject(line, "", new InvalidRecordException("", "a quote inside a quoted text is written twice"));
                    restOfBadRow = true;
                }
            }
            if (restOfBadRow) {
                throw new BrokenSnapshotException("The snapshot ends inside a quoted text, in row " + received);
            }
        }
    }

    /** The columns' places; under the empty name how many columns there are. */
    private Map<String, Integer> header(Iterator<CSVRecord> rows) throws IOException, BrokenSnapshotException {
        CSVRecord row;
        try {
            row = rows.next();
        } catch (NoSuchElementException e) {
            throw new BrokenSnapshotException("The snapshot has no header");
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof CSVException) {
                throw new BrokenSnapshotException("The header has a quote inside a quoted text");
            }
            throw e;
        }
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < row.size(); i++) {
            String name = row.get(i).trim().toLowerCase(java.util.Locale.ROOT);
            if (jurisdiction.marksExempt(name)) {
                exemptColumns.add(i);
            } else if (!COLUMNS.containsKey(name) || !jurisdiction.allows(COLUMNS.get(name))) {
                ignore(name);
            } else if (places.put(name, i) != null) {
                throw new BrokenSnapshotException("The column " + name + " is there twice");
            }
        }
        List<String> missing =
                NEEDED.stream().filter(name -> !places.containsKey(name)).toList();
        if (!missing.isEmpty()) {
            throw new BrokenSnapshotException("The header lacks " + String.join(", ", missing));
        }
        places.put("", row.size());
        return places;
    }

    private void ignore(String name) {
        if (ignored.size() < MOST_COLUMNS_NAMED) {
            ignored.add(name.substring(0, Math.min(100, name.length())).replaceAll("\\p{Cntrl}", " "));
        }
    }

    private void receive() {
        received++;
        if (received % PROGRESS_EVERY == 0) {
            progress.accept(received);
        }
    }

    private void readRow(CSVRecord row, Map<String, Integer> header, int width, long line) throws IOException {
        int place = header.get("id");
        String id = place < row.size() ? row.get(place).trim() : "";
        try {
            if (row.size() != width) {
                // Where a comma is missing or too much, the id may be another column's.
                unreadableIds = true;
                throw new InvalidRecordException("", "has " + row.size() + " columns, the header " + width);
            }
            if (exemptColumns.stream().map(row::get).anyMatch(Jurisdiction::saysExempt)) {
                leaveOut(id, line);
                return;
            }
            staging.add(StagedRow.of(Records.clean(record(row, header)), line));
        } catch (InvalidRecordException e) {
            reject(line, id, e);
        }
    }

    private static OffenderRecord record(CSVRecord row, Map<String, Integer> header) {
        String offense = text(row, header, "offense");
        return new OffenderRecord(
                text(row, header, "id"),
                new OffenderRecord.Name(
                        text(row, header, "first_name"),
                        text(row, header, "middle_name"),
                        text(row, header, "last_name"),
                        text(row, header, "suffix")),
                List.of(),
                RecordJson.date("date_of_birth", text(row, header, "date_of_birth")),
                text(row, header, "sex"),
                text(row, header, "race"),
                RecordJson.number("height_inches", text(row, header, "height_inches")),
                RecordJson.number("weight_pounds", text(row, header, "weight_pounds")),
                text(row, header, "hair"),
                text(row, header, "eyes"),
                List.of(),
                "",
                text(row, header, "tier"),
                RecordJson.status(text(row, header, "status")),
                offense.isEmpty() ? List.of() : List.of(new OffenderRecord.Offense(offense, "", null, null)),
                List.of(),
                addresses(row, header),
                null);
    }

    private static List<OffenderRecord.Address> addresses(CSVRecord row, Map<String, Integer> header) {
        String type = text(row, header, "address_type");
        String street = text(row, header, "street");
        if (type.isEmpty() && street.isEmpty()) {
            return List.of();
        }
        return List.of(new OffenderRecord.Address(
                RecordJson.type(type),
                street,
                text(row, header, "city"),
                text(row, header, "county"),
                text(row, header, "state"),
                text(row, header, "zip"),
                location(text(row, header, "latitude"), text(row, header, "longitude"))));
    }

    private static Location location(String latitude, String longitude) {
        if (latitude.isEmpty() && longitude.isEmpty()) {
            return null;
        }
        try {
            return RecordJson.location(Double.parseDouble(latitude), Double.parseDouble(longitude));
        } catch (NumberFormatException e) {
            throw new InvalidRecordException("latitude", "latitude and longitude are decimal degrees, or both empty");
        }
    }

    private static String text(CSVRecord row, Map<String, Integer> header, String column) {
        Integer place = header.get(column);
        return place == null ? "" : row.get(place).trim();
    }

    /** Rows of one id differ in their addresses and offenses alone. */
    private static OffenderRecord merged(OffenderRecord before, OffenderRecord more) {
        List<OffenderRecord.Address> addresses = new ArrayList<>(before.addresses());
        more.addresses().stream()
                .filter(address -> !addresses.contains(address))
                .forEach(addresses::add);
        Set<OffenderRecord.Offense> offenses = new LinkedHashSet<>(before.offenses());
        offenses.addAll(more.offenses());
        List<OffenderRecord.Offense> all = List.copyOf(offenses);
        OffenderRecord merged = more.withOffenses(all).withAddresses(addresses, null);
        if (!merged.equals(before.withOffenses(all).withAddresses(addresses, null))) {
            throw new InvalidRecordException("id", "contradicts an earlier row of this id");
        }
        return Records.clean(merged);
    }

    private void readLines(SnapshotText text) throws IOException {
        BufferedReader buffered = new BufferedReader(text);
        long number = 0;
        for (String line = buffered.readLine(); line != null; line = buffered.readLine()) {
            text.startRow();
            number++;
            if (line.isBlank()) {
                continue;
            }
            receive();
            String id = "";
            try {
                if (line.length() > LONGEST_LINE) {
                    throw new InvalidRecordException("", "longer than " + LONGEST_LINE + " characters");
                }
                JsonNode node = RecordJson.JSON.readTree(line);
                id = node.path("id").asText().trim();
                if (jurisdiction.exempts(node)) {
                    leaveOut(id, number);
                    continue;
                }
                jurisdiction.drop(node, this::ignore);
                staging.add(StagedRow.of(Records.clean(RecordJson.read(node)), number));
            } catch (JsonProcessingException e) {
                reject(number, id, new InvalidRecordException("", "not JSON"));
            } catch (InvalidRecordException e) {
                reject(number, id, e);
            }
        }
    }

    /** A line has its offender whole. */
    private static OffenderRecord same(OffenderRecord before, OffenderRecord more) {
        if (!before.equals(more)) {
            throw new InvalidRecordException("id", "contradicts an earlier record of this id");
        }
        return before;
    }

    private void leaveOut(String id, long line) throws IOException {
        if (!Records.isId(id)) {
            throw new InvalidRecordException("id", "of one who is exempt from publication can't be read");
        }
        staging.add(StagedRow.without(Kind.EXEMPT, id, line));
    }

    private void reject(long line, String id, InvalidRecordException why) throws IOException {
        if (Records.isId(id)) {
            staging.add(StagedRow.without(Kind.REJECTED, id, line));
        } else {
            unreadableIds = true;
        }
        count(line, why);
    }

    private void count(long line, InvalidRecordException why) {
        rejected++;
        if (rejections.size() < MOST_REJECTIONS) {
            String reason = why.field().isEmpty() ? why.getMessage() : why.field() + ": " + why.getMessage();
            rejections.add(new Rejection(line, reason));
        }
    }
}
