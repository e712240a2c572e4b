package org.vicinity.channel.webhook.internal;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signatures as the Standard Webhooks specification 1.0 has them: HMAC-SHA256 of id, time and body. */
final class Signature {
    private static final String ALGORITHM = "HmacSHA256";

    private Signature() {}

    /** One signature for each secret that counts, spaces between: a receiver is content with any of them. */
    static String of(List<Endpoint.Secret> secrets, String id, long second, byte[] body) {
        return secrets.stream()
                .filter(secret -> second <= secret.until())
                .map(secret -> "v1," + sign(secret.key(), id, second, body))
                .collect(Collectors.joining(" "));
    }

    private static String sign(byte[] key, String id, long second, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            mac.update((id + '.' + second + '.').getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC-SHA256", e);
        }
    }
}
