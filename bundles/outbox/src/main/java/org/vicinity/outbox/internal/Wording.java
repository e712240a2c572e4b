package org.vicinity.outbox.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/** The texts of one language; {@code {0}} stands for the first argument. */
final class Wording {
    private final Map<String, String> texts = new HashMap<>();

    private final NumberFormat numbers;
    private final DateTimeFormatter dates;
    private final DateTimeFormatter times;

    /** @param zone in which times are told */
    Wording(String language, ZoneId zone) {
        Locale locale = Locale.forLanguageTag(language + "-US");
        numbers = NumberFormat.getNumberInstance(locale);
        numbers.setRoundingMode(RoundingMode.HALF_UP);
        dates = DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG).withLocale(locale);
        times = DateTimeFormatter.ofPattern(
                        "es".equals(language) ? "d 'de' MMMM 'de' yyyy, HH:mm z" : "MMMM d, yyyy, h:mm a z", locale)
                .withZone(zone);
        try (InputStream in = Wording.class.getResourceAsStream("texts_" + language + ".properties")) {
            Properties properties = new Properties();
            properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
            properties.stringPropertyNames().forEach(key -> texts.put(key, properties.getProperty(key)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With this many decimals, grouped. */
    String number(double number, int decimals) {
        // A copy is much cheaper than a new one, and a format serves one thread at a time.
        NumberFormat format = (NumberFormat) numbers.clone();
        format.setMinimumFractionDigits(decimals);
        format.setMaximumFractionDigits(decimals);
        return format.format(number);
    }

    String date(LocalDate date) {
        return dates.format(date);
    }

    String time(Instant instant) {
        return times.format(instant);
    }

    /** @throws IllegalStateException where the language lacks the text */
    String say(String key, Object... arguments) {
        String text = texts.get(key);
        if (text == null) {
            throw new IllegalStateException("no text for " + key);
        }
        StringBuilder said = new StringBuilder();
        int from = 0;
        // One pass: braces inside an argument stay what they are.
        for (int at = text.indexOf('{'); at >= 0; at = text.indexOf('{', from)) {
            said.append(text, from, at).append(arguments[text.charAt(at + 1) - '0']);
            from = at + 3;
        }
        return said.append(text.substring(from)).toString();
    }

    /** The text, or the value itself where the language has none for it. */
    String sayOr(String key, String otherwise) {
        return texts.getOrDefault(key, otherwise);
    }
}
