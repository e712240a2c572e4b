package org.vicinity.itests;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** Readings of what console commands print. */
final class Consoles {

    private static final Pattern FEATURE = Pattern.compile("^(vicinity-[a-z-]+)\\s*\t", Pattern.MULTILINE);

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

    /** The lines of the bundles that are neither active nor fragments nor extensions of the framework. */
    static String inactiveBundles(Distribution vicinity) {
        return vicinity.console("bundle:list -t 0 -s")
                .lines()
                .filter(line -> line.matches("\\s*\\d+ \\|.*"))
                .filter(line -> !line.contains("| Active "))
                .filter(line -> !line.contains("org.apache.karaf.features.extension") && !line.contains("Hosts:"))
                .collect(Collectors.joining("\n"));
    }
}
