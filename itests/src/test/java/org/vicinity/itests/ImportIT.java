package org.vicinity.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

/** Large snapshots of the packed distribution, seen while they run, and killed (SIGKILL) in the middle. */
class ImportIT {
    private static final int OFFENDERS = 20_000;

    @Test
    void aKilledImportLeavesTheFormerStateAndGoesOnAfterTheRestart() throws Exception {
        try (var mail = new MailServer();
                var vicinity = Chain.distribution("import", mail)) {
            var chain = new Chain(vicinity, mail);
            vicinity.start();
            assertThat(chain.importSnapshot(snapshot(30, i -> 0)).get("added").asInt())
                    .isEqualTo(30);

            var grown = chain.postSnapshot(snapshot(OFFENDERS, i -> 0));
            awaitRows(chain, grown);
            assertThat(vicinity.console("vicinity:registry-imports"))
                    .containsPattern(grown + ".*running\\s*[|│]\\s*[1-9][0-9]*\\b");
            vicinity.kill();
            vicinity.start();
            // Nothing else was accepted meanwhile: whoever looks sees the former state or the whole of the new one.
            assertThat(total(chain)).isIn(30, OFFENDERS);
            var applied = chain.awaitImport(grown);
            assertThat(applied.get("state").asText()).as(applied.toString()).isEqualTo("applied");
            assertThat(applied.get("added").asInt()).isEqualTo(OFFENDERS - 30);
            assertThat(total(chain)).isEqualTo(OFFENDERS);
            assertThat(vicinity.log()).contains("Import " + grown + " was cut off");

            var held = chain.importSnapshot(snapshot(OFFENDERS, i -> i % 8 == 0 ? 1 : 0));
            assertThat(held.get("state").asText()).as(held.toString()).isEqualTo("held");
            var id = held.get("importId").asText();
            vicinity.console("vicinity:registry-approve " + id);
            awaitRows(chain, id);
            vicinity.kill();
            vicinity.start();
            var approved = chain.awaitImport(id);
            assertThat(approved.get("state").asText()).as(approved.toString()).isEqualTo("applied");
            assertThat(approved.get("changed").asInt()).isEqualTo(OFFENDERS / 8);
            assertThat(total(chain)).isEqualTo(OFFENDERS);
            assertThat(chain.operator()
                            .get("/api/v1/offenders/L8")
                            .json()
                            .at("/addresses/0/street")
                            .asText())
                    .isEqualTo("10009 Foxglove St");
            assertThat(vicinity.console("vicinity:offender-history L8"))
                    .containsSubsequence("offender added", "address moved", "9 Foxglove St", "10009 Foxglove St");
        }
    }

    private static void awaitRows(Chain chain, String importId) {
        var operator = chain.operator();
        await("rows of a running import")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    JsonNode report =
                            operator.get("/api/v1/registry/imports/" + importId).json();
                    assertThat(report.get("state").asText())
                            .as(report.toString())
                            .isEqualTo("running");
                    return report.get("received").asInt() > 0;
                });
    }

    private static int total(Chain chain) {
        return chain.operator()
                .get("/api/v1/offenders?limit=1")
                .json()
                .get("total")
                .asInt();
    }

    private static String snapshot(int offenders, IntUnaryOperator moved) {
        var rows = new StringBuilder();
        for (int i = 0; i < offenders; i++) {
            int shift = moved.applyAsInt(i);
            rows.append(Chain.row(
                    "L" + i,
                    "Made-Up",
                    (i + 1 + shift * 10_000) + " Foxglove St",
                    (38.1 + i / 40_000.0) + "," + (-92.1 - shift * 0.1)));
        }
        return rows.toString();
    }
}
