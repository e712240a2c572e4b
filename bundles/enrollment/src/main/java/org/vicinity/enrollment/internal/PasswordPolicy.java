package org.vicinity.enrollment.internal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.vicinity.enrollment.EnrollmentException.FieldError;

/** What may be a password, after NIST SP 800-63B-4: long, and not one that everybody tries first. No composition rules. */
final class PasswordPolicy {
    private static final int LEAST_MINIMUM = 8;
    private static final int MAXIMUM = 1_000;
    private static final int FEWEST_DISTINCT = 5;

    private final int minimum;
    private final Set<String> common;

    PasswordPolicy(int minimum) {
        this.minimum = Math.max(LEAST_MINIMUM, minimum);
        common = read();
    }

    /** What is wrong with a new password; empty where nothing is. */
    Optional<FieldError> check(String field, String password, String email) {
        String text = Normalizer.normalize(password, Normalizer.Form.NFKC);
        int length = text.codePointCount(0, text.length());
        if (length < minimum) {
            return Optional.of(new FieldError(field, "password.short", List.of(minimum)));
        }
        if (length > MAXIMUM) {
            return Optional.of(new FieldError(field, "password.long", List.of(MAXIMUM)));
        }
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.equals(email.toLowerCase(Locale.ROOT))) {
            return Optional.of(new FieldError(field, "password.email", List.of()));
        }
        return isCommon(lower) ? Optional.of(new FieldError(field, "password.common", List.of())) : Optional.empty();
    }

    private boolean isCommon(String lower) {
        String letters = lower.replaceAll("[^\\p{L}\\p{N}]", "");
        String root = letters.replaceAll("^\\d+|\\d+$", "");
        return lower.codePoints().distinct().count() < FEWEST_DISTINCT
                || common.contains(letters)
                || common.contains(root)
                || repeats(letters)
                || runs(letters);
    }

    /** One word, or a few characters, over and over: {@code passwordpassword}. */
    private boolean repeats(String text) {
        for (int period = 1; period <= text.length() / 2; period++) {
            String unit = text.substring(0, period);
            boolean all = unit.repeat(text.length() / period + 1).startsWith(text);
            if (all && (period <= FEWEST_DISTINCT || common.contains(unit))) {
                return true;
            }
        }
        return false;
    }

    /** Along the alphabet, the digits or a row of the keyboard, forth or back. */
    private static boolean runs(String text) {
        String rows = "0123456789012345678901234567890 abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz"
                + " qwertyuiopasdfghjklzxcvbnmqwertyuiop 1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik";
        return !text.isEmpty()
                && (rows.contains(text) || new StringBuilder(rows).reverse().indexOf(text) >= 0);
    }

    private static Set<String> read() {
        try (InputStream file = PasswordPolicy.class.getResourceAsStream("common-passwords.txt");
                BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            return lines.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
