package org.vicinity.rest.internal;

import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.vicinity.enrollment.Accounts;
import org.vicinity.enrollment.Enrollment;
import org.vicinity.geocoding.AddressCompletion;
import org.vicinity.geocoding.AddressIndex;
import org.vicinity.geocoding.AddressParser;
import org.vicinity.geocoding.Geocoding;
import org.vicinity.registry.Feeds;
import org.vicinity.registry.Registry;
import org.vicinity.registry.RegistryImports;

/**
 * The domain's services as they come and go. The resources stay registered all the time: what is away answers 503
 * instead of 404.
 */
@Component(service = Services.class)
public final class Services {
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Enrollment enrollment;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Accounts accounts;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Registry registry;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile RegistryImports imports;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Feeds feeds;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Geocoding geocoding;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile AddressParser parser;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile AddressIndex index;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile AddressCompletion completion;

    private volatile boolean started;

    Enrollment enrollment() {
        return present(enrollment);
    }

    Accounts accounts() {
        return present(accounts);
    }

    Registry registry() {
        return present(registry);
    }

    RegistryImports imports() {
        return present(imports);
    }

    Feeds feeds() {
        return present(feeds);
    }

    Geocoding geocoding() {
        return present(geocoding);
    }

    /** Who completes addresses; nobody where no geocoder on this machine does. */
    Optional<AddressCompletion> completion() {
        return Optional.ofNullable(completion);
    }

    AddressParser parser() {
        return present(parser);
    }

    /** Refuses until every part answers and the first address index is up. */
    void ready() {
        Stream.<Supplier<?>>of(
                        this::enrollment, this::accounts, this::registry, this::imports, this::geocoding, this::parser)
                .forEach(Supplier::get);
        if (!present(index).status().ready()) {
            throw Problem.unavailable();
        }
        started = true;
    }

    /** Refuses until everything was ready once. Later, only what needs an absent part is refused. */
    void started() {
        if (!started) {
            ready();
        }
    }

    private static <T> T present(T service) {
        if (service == null) {
            throw Problem.unavailable();
        }
        return service;
    }
}
