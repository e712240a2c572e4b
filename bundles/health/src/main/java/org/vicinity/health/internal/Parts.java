package org.vicinity.health.internal;

import java.util.Optional;
import javax.sql.DataSource;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.vicinity.geocoding.Geocoding;
import org.vicinity.notification.Outbox;
import org.vicinity.registry.Feeds;
import org.vicinity.registry.Registry;

/** What is looked at, as it comes and goes: that a part is away is what a check is there to tell. */
@Component(service = Parts.class)
public final class Parts {
    @Reference(
            target = "(osgi.jndi.service.name=vicinity)",
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile DataSource database;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile Outbox outbox;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile Feeds feeds;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile Registry registry;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile Geocoding geocoding;

    Optional<DataSource> database() {
        return Optional.ofNullable(database);
    }

    Optional<Outbox> outbox() {
        return Optional.ofNullable(outbox);
    }

    Optional<Feeds> feeds() {
        return Optional.ofNullable(feeds);
    }

    Optional<Registry> registry() {
        return Optional.ofNullable(registry);
    }

    Optional<Geocoding> geocoding() {
        return Optional.ofNullable(geocoding);
    }
}
