package org.vicinity.registry.internal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.Comparator;
import java.util.List;
import org.vicinity.persistence.registry.Offender;
import org.vicinity.persistence.registry.RegisteredAddress;
import org.vicinity.persistence.registry.RegisteredAddress.Source;
import org.vicinity.registry.OffenderRecord;

/**
 * What one row of a snapshot says of an offender. As text it is one line.
 *
 * @param fingerprint of the record, empty without one
 * @param json the record without its addresses, empty without one
 * @param addresses JSON, empty without a record
 */
record StagedRow(String id, long line, Kind kind, String fingerprint, String json, String addresses) {
    /** Ids are plain ASCII, so each database can sort them in the same way. */
    static final Comparator<StagedRow> ORDER =
            Comparator.comparing(StagedRow::id).thenComparingLong(StagedRow::line);

    private static final String BETWEEN = "\t";
    private static final int FIELDS = 6;
    private static final String SOURCE = "pointSource";

    enum Kind {
        RECORD,
        /** A row that was rejected: what is known of the offender stays. */
        REJECTED,
        /** Exempt from publication. */
        EXEMPT
    }

    static StagedRow of(OffenderRecord record, long line) {
        String json = RecordJson.text(RecordJson.write(record.withAddresses(List.of(), null)));
        return new StagedRow(
                record.id(),
                line,
                Kind.RECORD,
                Records.fingerprint(json, record.addresses()),
                json,
                RecordJson.text(RecordJson.writeAddresses(record.addresses())));
    }

    /** What is known of an offender, with how its points were found, as it can be entered again. */
    static StagedRow of(Offender offender, List<RegisteredAddress> addresses) {
        ArrayNode array = RecordJson.JSON.createArrayNode();
        for (RegisteredAddress address : addresses) {
            array.add(RecordJson.write(address.address())
                    .put(SOURCE, address.source().name()));
        }
        return new StagedRow(
                offender.id(), 0, Kind.RECORD, offender.fingerprint(), offender.json(), RecordJson.text(array));
    }

    static StagedRow without(Kind kind, String id, long line) {
        return new StagedRow(id, line, kind, "", "", "");
    }

    OffenderRecord record() {
        return RecordJson.read(json).withAddresses(RecordJson.addresses(addresses), null);
    }

    /** How the points of the addresses were found, in their order; empty where the authority gave those that are there. */
    List<Source> sources() {
        return addresses.contains(SOURCE)
                ? RecordJson.tree(addresses).findValuesAsText(SOURCE).stream()
                        .map(Source::valueOf)
                        .toList()
                : List.of();
    }

    /** JSON has neither tabs nor line ends, nor has an id. */
    String text() {
        return String.join(BETWEEN, id, Long.toString(line), kind.name(), fingerprint, json, addresses);
    }

    static StagedRow parse(String text) {
        String[] fields = text.split(BETWEEN, FIELDS);
        return new StagedRow(
                fields[0], Long.parseLong(fields[1]), Kind.valueOf(fields[2]), fields[3], fields[4], fields[5]);
    }
}
