package org.vicinity.outbox.internal;

import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;

/**
 * Says a lasting trouble once when it begins, once when its reason changes, and once when it is over, with how often it was
 * met. Where good and bad come mixed, there is at most a line in each {@code quiet} time.
 */
final class StateLog {
    private final Logger log;
    private final String subject;
    private final long quietMillis;
    private final Clock clock;
    private String reason = "";
    private long times;
    private long saidAt;
    private long failedAt;

    /**
     * @param subject what is well or not, as a sentence begins: {@code Channel email}
     * @param quiet how long there has to be no failure before all is well again
     */
    StateLog(Logger log, String subject, Duration quiet, Clock clock) {
        this.log = log;
        this.subject = subject;
        this.quietMillis = quiet.toMillis();
        this.clock = clock;
    }

    synchronized void failing(String now) {
        failedAt = clock.millis();
        boolean first = times++ == 0;
        if (first || !now.equals(reason) && failedAt - saidAt >= quietMillis) {
            reason = now;
            saidAt = failedAt;
            log.warn("{}: {}", subject, now);
        }
    }

    synchronized void fine() {
        if (times > 0 && clock.millis() - failedAt >= quietMillis) {
            log.info("{}: well again after {} failures ({})", subject, times, reason);
            times = 0;
        }
    }
}
