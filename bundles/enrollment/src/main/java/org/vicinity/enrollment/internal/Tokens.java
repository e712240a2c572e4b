package org.vicinity.enrollment.internal;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.OptionalLong;
import org.vicinity.persistence.Vault;

/** Secrets handed out, and what is kept of them: keyed hashes, other ones for each use. */
final class Tokens {
    private static final int BYTES = 32;
    private static final int LONGEST = 200;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Vault vault;

    Tokens(Vault vault) {
        this.vault = vault;
    }

    /** A new secret that fits in links and cookies. */
    String make() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    String emailHash(EmailAddress email) {
        return vault.hash(email.key());
    }

    String linkHash(String token) {
        return hash("link:", token);
    }

    String browserHash(String secret) {
        return hash("browser:", secret);
    }

    String sessionHash(String token) {
        return hash("session:", token);
    }

    String csrf(String sessionToken) {
        return hash("csrf:", sessionToken);
    }

    /** Names an account in mails, for good; nothing needs to be stored for it. */
    String unsubscribe(long subscriberId) {
        byte[] seal = HexFormat.of().parseHex(vault.hash("unsubscribe:" + subscriberId));
        byte[] all = ByteBuffer.allocate(Long.BYTES + seal.length)
                .putLong(subscriberId)
                .put(seal)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
    }

    /** Whom the token of an unsubscribe link names; empty where it is not one of ours. */
    OptionalLong unsubscribes(String token) {
        if (token.length() > LONGEST) {
            return OptionalLong.empty();
        }
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException e) {
            return OptionalLong.empty();
        }
        if (bytes.length < Long.BYTES) {
            return OptionalLong.empty();
        }
        long subscriberId = ByteBuffer.wrap(bytes).getLong();
        return same(unsubscribe(subscriberId), token) ? OptionalLong.of(subscriberId) : OptionalLong.empty();
    }

    static boolean same(String one, String other) {
        return MessageDigest.isEqual(
                one.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                other.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private String hash(String use, String token) {
        // What is longer than anything we hand out is not ours: hashing a prefix finds nothing, and costs little.
        return vault.hash(use + (token.length() > LONGEST ? token.substring(0, LONGEST) : token));
    }
}
