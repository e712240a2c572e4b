package org.vicinity.geocoding.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vicinity.geocoding.AddressParser;
import org.vicinity.geocoding.GeocodeAnswer;
import org.vicinity.geocoding.GeocodeQuery;
import org.vicinity.geocoding.Geocoder;
import org.vicinity.geocoding.GeocoderComparison;
import org.vicinity.geocoding.GeocoderStatus;
import org.vicinity.geocoding.Geocoding;
import org.vicinity.geocoding.GeocodingUnavailableException;
import org.vicinity.geocoding.Location;
import org.vicinity.geocoding.Precision;
import org.vicinity.geocoding.RememberedAnswers;

/**
 * Asks the geocoders that are there, best ranking first, until one knows the address well enough. Geocoders come and go
 * at any time: a call that one of them leaves behind goes on with the others.
 */
@Component(name = "org.vicinity.geocoding")
@Designate(ocd = GeocoderChain.Config.class)
public final class GeocoderChain implements Geocoding, GeocoderComparison, RememberedAnswers {
    private static final Logger LOG = LoggerFactory.getLogger(GeocoderChain.class);
    private static final int CANDIDATES_WANTED = 10;

    private final AddressParser parser;
    private final AnswerCache cache;
    private final Config config;
    private final Precision sufficient;
    private final ServedPlaces servedPlaces;
    private final ServiceArea serviceArea;
    private final ExecutorService executor;
    private final Map<Geocoder, GuardedGeocoder> geocoders = new ConcurrentHashMap<>();

    @ObjectClassDefinition(
            name = "Vicinity geocoding",
            description = "How geocoders are asked, and the area that is served")
    @interface Config {
        @AttributeDefinition(description = "Longest time a geocoder may take for one address, in milliseconds")
        int timeLimitMillis() default 4000;

        @AttributeDefinition(
                description = "Longest time a geocoder may take for many addresses in one request, in seconds")
        int batchTimeLimitSeconds() default 120;

        @AttributeDefinition(description = "Calls a geocoder gets at most at once")
        int concurrentCalls() default 32;

        @AttributeDefinition(
                description = "Most calls a second, as name=rate (census=10), besides the limit a geocoder declares"
                        + " itself by its property calls.per.second")
        String[] callsPerSecond() default {};

        @AttributeDefinition(
                description = "How long a call waits for its turn before the next geocoder is asked, in milliseconds")
        int longestWaitMillis() default 2000;

        @AttributeDefinition(description = "Failures among the last ten calls that open a geocoder's circuit breaker")
        int failuresToOpen() default 5;

        @AttributeDefinition(
                description =
                        "How long an open circuit breaker keeps calls away, in seconds; a second for a geocoder on"
                                + " this machine, which nothing is gained by sparing")
        int openSeconds() default 30;

        @AttributeDefinition(
                description = "Precision for which an address is not sent elsewhere any more; with rooftop an"
                        + " interpolated answer is checked with geocoders that addresses leave this machine for, too",
                options = {@Option("rooftop"), @Option("parcel"), @Option("interpolated")})
        String sufficientPrecision() default "interpolated";

        @AttributeDefinition(
                description = "Distance between two geocoders' answers beyond which no radius is drawn around either,"
                        + " in meters; the smallest radius offered is 152")
        int disagreementMeters() default 150;

        @AttributeDefinition(description = "GeoJSON file with the area served; Missouri where empty")
        String serviceAreaFile() default "";

        @AttributeDefinition(
                description =
                        "Two letters each: the states that the area lies in. An address that isn't found and names"
                                + " another state is told to lie outside")
        String[] serviceAreaStates() default {"MO"};

        @AttributeDefinition(
                description =
                        "The ZIP codes of the area by their first three digits, as 630-658; used as the states are,"
                                + " for an address that names no state")
        String[] serviceAreaZipPrefixes() default {"630-658"};

        @AttributeDefinition(description = "Margin around the area served, in meters")
        int serviceAreaMarginMeters() default 2000;
    }

