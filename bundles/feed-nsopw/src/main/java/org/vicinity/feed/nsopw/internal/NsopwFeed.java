package org.vicinity.feed.nsopw.internal;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.vicinity.registry.OffenderRecord;
import org.vicinity.registry.RegistryFeed;

/**
 * A jurisdiction's own service, asked as the federal registry asks it: for everything at once, or by ZIP codes where it
 * does not support that.
 *
 * @see <a href="https://github.com/iirinc/nsopw-api-schema/tree/main/json/v1.0">NSOPW jurisdiction service, JSON 1.0</a>
 */
@Component(name = "org.vicinity.feed.nsopw", configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = NsopwFeed.Config.class, factory = true)
public final class NsopwFeed implements RegistryFeed {
    /** The format's own limit for one query. */
    private static final int ZIPS_A_QUERY = 5;

    private static final int MOST_BY_ZIPS = 100_000;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Config config;
    private final QueryService service;
    private final Mapping mapping;

    @ObjectClassDefinition(
            name = "Vicinity feed: NSOPW",
            description = "A jurisdiction's registry by the NSOPW jurisdiction service, JSON 1.0")
    @interface Config {
        @AttributeDefinition(description = "The feed's name: lower-case letters, digits, dots and hyphens")
        String feed() default "nsopw";

        @AttributeDefinition(description = "Address of the service, to which queries are posted")
        String url();

        @AttributeDefinition(description = "The jurisdiction's identifier")
        String jurisdiction() default "MO";

        @AttributeDefinition(
                description = "ZIP codes to ask for, five a query, where the service does not give everything at once")
        String[] zips() default {};

        @AttributeDefinition(description = "The service's key; empty: none", type = AttributeType.PASSWORD)
        String _key() default "";

        @AttributeDefinition(
                description = "Header that carries the key; empty: the query string's parameter \"key\" does")
        String keyHeader() default "";

        @AttributeDefinition(description = "What each location type is: home, work, school or temporary")
        String[] locationTypes() default {"R=home", "E=work", "S=school"};

        @AttributeDefinition(description = "Put before each id, where several feeds number their offenders alike")
        String idPrefix() default "";

        @AttributeDefinition(description = "Longest time for one answer, in seconds")
        int timeLimitSeconds() default 120;

        @AttributeDefinition(description = "Largest answer, in megabytes")
        int answerMegabytes() default 1024;

        @AttributeDefinition(
                description = "How many minutes after an answer it is asked again; the format means once a day")
        long every_minutes() default 1440;

        @AttributeDefinition(description = "Without a good answer for so many hours the feed is late; 0: never")
        double expected_within_hours() default 48;
    }

    @Activate
    public NsopwFeed(Config config) {
        this.config = config;
        service = new QueryService(config);
        mapping = new Mapping(config.idPrefix(), config.locationTypes());
    }

    @Override
    public String name() {
        return config.feed();
    }

    @Override
    public boolean read(Consumer<OffenderRecord> sink) throws IOException {
        // Who has addresses in several ZIP codes comes with all of them in each answer.
        Set<String> seen = new HashSet<>();
        for (List<String> zips : pages()) {
            service.ask(query(zips), body -> new Answer(config.jurisdiction(), offender -> {
                        OffenderRecord record = mapping.record(offender);
                        if (seen.add(record.id())) {
                            sink.accept(record);
                        }
                    })
                    .read(body));
        }
        if (seen.isEmpty()) {
            throw new IOException("The service answered with nobody: nobody is removed for that");
        }
        return true;
    }

    private List<List<String>> pages() {
        List<String> zips = Arrays.stream(config.zips())
                .map(String::trim)
                .filter(zip -> !zip.isEmpty())
                .toList();
        List<List<String>> pages = new ArrayList<>();
        for (int i = 0; i < zips.size(); i += ZIPS_A_QUERY) {
            pages.add(zips.subList(i, Math.min(i + ZIPS_A_QUERY, zips.size())));
        }
        return pages.isEmpty() ? List.of(List.of()) : pages;
    }

    /** Zero asks for everything, and goes with no other condition. What exceeds a limit is an error, not a page. */
    private byte[] query(List<String> zips) throws IOException {
        ObjectNode query = JSON.createObjectNode().put("maxResults", zips.isEmpty() ? 0 : MOST_BY_ZIPS);
        query.putArray("jurisdictions").add(config.jurisdiction());
        if (!zips.isEmpty()) {
            zips.forEach(query.putArray("zips")::add);
        }
        return JSON.writeValueAsBytes(query);
    }
}
