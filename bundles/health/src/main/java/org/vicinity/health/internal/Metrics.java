package org.vicinity.health.internal;

import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.vicinity.geocoding.GeocoderStatus;
import org.vicinity.geocoding.Geocoding;
import org.vicinity.notification.Outbox;
import org.vicinity.registry.Feeds;
import org.vicinity.registry.Feeds.FeedStatus;

/** Figures for Prometheus. Their tags name parts of the system, never people, places or paths. */
@Component(service = Metrics.class)
public final class Metrics {
    private static final int MOST_UNMAPPED = 10_000;

    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final Parts parts;

    private final MultiGauge messages = gauge("outbox.messages", "Messages by channel and state");
    private final MultiGauge oldest = gauge("outbox.oldest.age.seconds", "Age of the oldest message by state");
    private final MultiGauge lastGood = gauge("registry.feed.last.good.seconds", "Unix time of the last good snapshot");
    private final MultiGauge late = gauge("registry.feed.late", "1 where the feed is late");
    private final MultiGauge unmapped = gauge("registry.unmapped", "Registered addresses without a point");
    private final MultiGauge calls = gauge("geocoder.calls", "Look-ups since the geocoder came");
    private final MultiGauge failures = gauge("geocoder.failures", "Look-ups it could not answer");
    private final MultiGauge slowest = gauge("geocoder.p95.millis", "95th percentile of its recent answers' time");
    private final MultiGauge open = gauge("geocoder.open", "1 where it isn't asked because of failures");

    @Activate
    public Metrics(@Reference Parts parts) {
        this.parts = parts;
        new JvmMemoryMetrics().bindTo(meters);
        new JvmThreadMetrics().bindTo(meters);
        new ProcessorMetrics().bindTo(meters);
        new UptimeMetrics().bindTo(meters);
        collections.bindTo(meters);
    }

    @Deactivate
    void deactivate() {
        collections.close();
        meters.close();
    }

    private MultiGauge gauge(String name, String description) {
        return MultiGauge.builder("vicinity." + name).description(description).register(meters);
    }

    /** @param area {@code api} or {@code pages} */
    void answered(String area, int status, Duration time) {
        Timer.builder("vicinity.http.answers")
                .description("Answers over HTTP and their time")
                .tags("area", area, "status", String.valueOf(status))
                .serviceLevelObjectives(Duration.ofMillis(50), Duration.ofMillis(200), Duration.ofSeconds(1))
                .register(meters)
                .record(time);
    }

    /** In the text format of Prometheus. */
    String text() {
        List<Outbox.Count> counts = parts.outbox().map(Outbox::counts).orElse(List.of());
        rows(messages, counts, Metrics::tags, Outbox.Count::messages);
        rows(oldest, counts, Metrics::tags, Outbox.Count::oldestAgeSeconds);
        List<FeedStatus> feeds = parts.feeds().map(Feeds::all).orElse(List.of());
        rows(
                lastGood,
                feeds,
                Metrics::tags,
                feed -> feed.lastGood() == null ? Double.NaN : feed.lastGood().getEpochSecond());
        rows(late, feeds, Metrics::tags, feed -> feed.late() ? 1 : 0);
        List<Integer> unmappedNow = parts
                .registry()
                .map(registry -> registry.unmapped(MOST_UNMAPPED).size())
                .stream()
                .toList();
        rows(unmapped, unmappedNow, count -> Tags.empty(), Integer::doubleValue);
        List<GeocoderStatus> geocoders =
                parts.geocoding().map(Geocoding::geocoders).orElse(List.of());
        rows(calls, geocoders, Metrics::tags, GeocoderStatus::calls);
        rows(failures, geocoders, Metrics::tags, GeocoderStatus::failures);
        rows(slowest, geocoders, Metrics::tags, GeocoderStatus::p95Millis);
        rows(open, geocoders, Metrics::tags, geocoder -> geocoder.state().equals("open") ? 1 : 0);
        return meters.scrape();
    }

    private static <T> void rows(MultiGauge gauge, List<T> things, Function<T, Tags> tags, ToDoubleFunction<T> value) {
        gauge.register(
                things.stream()
                        .<Row<?>>map(thing -> Row.of(tags.apply(thing), value.applyAsDouble(thing)))
                        .toList(),
                true);
    }

    private static Tags tags(Outbox.Count count) {
        return Tags.of("channel", count.channel(), "state", count.state());
    }

    private static Tags tags(FeedStatus feed) {
        return Tags.of("feed", feed.feed());
    }

    private static Tags tags(GeocoderStatus geocoder) {
        return Tags.of("geocoder", geocoder.name());
    }
}