    @Activate
    public GeocoderChain(
            @Reference AddressParser parser,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) AnswerCache cache,
            Config config) {
        this.parser = parser;
        this.cache = cache;
        this.config = config;
        this.sufficient = Precision.valueOf(config.sufficientPrecision().toUpperCase(Locale.ROOT));
        this.servedPlaces = new ServedPlaces(config.serviceAreaStates(), config.serviceAreaZipPrefixes());
        this.serviceArea = ServiceArea.read(config.serviceAreaFile(), config.serviceAreaMarginMeters());
        var number = new AtomicInteger();
        // unbounded: each geocoder has only so many calls at once
        this.executor =
                new ThreadPoolExecutor(0, Integer.MAX_VALUE, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    var thread = new Thread(task, "vicinity-geocoding-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
    }

    @Deactivate
    void deactivate() {
        executor.shutdownNow();
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            updated = "updateGeocoder")
    void addGeocoder(Geocoder geocoder, Map<String, Object> properties) {
        try {
            GuardedGeocoder guarded = guarded(geocoder, properties);
            geocoders.put(geocoder, guarded);
            LOG.info("Geocoder {} came, ranking {}", guarded.name(), guarded.ranking());
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("A geocoder of {} is not used: {}", geocoder.getClass().getName(), e.toString());
        }
    }

    void updateGeocoder(Geocoder geocoder, Map<String, Object> properties) {
        addGeocoder(geocoder, properties);
    }

    void removeGeocoder(Geocoder geocoder) {
        GuardedGeocoder guarded = geocoders.remove(geocoder);
        if (guarded != null) {
            LOG.info("Geocoder {} went", guarded.name());
        }
    }

    private GuardedGeocoder guarded(Geocoder geocoder, Map<String, Object> properties) {
        String name = geocoder.name();
        boolean leavesMachine = geocoder.leavesMachine();
        // text where it comes from a .cfg file, which knows no types
        Object given = properties.get(Constants.SERVICE_RANKING);
        int ranking = given == null ? 0 : Integer.parseInt(given.toString().trim());
        return new GuardedGeocoder(
                geocoder,
                name,
                ranking,
                leavesMachine,
                new GuardedGeocoder.Limits(
                        Duration.ofMillis(config.timeLimitMillis()),
                        Duration.ofSeconds(config.batchTimeLimitSeconds()),
                        config.concurrentCalls(),
                        callsASecond(name, properties),
                        Duration.ofMillis(config.longestWaitMillis()),
                        config.failuresToOpen(),
                        Duration.ofSeconds(leavesMachine ? config.openSeconds() : 1)),
                parser,
                cache,
                executor);
    }

    private double callsASecond(String name, Map<String, Object> properties) {
        Object declared = properties.get("calls.per.second");
        double own = declared == null ? 0 : Double.parseDouble(declared.toString());
        for (String entry : config.callsPerSecond()) {
            if (entry.startsWith(name + "=")) {
                double set =
                        Double.parseDouble(entry.substring(name.length() + 1).trim());
                return own > 0 ? Math.min(own, set) : set;
            }
        }
        return own;
    }

    @Override
    public GeocodeAnswer geocode(String address) {
        return ask(List.of(inquiry(address)))
                .get(0)
                .orElseThrow(() -> new GeocodingUnavailableException(
                        geocoders.isEmpty()
                                ? "there is no geocoder"
                                : "a geocoder that may know the address could not ask"));
    }

    @Override
    public List<Optional<GeocodeAnswer>> geocodeAll(List<String> addresses) {
        return ask(addresses.stream().map(this::inquiry).toList());
    }

    @Override
    public List<Opinion> compare(String address) {
        List<Opinion> opinions = new ArrayList<>();
        Set<GuardedGeocoder> asked = new HashSet<>();
        for (var next = next(asked); next.isPresent(); next = next(asked)) {
            Inquiry inquiry = inquiry(address);
            if (inquiry.wants(next.get())) {
                opinions.add(next.get().opinion(inquiry.query()));
            }
        }
        return opinions;
    }

    private Inquiry inquiry(String address) {
        String text = address == null ? "" : address.strip();
        return new Inquiry(new GeocodeQuery(text, parser.parse(text), CANDIDATES_WANTED), sufficient);
    }

    private List<Optional<GeocodeAnswer>> ask(List<Inquiry> inquiries) {
        Set<GuardedGeocoder> asked = new HashSet<>();
        for (var next = next(asked); next.isPresent(); next = next(asked)) {
            GuardedGeocoder geocoder = next.get();
            geocoder.ask(inquiries.stream()
                    .filter(inquiry -> inquiry.wants(geocoder))
                    .toList());
        }
        var merger = new AnswerMerger(config.disagreementMeters());
        return inquiries.stream().map(inquiry -> inquiry.conclusion(merger)).toList();
    }

    /** The best ranked that was not asked yet, looked up anew each time: one that came meanwhile is asked too. */
    private Optional<GuardedGeocoder> next(Set<GuardedGeocoder> asked) {
        var next = geocoders.values().stream()
                .filter(geocoder -> !asked.contains(geocoder))
                .min(ORDER);
        next.ifPresent(asked::add);
        return next;
    }

    private static final Comparator<GuardedGeocoder> ORDER =
            Comparator.comparingInt(GuardedGeocoder::ranking).reversed().thenComparing(GuardedGeocoder::name);

    @Override
    public GeocodeAnswer geocodeInServiceArea(String address) {
        GeocodeAnswer answer = Geocoding.super.geocodeInServiceArea(address);
        boolean known = !answer.candidates().isEmpty() || !answer.suggestions().isEmpty();
        return !known && servedPlaces.areElsewhere(inquiry(address).query().components())
                ? GeocodeAnswer.none(GeocodeAnswer.Reason.OUTSIDE_SERVICE_AREA, List.of())
                : answer;
    }

    @Override
    public int forget(String address) {
        GeocodeQuery query = inquiry(address).query();
        return geocoders.values().stream()
                .mapToInt(geocoder -> geocoder.forget(query))
                .sum();
    }

    @Override
    public int forgetAll() {
        return cache.forgetAll();
    }

    @Override
    public boolean inServiceArea(Location location) {
        return serviceArea.contains(location);
    }

    @Override
    public List<GeocoderStatus> geocoders() {
        return geocoders.values().stream()
                .sorted(ORDER)
                .map(GuardedGeocoder::status)
                .toList();
    }
}
