package org.vicinity.itests;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * Kills the process (SIGKILL) at random moments between an import and its mails, or while it starts. No alert is lost,
 * and where one comes twice, it has the same Message-ID. {@code benchmarks/kill} does it a hundred times.
 */
class KillIT {
    private static final int KILLS = Integer.getInteger("vicinity.kills", 3);
    /** No further kill after so many minutes. */
    private static final int MINUTES = Integer.getInteger("vicinity.minutes", 600);

    private static final String DATABASE = System.getProperty("vicinity.database", "derby");
    private static final long SEED = Long.getLong("vicinity.seed", System.nanoTime());
    private static final int SUBSCRIBERS = 4;
    private static final int OFFENDERS = 5;
    private static final int START_MILLIS = 8000;
    private static final int IMPORT_MILLIS = 2000;
    /** One in so many kills falls on the start. */
    private static final int WHILE_STARTING = 10;

    private static final Pattern NOW = Pattern.compile("Now: home: (\\d+) Foxglove St");
    private static final Pattern RECORD = Pattern.compile("/offenders/(K\\d+)");

    @Test
    void losesNoAlertHoweverOftenItIsKilled() throws Exception {
        if (DATABASE.equals("derby")) {
            kill(Map.of());
            return;
        }
        // As a careful operator has it: what is committed is on the disk.
        try (var server = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .start()) {
            kill(Map.of("VICINITY_DB_URL", database(server), "VICINITY_DB_USER", "postgres"));
        }
    }

    private static String database(EmbeddedPostgres server) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection()) {
            connection.createStatement().execute("CREATE DATABASE vicinity");
        }
        return "jdbc:postgresql://localhost:" + server.getPort() + "/vicinity";
    }

    private static void kill(Map<String, String> environment) throws Exception {
        var random = new Random(SEED);
        try (var mail = new MailServer();
                var vicinity = Chain.distribution("kill-" + DATABASE, mail)) {
            environment.forEach(vicinity::with);
            var chain = new Chain(vicinity, mail);
            vicinity.start();
            chain.importSnapshot(snapshot(0));
            List<String> people = new ArrayList<>();
            for (int i = 0; i < SUBSCRIBERS; i++) {
                people.add("kill" + i + "@example.org");
                watch(chain.subscriber(people.get(i)));
            }

            long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(MINUTES);
            int kills = 0;
            while (kills < KILLS && System.nanoTime() < end) {
                int round = ++kills;
                chain.postSnapshot(snapshot(round));
                TimeUnit.MILLISECONDS.sleep(random.nextInt(IMPORT_MILLIS));
                vicinity.kill();
                if (random.nextInt(WHILE_STARTING) == 0) {
                    vicinity.launch();
                    TimeUnit.MILLISECONDS.sleep(random.nextInt(START_MILLIS));
                    vicinity.kill();
                }
                vicinity.start();
                System.out.printf("%s: %d kills%n", DATABASE, kills);
                // As an operator's script does that got no report: the same again changes nothing that is there.
                assertThat(chain.importSnapshot(snapshot(round)).get("state").asText())
                        .isEqualTo("applied");
            }

            Set<String> expected = new HashSet<>();
            for (String person : people) {
                for (int round = 1; round <= kills; round++) {
                    for (int offender = 0; offender < OFFENDERS; offender++) {
                        expected.add(person + " K" + offender + " " + round);
                    }
                }
            }
            judge(mail, people, expected, kills);
        }
    }

    private static void judge(MailServer mail, List<String> people, Set<String> expected, int kills) {
        try {
            Awaitility.await()
                    .atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> ids(mail, people).keySet().containsAll(expected));
        } finally {
            var got = ids(mail, people);
            Set<String> lost = new HashSet<>(expected);
            lost.removeAll(got.keySet());
            long doubled = got.values().stream()
                    .mapToLong(ids -> ids.size() - new HashSet<>(ids).size())
                    .sum();
            long otherIds = got.values().stream()
                    .filter(ids -> new HashSet<>(ids).size() > 1)
                    .count();
            System.out.printf(
                    "{\"database\":\"%s\",\"kills\":%d,\"seed\":%d,\"alerts\":%d,\"lost\":%d,\"doubled\":%d,"
                            + "\"withTwoMessageIds\":%d}%n",
                    DATABASE, kills, SEED, expected.size(), lost.size(), doubled, otherIds);
            assertThat(lost).isEmpty();
            assertThat(otherIds).isZero();
            assertThat(got.keySet()).isEqualTo(expected);
        }
    }

    /** The Message-IDs of each alert: of whom, to whom, after which import. */
    private static Map<String, List<String>> ids(MailServer mail, List<String> people) {
        Map<String, List<String>> ids = new TreeMap<>();
        for (String person : people) {
            for (var alert : mail.to(person)) {
                var now = NOW.matcher(alert.text());
                var record = RECORD.matcher(alert.text());
                if (now.find() && record.find()) {
                    ids.computeIfAbsent(person + " " + record.group(1) + " " + now.group(1), key -> new ArrayList<>())
                            .add(alert.messageId());
                }
            }
        }
        return ids;
    }

    private static void watch(Browser subscriber) throws IOException {
        var answer = subscriber.post(
                "/api/v1/account/addresses",
                Map.of("address", "120 Juniper St, Testford, MO 65999", "radiusFeet", 2640, "label", "Home"));
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    }

    /** Everybody inside the circle, each time at another house. */
    private static String snapshot(int round) {
        var rows = new StringBuilder();
        for (int offender = 0; offender < OFFENDERS; offender++) {
            rows.append(Chain.row(
                    "K" + offender,
                    "Fennel" + offender,
                    round + " Foxglove St",
                    "38.6%d%d,-92.0592".formatted(round % 2 + 19, offender)));
        }
        return rows.toString();
    }
}
