package org.vicinity.enrollment.internal;

import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import javax.persistence.LockTimeoutException;
import javax.persistence.OptimisticLockException;
import javax.persistence.PersistenceException;
import javax.persistence.PessimisticLockException;
import org.apache.aries.jpa.template.EmFunction;
import org.apache.aries.jpa.template.JpaTemplate;

/**
 * Runs transactions anew that lost against another one. They are short and hold nothing but database work: look-ups and
 * hashing happen before.
 */
final class Transactions {
    /** Deadlock and lock timeout of Derby and PostgreSQL, serialization failure, and a unique key taken by another. */
    private static final Set<String> TRANSIENT = Set.of("40001", "40XL1", "40XL2", "40P01", "55P03", "23505");

    private static final int ATTEMPTS = 20;

    private final JpaTemplate jpa;

    Transactions(JpaTemplate jpa) {
        this.jpa = jpa;
    }

    <R> R run(EmFunction<R> code) {
        for (int attempt = 1; ; attempt++) {
            try {
                return jpa.txExpr(rollingBack(code));
            } catch (RuntimeException e) {
                if (!(e instanceof PersistenceException) && state(e).isEmpty()) {
                    throw e;
                }
                if (attempt == ATTEMPTS || !lostToAnother(e)) {
                    // Without the cause: a driver's message can quote values.
                    throw new IllegalStateException("The database refused after " + attempt + " attempts: "
                            + e.getClass().getSimpleName() + ", SQL state " + state(e));
                }
                pause(attempt);
            }
        }
    }

    /** The template rolls back at exceptions alone: an error would keep its locks and its connection for ever. */
    private static <R> EmFunction<R> rollingBack(EmFunction<R> code) {
        return manager -> {
            try {
                return code.apply(manager);
            } catch (Error e) {
                throw new IllegalStateException(
                        "failed in a transaction: " + e.getClass().getName());
            }
        };
    }

    private static boolean lostToAnother(RuntimeException e) {
        return e instanceof PessimisticLockException
                || e instanceof LockTimeoutException
                || e instanceof OptimisticLockException
                || TRANSIENT.contains(state(e));
    }

    /** Empty where the database has no part in it. */
    private static String state(Throwable thrown) {
        String state = "";
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                // A batch's own state says nothing; the one behind it does.
                for (SQLException next = sql; next != null; next = next.getNextException()) {
                    state = String.valueOf(next.getSQLState());
                    if (TRANSIENT.contains(state)) {
                        return state;
                    }
                }
            }
        }
        return state;
    }

    private static void pause(int attempt) {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(5, 10 + 15L * attempt));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
