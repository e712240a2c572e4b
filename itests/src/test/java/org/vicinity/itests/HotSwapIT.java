package org.vicinity.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Jar;
import java.io.File;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.vicinity.itests.foreign.BetterGeocoder;

/** A third party's geocoder comes and goes while people ask. */
class HotSwapIT {
    private static final String ASK = "/api/v1/geocode?address="
            + URLEncoder.encode("120 Juniper St, Testford, MO 65999", StandardCharsets.UTF_8);

    @Test
    void answersEveryRequestWhileAGeocoderComesAndGoes() throws Exception {
        try (var mail = new MailServer();
                var vicinity = Chain.distribution("hot-swap", mail).start()) {
            var chain = new Chain(vicinity, mail);
            assertThat(provider(chain.operator())).isEqualTo("local");

            Map<String, AtomicInteger> answers = new ConcurrentHashMap<>();
            var stop = new AtomicBoolean();
            var threads = Executors.newFixedThreadPool(4);
            for (int i = 0; i < 4; i++) {
                threads.submit(() -> {
                    var browser = chain.operator();
                    while (!stop.get()) {
                        var response = browser.get(ASK);
                        var key = response.status() == 200 ? provider(response) : "status " + response.status();
                        answers.computeIfAbsent(key, any -> new AtomicInteger()).incrementAndGet();
                    }
                });
            }

            var id = install(vicinity, bundle());
            await().until(() -> provider(chain.operator()).equals("better"));
            vicinity.console("bundle:stop " + id);
            await().until(() -> provider(chain.operator()).equals("local"));
            vicinity.console("bundle:start " + id);
            await().until(() -> provider(chain.operator()).equals("better"));
            vicinity.console("bundle:uninstall " + id);
            await().until(() -> provider(chain.operator()).equals("local"));
            stop.set(true);
            threads.shutdown();
            assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();

            assertThat(answers).containsOnlyKeys("local", "better");
            assertThat(answers.get("better").get()).isPositive();
        }
    }

    private static String provider(Browser browser) {
        return provider(browser.get(ASK));
    }

    private static String provider(Browser.Response response) {
        return response.json().at("/candidates/0/provider").asText();
    }

    private static String install(Distribution vicinity, Path jar) {
        var said = vicinity.console("bundle:install -s file:" + jar);
        var id = Pattern.compile("Bundle ID: (\\d+)").matcher(said);
        assertThat(id.find()).as(said).isTrue();
        return id.group(1);
    }

    /** Made as a third party's build makes it: bnd reads the annotations. */
    private static Path bundle() throws Exception {
        var jar = Path.of("target/better-geocoder.jar").toAbsolutePath();
        try (var builder = new Builder()) {
            builder.setBundleSymbolicName("better-geocoder");
            builder.setProperty("Private-Package", BetterGeocoder.class.getPackageName());
            builder.addClasspath(new File("target/test-classes"));
            builder.addClasspath(new File("../bundles/api/target/classes"));
            try (Jar built = builder.build()) {
                assertThat(builder.getErrors()).isEmpty();
                built.write(jar.toFile());
            }
        }
        return jar;
    }
}
