package org.vicinity.rest.internal;

import static org.osgi.service.component.annotations.ReferenceCardinality.OPTIONAL;
import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;
import static org.osgi.service.component.annotations.ReferencePolicyOption.GREEDY;

import java.util.stream.Stream;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vicinity.enrollment.Accounts;
import org.vicinity.enrollment.Enrollment;
import org.vicinity.geocoding.AddressIndex;
import org.vicinity.geocoding.AddressParser;
import org.vicinity.geocoding.Geocoding;
import org.vicinity.registry.Registry;
import org.vicinity.registry.RegistryImports;

/** The services behind the API. They come and go while the resources stay: one that is away is answered with 503. */
@Component(service = Parts.class)
public final class Parts {
    @Reference(cardinality = OPTIONAL, policy = DYNAMIC, policyOption = GREEDY)
    private volatile Enrollment enrollment;

    @Reference(cardinality = OPTIONAL, policy = DYNAMIC, policyOption = GREEDY)
    private volatile Accounts accounts;

    @Reference(cardinality = OPTIONAL, policy = DYNAMIC, policyOption = GREEDY)
    private volatile Registry registry;

    @Reference(cardinality = OPTIONAL, policy = DYNAMIC, policyOption = GREEDY)
    private volatile RegistryImports imports;

    @Reference(cardinality = OPTIONAL, policy = DYNAMIC, policyOption = GREEDY)
    private volatile Geocoding geocoding;

    @Reference(cardinality = OPTIONAL, policy = DYNAMIC, policyOption = GREEDY)
    private volatile AddressParser parser;

    @Reference(cardinality = OPTIONAL, policy = DYNAMIC, policyOption = GREEDY)
    private volatile AddressIndex addressIndex;

    Enrollment enrollment() {
        return there(enrollment);
    }

    Accounts accounts() {
        return there(accounts);
    }

    Registry registry() {
        return there(registry);
    }

    RegistryImports imports() {
        return there(imports);
    }

    Geocoding geocoding() {
        return there(geocoding);
    }

    AddressParser parser() {
        return there(parser);
    }

    /** Whether every part answers and the address index is up. */
    boolean ready() {
        AddressIndex index = addressIndex;
        return Stream.of(enrollment, accounts, registry, imports, geocoding, parser)
                        .allMatch(part -> part != null)
                && (index == null || index.status().ready());
    }

    private static <T> T there(T part) {
        if (part == null) {
            throw Problem.unavailable();
        }
        return part;
    }
}
