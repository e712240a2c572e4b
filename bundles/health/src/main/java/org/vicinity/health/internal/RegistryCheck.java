package org.vicinity.health.internal;

import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.Result.Status;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vicinity.registry.Feeds;
import org.vicinity.registry.Feeds.FeedStatus;

/** Whether the registry's copy is fresh, feed by feed. */
@Component(property = HealthCheck.NAME + "=registry")
public final class RegistryCheck implements HealthCheck {
    private final Parts parts;

    @Activate
    public RegistryCheck(@Reference Parts parts) {
        this.parts = parts;
    }

    @Override
    public Result execute() {
        return parts.feeds()
                .map(RegistryCheck::look)
                .orElseGet(() -> new Result(Status.CRITICAL, "The registry is not there"));
    }

    private static Result look(Feeds feeds) {
        FormattingResultLog log = new FormattingResultLog();
        for (FeedStatus feed : feeds.all()) {
            String good = feed.lastGood() == null ? "never" : feed.lastGood().toString();
            if (feed.late()) {
                log.warn(
                        "Feed {} is late: last good {}, expected every {} h. {}",
                        feed.feed(),
                        good,
                        feed.expectedWithinHours(),
                        feed.problem());
            } else {
                log.info("Feed {}: last good {}. {}", feed.feed(), good, feed.problem());
            }
        }
        return new Result(log);
    }
}
