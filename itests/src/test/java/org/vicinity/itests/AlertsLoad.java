package org.vicinity.itests;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.vicinity.persistence.Vault;

/**
 * How long alerts take from the registry's entry to the mail server's receipt, on PostgreSQL with very many tracked
 * addresses. No test of the build: {@code benchmarks/alerts} runs it.
 */
class AlertsLoad {
    private static final int ADDRESSES = Integer.getInteger("vicinity.addresses", 1_000_000);
    private static final int ALERTS = Integer.getInteger("vicinity.alerts", 20_000);
    private static final int PER_SUBSCRIBER = 5;
    private static final int DOMAINS = 2000;
    private static final int RADIUS_FEET = 1320;
    private static final int BATCH = 20_000;
    /** A square of one degree, in which everybody lives. */
    private static final double SOUTH = 38;

    private static final double WEST = -93;

    private static final double FAR_SOUTH = 36.6;
    private static final double FAR_WEST = -91.2;

    private static final String SETTLED = "SELECT count(*) FROM change_set WHERE queue_state = 'SETTLED'";

    /** How many circles a point of the square is in: their area by the square's (111.2 by 86.7 km at its middle). */
    private static double watchersOfAPoint() {
        double radiusKm = RADIUS_FEET * 0.0003048;
        return ADDRESSES * Math.PI * radiusKm * radiusKm / (111.2 * 86.7);
    }

    @Test
    void measures() throws Exception {
        var port = Distribution.freePort();
        var sink = new ProcessBuilder("smtp-sink", "-u", "nobody", "127.0.0.1:" + port, "1000")
                .inheritIO()
                .start();
        try (var server = EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .start();
                var connection = server.getPostgresDatabase().getConnection();
                var vicinity = Distribution.named("alerts-load")
                        .with("VICINITY_OPERATOR_KEY", Chain.KEY)
                        .with("VICINITY_SMTP_HOST", "127.0.0.1")
                        .with("VICINITY_SMTP_PORT", Integer.toString(port))
                        .with("VICINITY_DB_URL", server.getJdbcUrl("postgres", "postgres"))
                        .with("VICINITY_DB_USER", "postgres")) {
            vicinity.start().stop();
            fill(connection, Vault.of(vicinity.data().resolve("keys/vicinity.key")));
            vicinity.start();
            tell(new Chain(vicinity, null), connection);
        } finally {
            sink.destroy();
        }
    }

    private static void fill(Connection connection, Vault vault) throws SQLException, IOException {
        var random = new Random(1);
        var label = vault.seal("Home");
        var address = vault.seal("120 Juniper St, Testford, MO 65999");
        var copy = connection.unwrap(PGConnection.class).getCopyAPI();
        var rows = new StringBuilder();
        for (int id = 1; id <= ADDRESSES / PER_SUBSCRIBER; id++) {
            var email = "user" + id + "@d" + id % DOMAINS + ".example";
            rows.append("%d\t%s\t%s\tnone\ten\tnow\tf\tf\tf\n".formatted(id, vault.hash(email), vault.seal(email)));
            if (id % BATCH == 0 || id == ADDRESSES / PER_SUBSCRIBER) {
                copy.copyIn(
                        "COPY subscriber (id, email_hash, email, password_hash, lang, enrolled_at, paused, moved_out,"
                                + " status_changes) FROM STDIN",
                        stream(rows));
            }
        }
        for (int id = 1; id <= ADDRESSES; id++) {
            rows.append("%d\t%d\t%.6f\t%.6f\t%d\t1\t%s\t%s\trooftop\tnow\n"
                    .formatted(
                            id,
                            (id - 1) / PER_SUBSCRIBER + 1,
                            SOUTH + random.nextDouble(),
                            WEST + random.nextDouble(),
                            RADIUS_FEET,
                            label,
                            address));
            if (id % BATCH == 0 || id == ADDRESSES) {
                copy.copyIn(
                        "COPY tracked_address (id, subscriber_id, latitude, longitude, radius_feet, commit_number,"
                                + " label, address, point_precision, created_at) FROM STDIN",
                        stream(rows));
            }
        }
        connection.createStatement().execute("UPDATE commit_number SET last_number = 1 WHERE last_number < 1");
        connection.createStatement().execute("ANALYZE");
    }

    private static ByteArrayInputStream stream(StringBuilder rows) {
        var bytes = rows.toString().getBytes(StandardCharsets.UTF_8);
        rows.setLength(0);
        return new ByteArrayInputStream(bytes);
    }

    /** Everybody moves from far away to somewhere in the square. */
    private static void tell(Chain chain, Connection connection) throws SQLException {
        int offenders = (int) Math.ceil(ALERTS / watchersOfAPoint());
        assertThat(chain.importSnapshot(snapshot(offenders, FAR_SOUTH, FAR_WEST))
                        .get("state")
                        .asText())
                .isEqualTo("applied");
        // Nothing is left to decide: all that follows is of the move.
        await(connection, SETTLED, 11L * offenders);
        long start = System.nanoTime();
        var report = chain.importSnapshot(snapshot(offenders, SOUTH, WEST));
        double imported = (System.nanoTime() - start) / 1e9;
        assertThat(report.get("changed").asInt()).isEqualTo(offenders);
        await(connection, SETTLED, 12L * offenders);
        double decided = (System.nanoTime() - start) / 1e9;
        await(connection, "SELECT count(*) FROM outbox_message WHERE queue_state <> 'SENT'", 0);
        double sent = (System.nanoTime() - start) / 1e9;
        try (ResultSet row = connection
                .createStatement()
                .executeQuery("SELECT count(*), percentile_cont(ARRAY[0.5, 0.99]) WITHIN GROUP (ORDER BY"
                        + " EXTRACT(EPOCH FROM m.sent_at - c.entered_at)) FROM outbox_message m"
                        + " JOIN change_set c ON c.id = m.change_set_id")) {
            row.next();
            var seconds = (Double[]) row.getArray(2).getArray();
            System.out.println(String.format(
                    Locale.ROOT,
                    "{\"addresses\":%d,\"changes\":%d,\"alerts\":%d,\"importSeconds\":%.1f,\"decidedSeconds\":%.1f,"
                            + "\"sentSeconds\":%.1f,\"medianSeconds\":%.1f,\"p99Seconds\":%.1f,\"alertsPerSecond\":%.0f}",
                    ADDRESSES,
                    offenders,
                    row.getLong(1),
                    imported,
                    decided,
                    sent,
                    seconds[0],
                    seconds[1],
                    row.getLong(1) / sent));
        }
    }

    private static void await(Connection connection, String question, long answer) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(30))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> {
                    try (ResultSet row = connection.createStatement().executeQuery(question)) {
                        row.next();
                        return row.getLong(1) == answer;
                    }
                });
    }

    /** Eleven times as many people as move: that many at once would be taken for a mistake. */
    private static String snapshot(int moving, double south, double west) {
        var random = new Random(2);
        var rows = new StringBuilder();
        for (int i = 0; i < 11 * moving; i++) {
            boolean moves = i < moving;
            rows.append(Chain.row(
                    "L" + i,
                    "Fennel" + i,
                    i + " Foxglove St",
                    String.format(
                            Locale.ROOT,
                            "%.6f,%.6f",
                            (moves ? south : FAR_SOUTH) + random.nextDouble(),
                            (moves ? west : FAR_WEST) + random.nextDouble())));
        }
        return rows.toString();
    }
}
