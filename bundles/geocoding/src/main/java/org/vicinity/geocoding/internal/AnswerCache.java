package org.vicinity.geocoding.internal;

import java.util.Optional;
import org.vicinity.geocoding.GeocodeAnswer;

/** What geocoders far away have answered before. A cache that fails is as good as empty: it never throws. */
interface AnswerCache {
    Optional<GeocodeAnswer> find(String provider, String address);

    void keep(String provider, String address, GeocodeAnswer answer);

    /** @return how many answers of this provider to this address there were, none or one */
    int forget(String provider, String address);

    /** @return how many answers there were */
    int forgetAll();
}
