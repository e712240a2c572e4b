package org.vicinity.persistence;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Keeps secrets at rest: seals texts (AES-256-GCM) and gives them keyed names (HMAC-SHA-256) by which they are found
 * again. The key lies in a file beside the database, not in it, readable by its owner alone; without it, what was
 * sealed is lost.
 */
@Component(service = Vault.class)
public final class Vault {
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

    /** The key of this node's data folder: {@code keys/vicinity.key}. All nodes on one database need the same file. */
    @Activate
    public Vault(BundleContext context) throws IOException {
        this(keyOf(Path.of(context.getProperty("vicinity.data"), "keys", "vicinity.key")));
    }

    /**
     * Opens the vault of this key file; makes one where there is none.
     *
     * @throws IOException where the file can't be read or made, or is no key
     */
    public static Vault of(Path keyFile) throws IOException {
        return new Vault(keyOf(keyFile));
    }

    private static byte[] keyOf(Path keyFile) throws IOException {
        Files.createDirectories(keyFile.toAbsolutePath().getParent());
        byte[] key = new byte[KEY_BYTES];
        RANDOM.nextBytes(key);
        try {
            // The rights come with the file: there is no moment at which others could open it.
            Files.createFile(
                    keyFile, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(keyFile, key);
        } catch (FileAlreadyExistsException e) {
            key = Files.readAllBytes(keyFile);
        }
        if (key.length != KEY_BYTES) {
            throw new IOException("not a key: " + keyFile);
        }
        return key;
    }

    /** A name for the text that tells nothing of it without the key: 64 hexadecimal digits, always the same. */
    public String hash(String text) {
        try {
            Mac mac = Mac.getInstance(naming.getAlgorithm());
            mac.init(naming);
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The text, unreadable without the key, in Base64; other at each call. */
    public String seal(String text) {
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

    /**
     * What was sealed.
     *
     * @throws IllegalArgumentException where the text was not sealed with this key, or was changed since
     */
    public String open(String sealed) {
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
