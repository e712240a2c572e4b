package org.vicinity.enrollment.internal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.vicinity.enrollment.EnrollmentException.TooManyAttempts;

/**
 * Argon2id with the parameters of OWASP, written in the PHC string format. A hash costs 19 MiB and some 60 ms of a core:
 * only as many run at once as there are cores, or a flood of log-ins would take all memory.
 */
final class Passwords {
    private static final int MEMORY_KIB = 19_456;
    private static final int ITERATIONS = 2;
    private static final int LANES = 1;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final Pattern ENCODED = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,2})\\$([A-Za-z0-9+/]+)\\$([A-Za-z0-9+/]+)");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Semaphore TURNS =
            new Semaphore(Math.max(2, Runtime.getRuntime().availableProcessors()), true);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Nobody's password; verified against where there is no account, as that must take as long. */
    private final String nobodys;

    Passwords() {
        byte[] random = new byte[SALT_BYTES];
        RANDOM.nextBytes(random);
        nobodys = hash(Base64.getEncoder().encodeToString(random));
    }

    String nobodys() {
        return nobodys;
    }

    String hash(String password) {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        byte[] hash = argon2id(password, salt, MEMORY_KIB, ITERATIONS, LANES, HASH_BYTES);
        Base64.Encoder encoder = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + MEMORY_KIB + ",t=" + ITERATIONS + ",p=" + LANES + "$"
                + encoder.encodeToString(salt) + "$" + encoder.encodeToString(hash);
    }

    boolean matches(String password, String encoded) {
        Matcher parts = ENCODED.matcher(encoded);
        if (!parts.matches()) {
            throw new IllegalStateException("a stored password hash is not in the form it was written in");
        }
        byte[] hash = Base64.getDecoder().decode(parts.group(5));
        byte[] same = argon2id(
                password,
                Base64.getDecoder().decode(parts.group(4)),
                Integer.parseInt(parts.group(1)),
                Integer.parseInt(parts.group(2)),
                Integer.parseInt(parts.group(3)),
                hash.length);
        return MessageDigest.isEqual(hash, same);
    }

    private static byte[] argon2id(String password, byte[] salt, int memory, int iterations, int lanes, int length) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memory)
                .withIterations(iterations)
                .withParallelism(lanes)
                .withSalt(salt)
                .build());
        // The same characters typed on another keyboard can come in another Unicode form.
        byte[] bytes = Normalizer.normalize(password, Normalizer.Form.NFKC).getBytes(StandardCharsets.UTF_8);
        byte[] hash = new byte[length];
        waitForTurn();
        try {
            generator.generateBytes(bytes, hash);
        } finally {
            TURNS.release();
        }
        return hash;
    }

    private static void waitForTurn() {
        try {
            if (!TURNS.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new TooManyAttempts(PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TooManyAttempts(PATIENCE);
        }
    }
}
