package org.vicinity.geocoding.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.persistence.EntityManager;
import org.apache.aries.jpa.template.JpaTemplate;
import org.apache.aries.jpa.template.TransactionType;
import org.vicinity.geocoding.Candidate;
import org.vicinity.geocoding.GeocodeAnswer;
import org.vicinity.persistence.Vault;

/**
 * The table of answers: found by a keyed hash of provider and address, kept sealed, so that the database tells nobody
 * whose address was asked for.
 */
final class StoredAnswers {
    private static final int LONGEST = 8000;
    private static final int MOST_CANDIDATES = 5;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JpaTemplate jpa;
    private final Vault vault;
    private final Clock clock;

    StoredAnswers(JpaTemplate jpa, Vault vault, Clock clock) {
        this.jpa = jpa;
        this.vault = vault;
        this.clock = clock;
    }

    Optional<GeocodeAnswer> find(String provider, String address) {
        String id = id(provider, address);
        List<?> rows = jpa.txExpr(TransactionType.Required, manager -> manager.createNativeQuery(
                        "SELECT answer FROM geocode_answer WHERE id = ? AND expires_at > ?")
                .setParameter(1, id)
                .setParameter(2, now())
                .getResultList());
        return rows.stream().findFirst().map(row -> read(vault.open(row.toString())));
    }

    void keep(String provider, String address, GeocodeAnswer answer, Duration age) {
        String text = vault.seal(write(answer));
        if (text.length() > LONGEST) {
            return;
        }
        String id = id(provider, address);
        jpa.tx(TransactionType.Required, manager -> {
            delete(manager, id);
            manager.createNativeQuery("INSERT INTO geocode_answer (id, answer, expires_at) VALUES (?, ?, ?)")
                    .setParameter(1, id)
                    .setParameter(2, text)
                    .setParameter(3, now() + age.toSeconds())
                    .executeUpdate();
        });
    }

    int forget(String provider, String address) {
        String id = id(provider, address);
        return jpa.txExpr(TransactionType.Required, manager -> delete(manager, id));
    }

    int forgetAll() {
        return jpa.txExpr(TransactionType.Required, manager -> manager.createNativeQuery("DELETE FROM geocode_answer")
                .executeUpdate());
    }

    private static int delete(EntityManager manager, String id) {
        return manager.createNativeQuery("DELETE FROM geocode_answer WHERE id = ?")
                .setParameter(1, id)
                .executeUpdate();
    }

    int removeExpired() {
        return jpa.txExpr(TransactionType.Required, manager -> manager.createNativeQuery(
                        "DELETE FROM geocode_answer WHERE expires_at <= ?")
                .setParameter(1, now())
                .executeUpdate());
    }

    private String id(String provider, String address) {
        return vault.hash(provider + "|" + address);
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }

    private static String write(GeocodeAnswer answer) {
        try {
            return JSON.writeValueAsString(
                    new GeocodeAnswer(first(answer.candidates()), answer.reason(), first(answer.suggestions())));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer can't be written", e);
        }
    }

    private static List<Candidate> first(List<Candidate> candidates) {
        return candidates.subList(0, Math.min(MOST_CANDIDATES, candidates.size()));
    }

    private static GeocodeAnswer read(String json) {
        try {
            return JSON.readValue(json, GeocodeAnswer.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer can't be read", e);
        }
    }
}
