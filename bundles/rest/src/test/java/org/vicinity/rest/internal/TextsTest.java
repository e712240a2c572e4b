package org.vicinity.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.vicinity.geocoding.GeocodeAnswer;

class TextsTest {
    @Test
    void theLanguageIsTheMostWantedOneOfOurs() {
        assertThat(Texts.language("es-MX,es;q=0.9,en;q=0.8")).isEqualTo("es");
        assertThat(Texts.language("fr, en;q=0.5, es;q=0.1")).isEqualTo("en");
        assertThat(Texts.language("de")).isEqualTo("en");
        assertThat(Texts.language("")).isEqualTo("en");
        assertThat(Texts.language(null)).isEqualTo("en");
        assertThat(Texts.language(";;q=")).isEqualTo("en");
    }

    @Test
    void everyTextIsThereInBothLanguages() throws IOException {
        assertThat(keys("messages_es.properties")).isEqualTo(keys("messages.properties"));
    }

    @Test
    void everyReasonOfAGeocoderHasItsText() throws IOException {
        for (var reason : GeocodeAnswer.Reason.values()) {
            if (reason != GeocodeAnswer.Reason.NONE) {
                assertThat(keys("messages.properties")).contains("reason." + reason.wireName());
            }
        }
    }

    @Test
    void anUnknownCodeHasTheGeneralText() {
        assertThat(Texts.of("en").text("field.unheard-of", "field.other", List.of()))
                .isEqualTo("This value cannot be taken.");
    }

    private static java.util.Set<String> keys(String name) throws IOException {
        var properties = new Properties();
        try (var stream = Texts.class.getResourceAsStream(name)) {
            properties.load(stream);
        }
        return properties.stringPropertyNames();
    }
}
