package org.vicinity.matching.postgis.internal;

import java.util.Map;
import org.apache.aries.jpa.template.JpaTemplate;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vicinity.matching.SubscriptionMatcher;

/** Publishes the matcher where the database can answer it; elsewhere the matcher that was there goes on. */
@Component(
        name = "org.vicinity.matching.postgis",
        immediate = true,
        service = {})
@Designate(ocd = PostgisPublisher.Config.class)
@Capability(
        namespace = "osgi.service",
        attribute = "objectClass:List<String>=\"org.vicinity.matching.SubscriptionMatcher\"",
        effective = "active")
public final class PostgisPublisher {
    private static final Logger LOG = LoggerFactory.getLogger(PostgisPublisher.class);

    private final ServiceRegistration<SubscriptionMatcher> registration;

    @ObjectClassDefinition(
            name = "Vicinity matching by PostGIS",
            description = "Which tracked addresses contain a point.")
    public @interface Config {
        @AttributeDefinition(
                name = "Service ranking",
                description = "Of several matchers that are installed, the one with the highest ranking does the work.")
        int service_ranking() default 100;
    }

    @Activate
    public PostgisPublisher(
            BundleContext context, @Reference(target = "(osgi.unit.name=vicinity)") JpaTemplate jpa, Config config) {
        PostgisMatcher matcher = new PostgisMatcher(jpa);
        try {
            matcher.check();
        } catch (RuntimeException e) {
            LOG.error(
                    "Not used: the database lacks PostGIS (run CREATE EXTENSION postgis in it, then restart Vicinity,"
                            + " whose schema takes it up)",
                    e);
            registration = null;
            return;
        }
        registration = context.registerService(
                SubscriptionMatcher.class,
                matcher,
                FrameworkUtil.asDictionary(Map.of(Constants.SERVICE_RANKING, config.service_ranking())));
        LOG.info("PostGIS answers who watches a point");
    }

    @Deactivate
    void stop() {
        if (registration != null) {
            registration.unregister();
        }
    }
}
