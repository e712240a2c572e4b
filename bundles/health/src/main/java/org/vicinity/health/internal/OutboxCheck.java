package org.vicinity.health.internal;

import java.time.Duration;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.Result.Status;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vicinity.notification.Outbox;

/** Whether messages leave: none is given up, and none waits for long. */
@Component(property = HealthCheck.NAME + "=outbox")
public final class OutboxCheck implements HealthCheck {
    /** Who lets this pass unnoticed breaks the promise to the public before long. */
    private static final Duration LONG = Duration.ofMinutes(10);

    private final Parts parts;

    @Activate
    public OutboxCheck(@Reference Parts parts) {
        this.parts = parts;
    }

    @Override
    public Result execute() {
        return parts.outbox()
                .map(OutboxCheck::look)
                .orElseGet(() -> new Result(Status.CRITICAL, "Nobody sends messages: the outbox is not there"));
    }

    private static Result look(Outbox outbox) {
        FormattingResultLog log = new FormattingResultLog();
        log.info("Channels: {}", outbox.channels());
        for (Outbox.Count count : outbox.counts()) {
            if (count.state().equals("parked") && count.messages() > 0) {
                log.warn("{} messages of {} are parked: see vicinity:outbox", count.messages(), count.channel());
            } else if (count.state().equals("queued") && count.oldestAgeSeconds() > LONG.toSeconds()) {
                log.warn(
                        "{} messages of {} wait, the oldest for {} minutes",
                        count.messages(),
                        count.channel(),
                        count.oldestAgeSeconds() / 60);
            }
        }
        return new Result(log);
    }
}
