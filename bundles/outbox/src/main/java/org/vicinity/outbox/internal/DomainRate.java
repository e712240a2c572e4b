package org.vicinity.outbox.internal;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** So many messages a second to one receiving domain: large providers refuse what comes faster. */
final class DomainRate {
    private static final long SECOND = 1000;

    private final int perSecond;
    private final Map<String, Window> windows = new ConcurrentHashMap<>();

    private record Window(long second, int used) {}

    /** @param perSecond 0: no limit */
    DomainRate(int perSecond) {
        this.perSecond = perSecond;
    }

    /** @return 0 where the message may go now; otherwise milliseconds to wait before asking again */
    long waitMillis(String to, long now) {
        if (perSecond <= 0) {
            return 0;
        }
        String domain = to.substring(to.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
        long second = now / SECOND;
        Window window = windows.compute(
                domain,
                (key, old) -> old == null || old.second() != second
                        ? new Window(second, 1)
                        : new Window(second, old.used() + 1));
        if (windows.size() > 10_000) {
            windows.values().removeIf(old -> old.second() != second);
        }
        return window.used() <= perSecond
                ? 0
                : (second + 1) * SECOND - now + ThreadLocalRandom.current().nextLong(SECOND);
    }
}
