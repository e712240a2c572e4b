package org.vicinity.rest.internal;

import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;

/** The texts of answers, in English and Spanish. */
final class Texts {
    static final List<String> LANGUAGES = List.of("en", "es");

    private final ResourceBundle bundle;
    private final Locale locale;

    private Texts(Locale locale) {
        this.locale = locale;
        bundle = ResourceBundle.getBundle(
                "org.vicinity.rest.internal.messages",
                locale,
                Texts.class.getClassLoader(),
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_DEFAULT));
    }

    /** @param acceptLanguage the header, or null */
    static Texts of(String acceptLanguage) {
        return new Texts(Locale.forLanguageTag(language(acceptLanguage)));
    }

    /** The language of ours that the header wants most; English without a wish. */
    static String language(String acceptLanguage) {
        if (acceptLanguage == null || acceptLanguage.isBlank()) {
            return "en";
        }
        try {
            var best = Locale.lookupTag(Locale.LanguageRange.parse(acceptLanguage), LANGUAGES);
            return best == null ? "en" : best;
        } catch (IllegalArgumentException e) {
            return "en";
        }
    }

    String language() {
        return locale.getLanguage();
    }

    /** The text of a key; the general text where there is none. */
    String text(String key, String general, List<Object> arguments) {
        String pattern;
        try {
            pattern = bundle.getString(key);
        } catch (MissingResourceException e) {
            pattern = bundle.getString(general);
        }
        return new MessageFormat(pattern, locale).format(arguments.toArray());
    }

    String text(String key, Object... arguments) {
        return text(key, key, List.of(arguments));
    }
}
