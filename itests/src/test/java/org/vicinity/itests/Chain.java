package org.vicinity.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The steps of the main job, as a person and an operator do them over HTTP and by mail. */
final class Chain {
    static final String KEY = "integration-test-operators-key";
    static final String PASSWORD = "juniper larkspur 41 chicory";

    /** The columns that the tests fill. */
    private static final String HEADER =
            "id,last_name,first_name,date_of_birth,tier,status,offense,address_type,street,"
                    + "city,county,state,zip,latitude,longitude\n";

    private final Distribution vicinity;
    private final MailServer mail;

    Chain(Distribution vicinity, MailServer mail) {
        this.vicinity = vicinity;
        this.mail = mail;
    }

    /** A distribution that knows the made-up town of the tests. */
    static Distribution distribution(String name, MailServer mail) {
        return Distribution.named(name)
                .withMailServer(mail)
                .with("VICINITY_OPERATOR_KEY", KEY)
                .with(
                        "VICINITY_ADDRESS_DATA",
                        Path.of("src/test/resources/addresses").toAbsolutePath().toString());
    }

    Browser operator() {
        return vicinity.browser().withKey(KEY);
    }

    /** Enrolls (by the operator, whom no limit of requests an hour stops), confirms and logs in. */
    Browser subscriber(String email) {
        assertThat(operator()
                        .post("/api/v1/enrollments", Map.of("email", email, "password", PASSWORD, "language", "en"))
                        .status())
                .isEqualTo(202);
        var token = mail.await(email, 1).get(0).token();
        var browser = vicinity.browser();
        assertThat(browser.post("/api/v1/enrollments/confirmations", Map.of("token", token, "password", PASSWORD))
                        .status())
                .isEqualTo(204);
        assertThat(browser.logIn(email, PASSWORD).status()).isEqualTo(201);
        return browser;
    }

    /** A row of a snapshot: an offender whose home is at this address; coordinates may be empty. */
    static String row(String id, String lastName, String street, String coordinates) {
        return "%s,%s,Made-Up,1970-01-31,2,compliant,Example offense,home,%s,Testford,Sample,MO,65999,%s\n"
                .formatted(id, lastName, street, coordinates.isEmpty() ? "," : coordinates);
    }

    /** Posts a snapshot and awaits its end; the report's state is the caller's to judge. */
    JsonNode importSnapshot(String rows) {
        return awaitImport(postSnapshot(rows));
    }

    /** Posts a snapshot. @return the import's id */
    String postSnapshot(String rows) {
        var accepted = operator().send("POST", "/api/v1/registry/snapshots", "text/csv", HEADER + rows);
        assertThat(accepted.status()).as(accepted.body()).isEqualTo(202);
        return accepted.json().get("importId").asText();
    }

    /** The report of an import that is no longer running. */
    JsonNode awaitImport(String id) {
        var operator = operator();
        return await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> operator.get("/api/v1/registry/imports/" + id).json(),
                        report -> !report.get("state").asText().equals("running"));
    }
}
