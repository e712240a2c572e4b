package org.vicinity.itests;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** Readings of what console commands print. */
final class Consoles {

    private static final Pattern FEATURE = Pattern.compile("^(vicinity-[a-z-]+)\\s*\t", Pattern.MULTILINE);
    private static final Pattern BUNDLE = Pattern.compile("vicinity-[a-z-]+[a-z]");

    private Consoles() {}

    static void awaitConsole(Distribution vicinity) {
        Awaitility.await("console").atMost(Duration.ofMinutes(2)).until(() -> vicinity.console("feature:list -i")
                .contains("vicinity-api"));
    }

    /** Vicinity's own features that production is made of, those that need most first. */
    static List<String> featuresBackToFront(Distribution vicinity) {
        var part = vicinity.console("feature:info vicinity");
        return FEATURE.matcher(vicinity.console("feature:list --no-format"))
                .results()
                .map(found -> found.group(1))
                .filter(part::contains)
                .sorted(Comparator.reverseOrder())
                .toList();
    }

    /** Vicinity's own bundles that are installed. */
    static List<String> vicinityBundles(Distribution vicinity) {
        return BUNDLE.matcher(vicinity.console("bundle:list -t 0 -s --no-format"))
                .results()
                .map(MatchResult::group)
                .sorted()
                .distinct()
                .toList();
    }

    /**
     * The lines of the bundles that are neither active nor fragments nor extensions of the framework, after these
     * commands.
     */
    static String inactiveBundles(Distribution vicinity, String... commands) {
        var all = Stream.concat(Stream.of(commands), Stream.of("bundle:list -t 0 -s"));
        return vicinity.console(all.toArray(String[]::new))
                .lines()
                .filter(line -> line.matches("\\s*\\d+ \\|.*"))
                .filter(line -> !line.contains("| Active "))
                .filter(line -> !line.contains("org.apache.karaf.features.extension") && !line.contains("Hosts:"))
                .collect(Collectors.joining("\n"));
    }
}
