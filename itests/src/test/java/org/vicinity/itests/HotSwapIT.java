package org.vicinity.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Jar;
import java.io.File;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.vicinity.itests.foreign.BetterGeocoder;

/**
 * Every geocoder, and one of a third party, is stopped, started, updated, uninstalled and installed again while hundreds
 * of people wait for answers. Each address is known to two of them at least: nobody may go without.
 */
class HotSwapIT {
    private static final int ASKING_AT_ONCE = 240;
    private static final String PACE = "shell:sleep 1";
    private static final String[] SETTINGS = {
        "org.vicinity.geocoding", "org.vicinity.geocoder.census", "org.vicinity.geocoder.nominatim"
    };

    private final Map<String, LongAdder> answers = new ConcurrentHashMap<>();
    private final AtomicBoolean stop = new AtomicBoolean();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger mostWaiting = new AtomicInteger();
    private final AtomicInteger houses = new AtomicInteger();

    @Test
    void nobodyGoesWithoutAnAnswerWhileGeocodersComeAndGo() throws Exception {
        var threads = Executors.newFixedThreadPool(ASKING_AT_ONCE);
        try (var mail = new MailServer();
                var far = new FarGeocoders();
                var vicinity = Chain.distribution("hot-swap", mail)
                        .withFeatures("vicinity,vicinity-geocoder-census,vicinity-geocoder-nominatim")
                        .start()) {
            configure(vicinity, far);
            try {
                var operator = new Chain(vicinity, mail).operator();
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> provider(operator.get(house())).equals("census"));
                var told = operator.get("/api/v1/service").json().get("geocoders");
                assertThat(told.findValuesAsText("name")).contains("local", "census", "nominatim");
                assertThat(told.findValuesAsText("leavesMachine"))
                        .as("whoever types an address is told that it leaves the machine")
                        .containsExactly("false", "true", "true");
                for (int i = 0; i < ASKING_AT_ONCE; i++) {
                    threads.submit(() -> askOnAndOn(operator));
                }
                await().atMost(Duration.ofSeconds(30)).until(() -> mostWaiting.get() == ASKING_AT_ONCE);

                var bundles = vicinity.console("bundle:list -t 0 -l --no-format");
                swap(vicinity, "local", bundle("vicinity-geocoder-local", bundles));
                var better = installed(vicinity, betterGeocoder());
                vicinity.console(
                        "bundle:uninstall " + swap(vicinity, "better", better).id());
                swap(vicinity, "census", bundle("vicinity-geocoder-census", bundles));
                vicinity.console(settings("org.vicinity.geocoder.nominatim", "service.ranking 60"));
                swap(vicinity, "nominatim", bundle("vicinity-geocoder-nominatim", bundles));

                stop.set(true);
                threads.shutdown();
                assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
                System.out.println("Hot swap: answers " + new TreeMap<>(answers) + ", at once " + mostWaiting);
                assertThat(answers).containsOnlyKeys("local", "better", "census", "nominatim");
                assertThat(answers.values()).allMatch(count -> count.sum() > 0);
            } finally {
                vicinity.console(
                        Stream.of(SETTINGS).map(pid -> "config:delete " + pid).toArray(String[]::new));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private void askOnAndOn(Browser browser) {
        for (int i = 0; !stop.get(); i++) {
            mostWaiting.accumulateAndGet(waiting.incrementAndGet(), Math::max);
            String outcome;
            try {
                var response = browser.get(i % 2 == 0 ? address("120 Juniper St") : house());
                outcome = response.status() == 200 ? provider(response) : "status " + response.status();
            } catch (RuntimeException e) {
                outcome = e.toString();
            }
            waiting.decrementAndGet();
            answers.computeIfAbsent(outcome, any -> new LongAdder()).increment();
        }
    }

    /** One that was never asked for before: what is remembered would hide who is there. */
    private String house() {
        return address(houses.incrementAndGet() + " Faraway Ln");
    }

    private static String address(String street) {
        return "/api/v1/geocode?address=" + URLEncoder.encode(street + ", Testford, MO 65999", StandardCharsets.UTF_8);
    }

    private static String provider(Browser.Response response) {
        return response.json().at("/candidates/0/provider").asText("no candidate");
    }

    private record Installed(String id, String location) {}

    /** @return the bundle that was installed at last */
    private Installed swap(Distribution vicinity, String provider, Installed bundle) {
        var said = vicinity.console(
                "bundle:stop " + bundle.id,
                PACE,
                "bundle:start " + bundle.id,
                PACE,
                "bundle:update " + bundle.id,
                PACE,
                "bundle:uninstall " + bundle.id,
                PACE,
                "bundle:install -s " + bundle.location);
        var before = answered(provider);
        await(provider + " is back").atMost(Duration.ofSeconds(30)).until(() -> answered(provider) > before);
        return installed(said, bundle.location);
    }

    private long answered(String provider) {
        return answers.getOrDefault(provider, new LongAdder()).sum();
    }

    private static void configure(Distribution vicinity, FarGeocoders far) {
        // patience, as the machine may be busy with other things than these requests
        vicinity.console(
                settings(
                        "org.vicinity.geocoding",
                        "timeLimitMillis 30000",
                        "longestWaitMillis 30000",
                        "concurrentCalls 500"),
                settings("org.vicinity.geocoder.census", "url " + far.url(), "calls.per.second 100000"),
                settings("org.vicinity.geocoder.nominatim", "url " + far.url(), "calls.per.second 100000"));
    }

    private static String settings(String pid, String... properties) {
        var commands = new StringBuilder("config:edit " + pid);
        for (var property : properties) {
            commands.append("\nconfig:property-set ").append(property);
        }
        return commands + "\nconfig:update";
    }

    private static Installed bundle(String name, String bundles) {
        var location = "mvn:\\S+/" + name + "/\\S+";
        return new Installed(first("(?m)^(\\d+)\\b.*" + location, bundles), first("(" + location + ")", bundles));
    }

    private static Installed installed(Distribution vicinity, String location) {
        return installed(vicinity.console("bundle:install -s " + location), location);
    }

    private static Installed installed(String said, String location) {
        return new Installed(first("Bundle ID: (\\d+)", said), location);
    }

    private static String first(String pattern, String text) {
        var found = Pattern.compile(pattern).matcher(text);
        assertThat(found.find()).as(text).isTrue();
        return found.group(1);
    }

    /** Made as a third party's build makes it: bnd reads the annotations. */
    private static String betterGeocoder() throws Exception {
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
        return "file:" + jar;
    }
}
