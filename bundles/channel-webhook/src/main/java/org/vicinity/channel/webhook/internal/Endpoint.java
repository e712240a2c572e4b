package org.vicinity.channel.webhook.internal;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A subscriber's address: a URL, the secret that requests to it are signed with, and while secrets are rotated the
 * former one with the second it counts until. As text: {@code https://example.org/hook whsec_… whsec_…;1790000000}.
 */
record Endpoint(URI url, List<Secret> secrets) {
    private static final int SECRET_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** @param until the second since 1970 after which it is no longer used; {@link Long#MAX_VALUE} for the present one */
    record Secret(String text, long until) {
        static final String PREFIX = "whsec_";

        /** @throws IllegalArgumentException where the text is no secret */
        byte[] key() {
            if (!text.startsWith(PREFIX)) {
                throw new IllegalArgumentException("no secret");
            }
            return Base64.getDecoder().decode(text.substring(PREFIX.length()));
        }
    }

    /** @throws IllegalArgumentException where the text is no address */
    static Endpoint parse(String text) {
        String[] parts = text.split(" ");
        List<Secret> secrets = new ArrayList<>();
        for (int i = 1; i < parts.length; i++) {
            String[] secret = parts[i].split(";");
            secrets.add(new Secret(secret[0], secret.length < 2 ? Long.MAX_VALUE : Long.parseLong(secret[1])));
        }
        if (secrets.isEmpty()) {
            throw new IllegalArgumentException("no secret");
        }
        return new Endpoint(URI.create(parts[0]), secrets);
    }

    /** A new secret; where the URL stays, the former one counts on for a while beside it. */
    static Endpoint of(URI url, String before, Instant now, Duration rotation) {
        byte[] key = new byte[SECRET_BYTES];
        RANDOM.nextBytes(key);
        List<Secret> secrets = new ArrayList<>();
        secrets.add(new Secret(Secret.PREFIX + Base64.getEncoder().encodeToString(key), Long.MAX_VALUE));
        if (!before.isEmpty()) {
            Endpoint former = parse(before);
            if (former.url().equals(url)) {
                secrets.add(new Secret(
                        former.secrets().get(0).text(), now.plus(rotation).getEpochSecond()));
            }
        }
        return new Endpoint(url, secrets);
    }

    String text() {
        StringBuilder text = new StringBuilder(url.toString());
        for (Secret secret : secrets) {
            text.append(' ').append(secret.text());
            if (secret.until() != Long.MAX_VALUE) {
                text.append(';').append(secret.until());
            }
        }
        return text.toString();
    }
}
