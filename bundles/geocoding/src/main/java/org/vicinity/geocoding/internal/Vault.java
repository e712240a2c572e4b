package org.vicinity.geocoding.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals what the cache keeps (AES-256-GCM) and names it by a keyed hash (HMAC-SHA-256). The key lives in a file outside
 * the database; where the file is lost, the cache is empty and nothing else.
 */
final class Vault {
    private static final int KEY_BYTES = 64;
    private static final int IV_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKeySpec sealing;
    private final SecretKeySpec naming;

    private Vault(byte[] key) {
        sealing = new SecretKeySpec(key, 0, KEY_BYTES / 2, "AES");
        naming = new SecretKeySpec(key, KEY_BYTES / 2, KEY_BYTES / 2, "HmacSHA256");
    }

    /** Opens the vault of this key file; makes one where there is none. */
    static Vault of(Path keyFile) throws IOException {
        try {
            byte[] fresh = new byte[KEY_BYTES];
            RANDOM.nextBytes(fresh);
            Files.write(keyFile, fresh, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            keyFile.toFile().setReadable(false, false);
            keyFile.toFile().setReadable(true, true);
            return new Vault(fresh);
        } catch (FileAlreadyExistsException e) {
            byte[] key = Files.readAllBytes(keyFile);
            if (key.length != KEY_BYTES) {
                throw new IOException("not a key: " + keyFile, e);
            }
            return new Vault(key);
        }
    }

    String hash(String text) {
        try {
            Mac mac = Mac.getInstance(naming.getAlgorithm());
            mac.init(naming);
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    String seal(String text) {
        byte[] iv = new byte[IV_BYTES];
        RANDOM.nextBytes(iv);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, iv).doFinal(text.getBytes(StandardCharsets.UTF_8));
            byte[] all = ByteBuffer.allocate(IV_BYTES + sealed.length)
                    .put(iv)
                    .put(sealed)
                    .array();
            return Base64.getEncoder().encodeToString(all);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @throws IllegalArgumentException where the text was not sealed with this key, or was changed since */
    String open(String sealed) {
        try {
            byte[] all = Base64.getDecoder().decode(sealed);
            byte[] iv = Arrays.copyOf(all, IV_BYTES);
            byte[] text = cipher(Cipher.DECRYPT_MODE, iv).doFinal(all, IV_BYTES, all.length - IV_BYTES);
            return new String(text, StandardCharsets.UTF_8);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not sealed with this key", e);
        }
    }

    private Cipher cipher(int mode, byte[] iv) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, sealing, new GCMParameterSpec(TAG_BITS, iv));
        return cipher;
    }
}
