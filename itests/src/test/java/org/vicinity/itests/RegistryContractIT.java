package org.vicinity.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vicinity.itests.AccountContractIT.problem;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.vicinity.itests.Browser.Response;

/** What the API promises about the registry, its search and geocoding, row by row. */
class RegistryContractIT {
    private static final String SNAPSHOTS = "/api/v1/registry/snapshots?feed=";

    private static MailServer mail;
    private static Distribution vicinity;
    private static Chain chain;

    @BeforeAll
    static void start() {
        mail = new MailServer();
        vicinity = Chain.distribution("registry-contract", mail).start();
        chain = new Chain(vicinity, mail);
        var rows = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            rows.append(Chain.row("S" + i, "Bramble" + (char) ('a' + i), (100 + 2 * i) + " Juniper St", ""));
        }
        rows.append(Chain.row("F1", "Fennel", "Rural Rte", "38.7500,-92.4000"));
        chain.importSnapshot(rows.toString());
        // Their points come from the geocoder, in the background.
        Awaitility.await().untilAsserted(() -> assertThat(search("lat=38.62&lon=-92.06&radiusFeet=5280")
                        .get("total")
                        .asInt())
                .isEqualTo(20));
    }

    @AfterAll
    static void stop() {
        vicinity.close();
        mail.close();
    }

    @Test
    void thePublicSearchesByNamePlaceAndType() {
        assertThat(ids("name=fennel")).containsExactly("F1");
        // Misspelt ones are found, too, after those that are written so.
        assertThat(ids("name=brambleb")).startsWith("S1");
        assertThat(ids("zip=65999&county=sample&limit=500")).hasSize(21);
        assertThat(ids("county=Sample&type=home&limit=500")).hasSize(21);
        assertThat(ids("type=work&county=sample")).isEmpty();
        assertThat(ids("near=" + encode("100 Juniper St, Testford, MO 65999") + "&radiusFeet=500"))
                .contains("S0")
                .doesNotContain("F1");
        problem(get("/api/v1/offenders?near=homeless&radiusFeet=500"), 422, "unmappable-address");
        problem(get("/api/v1/offenders?limit=0"), 422, "invalid-field", "limit");
        problem(get("/api/v1/offenders?limit=501"), 422, "invalid-field", "limit");
        problem(get("/api/v1/offenders?type=cave"), 422, "invalid-field", "type");
        problem(get("/api/v1/offenders?lat=91&lon=0&radiusFeet=500"), 422, "invalid-field", "lat");
        problem(get("/api/v1/offenders?cursor=made-up"), 422, "invalid-field", "cursor");
    }

    @Test
    void allPagesTogetherHoldEveryoneOnce() {
        Set<String> seen = new HashSet<>();
        var cursor = "";
        do {
            var page = search("limit=6&county=sample" + (cursor.isEmpty() ? "" : "&cursor=" + encode(cursor)));
            assertThat(page.get("total").asInt()).isEqualTo(21);
            page.get("items").forEach(item -> assertThat(seen.add(item.get("id").asText()))
                    .as("once")
                    .isTrue());
            cursor = page.path("nextCursor").asText("");
            if (cursor.equals("null")) {
                cursor = "";
            }
        } while (!cursor.isEmpty());
        assertThat(seen).hasSize(21);
    }

    @Test
    void aRecordIsPutShownAndRemovedAtOnce() {
        var operator = chain.operator();
        var path = "/api/v1/registry/offenders/P1?feed=single";
        var record = Map.of(
                "name",
                Map.of("first", "Made-Up", "last", "Catmint"),
                "status",
                "compliant",
                "addresses",
                List.of(Map.of(
                        "type",
                        "home",
                        "street",
                        "400 Larkspur Ave",
                        "city",
                        "Testford",
                        "state",
                        "MO",
                        "zip",
                        "65999",
                        "location",
                        Map.of("latitude", 38.7, "longitude", -92.1))));
        assertThat(operator.put(path, record).status()).isEqualTo(201);
        assertThat(operator.put(path, record).status()).isEqualTo(200);
        assertThat(get("/api/v1/offenders/P1").json().at("/name/last").asText()).isEqualTo("Catmint");
        assertThat(ids("name=catmint")).containsExactly("P1");

        assertThat(operator.delete(path).status()).isEqualTo(204);
        problem(operator.delete(path), 404, "not-found");
        problem(get("/api/v1/offenders/P1"), 404, "not-found");
        assertThat(ids("name=catmint")).isEmpty();

        problem(operator.put(path, Map.of("name", "a text")), 422, "invalid-field", "name");
        problem(
                operator.put(path, Map.of("name", Map.of("last", "A"), "dateOfBirth", "1970-02-30")),
                422,
                "invalid-field",
                "dateOfBirth");
    }

    @Test
    void onlyAnOperatorReachesTheRegistrysCalls() {
        for (var nobody : List.of(vicinity.browser(), vicinity.browser().withKey("wrong"))) {
            problem(nobody.send("POST", SNAPSHOTS + "x", "text/csv", "id\n"), 401, "operator-key-needed");
            problem(nobody.put("/api/v1/registry/offenders/S1", Map.of()), 401, "operator-key-needed");
            problem(nobody.delete("/api/v1/registry/offenders/S1"), 401, "operator-key-needed");
            problem(nobody.get("/api/v1/registry/imports/x"), 401, "operator-key-needed");
            problem(nobody.get("/api/v1/geocode/components?address=x"), 401, "operator-key-needed");
        }
    }

    @Test
    void badRowsAreReportedAndCostNoOther() {
        var report = report(
                "rows",
                "text/csv",
                "id,last_name,first_name,address_type,street,city,state,zip,latitude,longitude,favourite_dish\n"
                        + "G1,Good,One,home,1 A St,Testford,MO,65999,38.7,-92.1,soup\n"
                        + "B1,Bad,Two,home,2 A St,Testford,MO,65999,999,-92.1,\n"
                        + "B2,Bad,Three,cave,3 A St,Testford,MO,65999,38.7,-92.1,\n"
                        + "G2,\"Quoted \"\"Good\"\"\",Four,work,4 A St,Testford,MO,65999,38.7,-92.1,\n");
        assertThat(report.get("state").asText()).isEqualTo("applied");
        assertThat(report.get("received").asInt()).isEqualTo(4);
        assertThat(report.get("added").asInt()).isEqualTo(2);
        assertThat(report.get("rejected").findValuesAsText("line")).containsExactly("3", "4");
        assertThat(report.get("rejected").findValuesAsText("reason"))
                .allSatisfy(reason -> assertThat(reason).isNotBlank());
        assertThat(report.get("ignoredColumns").toString()).contains("favourite_dish");
    }

    @Test
    void aBrokenFileChangesNothing() {
        var good = "id,last_name,first_name,address_type,street,city,state\nK1,Kept,Made-Up,home,1 A St,Testford,MO\n";
        assertThat(report("broken", "text/csv", good).get("added").asInt()).isEqualTo(1);
        for (var broken : List.of("last_name,street\nX,1 A St\n", "", "<html><body>Not a snapshot</body></html>")) {
            var report = report("broken", "text/csv", broken);
            assertThat(report.get("state").asText()).as(broken).isEqualTo("failed");
            assertThat(report.get("problem").asText()).isNotBlank();
        }
        // ISO-8859-1: a lone E9 is not UTF-8.
        var operator = chain.operator();
        var latin = operator.send(
                "POST",
                SNAPSHOTS + "broken",
                "text/csv",
                ("id,last_name,first_name\nK1,Ren" + (char) 0xE9 + ",Made-Up\n").getBytes(StandardCharsets.ISO_8859_1));
        assertThat(latin.status()).isEqualTo(202);
        assertThat(end(latin).get("state").asText()).isNotEqualTo("applied");
        assertThat(get("/api/v1/offenders/K1").json().at("/name/last").asText()).isEqualTo("Kept");
        problem(operator.send("POST", SNAPSHOTS + "x", "application/json", "{}"), 415, "");
    }

    @Test
    void aPackedSnapshotIsTakenInAndACutOneChangesNothing() throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(
                    "{\"id\":\"Z1\",\"name\":{\"last\":\"Packed\"},\"ssn\":\"1\"}\n".getBytes(StandardCharsets.UTF_8));
        }
        var operator = chain.operator().with("Content-Encoding", "gzip");
        for (int cut : new int[] {0, 4}) {
            var bytes = Arrays.copyOf(packed.toByteArray(), packed.size() - cut);
            var report = end(operator.send("POST", SNAPSHOTS + "packed", "application/x-ndjson", bytes));
            assertThat(report.get("state").asText()).isEqualTo(cut == 0 ? "applied" : "failed");
            assertThat(report.get("problem").asText()).contains(cut == 0 ? "" : "gzip");
        }
        assertThat(get("/api/v1/offenders/Z1").json().at("/name/last").asText()).isEqualTo("Packed");
    }

    @Test
    void whoIsExemptFromPublicationNeverEntersAndGoesWhereAlreadyThere() {
        var record = "{\"id\":\"J1\",\"name\":{\"last\":\"Exempt\"}}\n";
        assertThat(report("exempt", "application/x-ndjson", record).get("added").asInt())
                .isEqualTo(1);
        var marked = record.replace("}}", "},\"juvenileExempt\":true}");
        var kept = record.replace("J1", "J2");
        assertThat(report("exempt", "application/x-ndjson", marked + kept)
                        .get("removed")
                        .asInt())
                .isEqualTo(1);
        problem(get("/api/v1/offenders/J1"), 404, "not-found");
        problem(
                chain.operator()
                        .put(
                                "/api/v1/registry/offenders/J1?feed=exempt",
                                Map.of("name", Map.of("last", "Exempt"), "juvenileExempt", true)),
                422,
                "invalid-field",
                "juvenileExempt");
    }

    @Test
    void whatLooksLikeMarkupOrAFormulaIsShownAsTheTextItIs() {
        for (var name : List.of("=SUM(A1)", "+1", "-1", "@x", "<script>alert(1)</script>")) {
            var row = "{\"id\":\"T1\",\"name\":{\"last\":\"" + name + "\"}}\n";
            assertThat(report("texts", "application/x-ndjson", row).get("state").asText())
                    .isEqualTo("applied");
            assertThat(get("/api/v1/offenders/T1").json().at("/name/last").asText())
                    .isEqualTo(name);
        }
    }

    @Test
    void aSnapshotThatRemovesTooManyWaitsForAnOperatorsWord() {
        var all = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            all.append("{\"id\":\"H").append(i).append("\",\"name\":{\"last\":\"Held\"},\"addresses\":[]}\n");
        }
        assertThat(report("held", "application/x-ndjson", all.toString())
                        .get("added")
                        .asInt())
                .isEqualTo(20);
        var few = "{\"id\":\"H1\",\"name\":{\"last\":\"Held\"},\"addresses\":[]}\n";
        var held = report("held", "application/x-ndjson", few);
        assertThat(held.get("state").asText()).isEqualTo("held");
        assertThat(held.get("removed").asInt()).isEqualTo(19);
        assertThat(get("/api/v1/offenders/H2").status()).isEqualTo(200);

        assertThat(vicinity.console("vicinity:registry-imports")).contains("held");
        vicinity.console("vicinity:registry-approve " + held.get("importId").asText());
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(get("/api/v1/offenders/H2").status()).isEqualTo(404));
        assertThat(get("/api/v1/offenders/H1").status()).isEqualTo(200);
    }

    @Test
    void addressesAreUnderstoodAndMapped() {
        var found = get("/api/v1/geocode?address=" + encode("120 juniper street, testford, missouri"))
                .json()
                .get("candidates")
                .get(0);
        assertThat(found.get("precision").asText()).isEqualTo("rooftop");
        assertThat(found.get("provider").asText()).isEqualTo("local");
        assertThat(found.at("/location/longitude").asDouble()).isBetween(-92.07, -92.05);

        var none = get("/api/v1/geocode?address=" + encode("120 Junipr Lane, Testford, MO"))
                .json();
        assertThat(none.get("candidates")).isEmpty();
        assertThat(none.get("reason").asText()).isNotBlank();
        assertThat(none.has("suggestions")).isTrue();

        var parts = chain.operator()
                .get("/api/v1/geocode/components?address="
                        + encode("120 North Juniper Street Apt 4, Testford, Missouri 65999-1234"))
                .json();
        assertThat(parts.get("number").asText()).isEqualTo("120");
        assertThat(parts.get("predirectional").asText()).isEqualTo("N");
        assertThat(parts.get("suffix").asText()).isEqualTo("St");
        assertThat(parts.get("unit").asText()).isEqualTo("Apt 4");
        assertThat(parts.get("state").asText()).isEqualTo("MO");
        assertThat(parts.get("zip").asText()).isEqualTo("65999");
    }

    @Test
    void theForecastCountsWhoIsInsideNow() {
        var subscriber = chain.subscriber("forecast@example.org");
        var forecast = subscriber.get("/api/v1/account/forecast?lat=38.62&lon=-92.06&radiusFeet=5280");
        assertThat(forecast.json().get("insideNow").asInt()).isEqualTo(20);
        assertThat(forecast.json().has("alertsLast90Days")).isTrue();
        var path = "/api/v1/account/forecast?lon=-92.06";
        problem(subscriber.get(path + "&lat=x&radiusFeet=500"), 422, "invalid-field", "lat");
        problem(subscriber.get(path + "&lat=38.62&radiusFeet=1"), 422, "invalid-field", "radiusFeet");
        problem(get("/api/v1/account/forecast?lat=38&lon=-92&radiusFeet=500"), 401, "not-logged-in");
    }

    @Test
    void theDescriptionNamesEveryCall() {
        var paths = get("/api/v1/openapi.json").json().get("paths");
        assertThat(paths.fieldNames())
                .toIterable()
                .contains(
                        "/v1/enrollments",
                        "/v1/account/addresses/{id}",
                        "/v1/registry/snapshots",
                        "/v1/offenders/{id}");
    }

    private static Response get(String path) {
        return chain.operator().get(path);
    }

    private static JsonNode search(String query) {
        var response = get("/api/v1/offenders?" + query);
        assertThat(response.status()).as(response.body()).isEqualTo(200);
        return response.json();
    }

    private static List<String> ids(String query) {
        return StreamSupport.stream(search(query).get("items").spliterator(), false)
                .map(item -> item.get("id").asText())
                .toList();
    }

    private static JsonNode report(String feed, String type, String body) {
        var accepted = chain.operator().send("POST", SNAPSHOTS + feed, type, body);
        assertThat(accepted.status()).as(accepted.body()).isEqualTo(202);
        return end(accepted);
    }

    private static JsonNode end(Response accepted) {
        return chain.awaitImport(accepted.json().get("importId").asText());
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
