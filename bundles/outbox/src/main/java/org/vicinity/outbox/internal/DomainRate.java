package org.vicinity.outbox.internal;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** So many messages of one channel a second to one receiving host or domain: large providers refuse what comes faster. */
final class DomainRate {
    private static final long SECOND = 1000;
    private static final int DOMAINS = 10_000;
    private static final Pattern HOST = Pattern.compile("https?://([^/?#:\\s]+)");

    private final int perSecond;
    private final Map<String, Traffic> domains = new ConcurrentHashMap<>();

    /**
     * @param used in this second
     * @param busyUntil when the last of those that were put off has its turn
     */
    private record Traffic(long second, int used, long busyUntil) {}

    /** @param perSecond 0: no limit */
    DomainRate(int perSecond) {
        this.perSecond = perSecond;
    }

    /**
     * @param urgent goes in any case, and counts
     * @return 0 where the message may go now; otherwise milliseconds after which it has its turn, each one its own, so
     *     that a long queue is not claimed anew every second
     */
    long waitMillis(String to, long now, boolean urgent) {
        if (perSecond <= 0) {
            return 0;
        }
        long second = now / SECOND;
        if (domains.size() > DOMAINS) {
            domains.values().removeIf(old -> old.second() != second && old.busyUntil() < now);
        }
        String domain = domain(to);
        Traffic traffic = domains.compute(domain, (key, old) -> {
            int used = old == null || old.second() != second ? 1 : old.used() + 1;
            long busyUntil = old == null ? 0 : old.busyUntil();
            return urgent || used <= perSecond
                    ? new Traffic(second, used, busyUntil)
                    : new Traffic(second, perSecond + 1, Math.max(busyUntil, now + SECOND / 2) + SECOND / perSecond);
        });
        return urgent || traffic.used() <= perSecond ? 0 : traffic.busyUntil() - now;
    }

    /** Of an e-mail address what follows the at sign, of a URL its host, else the whole. */
    private static String domain(String to) {
        Matcher url = HOST.matcher(to);
        String domain = url.lookingAt() ? url.group(1) : to.substring(to.lastIndexOf('@') + 1);
        return domain.toLowerCase(Locale.ROOT);
    }
}
