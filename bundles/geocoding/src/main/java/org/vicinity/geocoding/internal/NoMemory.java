package org.vicinity.geocoding.internal;

import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.vicinity.geocoding.GeocodeAnswer;

/** Stands in for a cache while there is no database, so that geocoding does not wait for one. */
@Component(name = "org.vicinity.geocoding.nomemory", property = "service.ranking:Integer=-100")
public final class NoMemory implements AnswerCache {
    @Activate
    public NoMemory() {}

    @Override
    public Optional<GeocodeAnswer> find(String provider, String address) {
        return Optional.empty();
    }

    @Override
    public void keep(String provider, String address, GeocodeAnswer answer) {}

    @Override
    public int forget(String provider, String address) {
        return 0;
    }

    @Override
    public int forgetAll() {
        return 0;
    }
}
