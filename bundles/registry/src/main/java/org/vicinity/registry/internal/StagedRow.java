package org.vicinity.registry.internal;

import java.util.Comparator;
import org.vicinity.registry.OffenderRecord;

/**
 * What one row of a snapshot says of an offender. As text it is one line.
 *
 * @param fingerprint of the record, empty without one
 * @param json the record, empty without one
 */
record StagedRow(String id, long line, Kind kind, String fingerprint, String json) {
    /** Ids are plain ASCII, so each database can sort them in the same way. */
    static final Comparator<StagedRow> ORDER =
            Comparator.comparing(StagedRow::id).thenComparingLong(StagedRow::line);

    private static final char BETWEEN = '\t';
    private static final int FIELDS = 5;

    enum Kind {
        RECORD,
        /** A row that was rejected: what is known of the offender stays. */
        REJECTED,
        /** Exempt from publication. */
        EXEMPT
    }

    static StagedRow of(OffenderRecord record, long line) {
        return new StagedRow(
                record.id(), line, Kind.RECORD, Records.fingerprint(record), RecordJson.text(RecordJson.write(record)));
    }

    static StagedRow without(Kind kind, String id, long line) {
        return new StagedRow(id, line, kind, "", "");
    }

    OffenderRecord record() {
        return RecordJson.read(json);
    }

    /** JSON has neither tabs nor line ends, nor has an id. */
    String text() {
        return id + BETWEEN + line + BETWEEN + kind + BETWEEN + fingerprint + BETWEEN + json;
    }

    static StagedRow parse(String text) {
        String[] fields = text.split(String.valueOf(BETWEEN), FIELDS);
        return new StagedRow(fields[0], Long.parseLong(fields[1]), Kind.valueOf(fields[2]), fields[3], fields[4]);
    }
}
