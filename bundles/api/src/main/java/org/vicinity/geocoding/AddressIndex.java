package org.vicinity.geocoding;

import java.io.IOException;
import java.nio.file.Path;
import org.osgi.annotation.versioning.ProviderType;

/** The embedded geocoder's data, as operators see it. */
@ProviderType
public interface AddressIndex {
    /**
     * Adds a file to the index's sources and rebuilds it in the background; the old index answers until the new one is
     * whole. A file that cannot be read changes nothing.
     *
     * @param file OpenAddresses CSV or GeoJSON lines (also gzip), plain CSV, or an ADDRFEAT zip or shp
     * @throws IOException where the file isn't there or isn't of a known form
     */
    void add(Path file) throws IOException;

    /** What is in the index, and what is being built. */
    Status status();

    /**
     * @param ready whether an index is there to ask
     * @param points address points in it
     * @param ranges street ranges in it
     * @param building what is being done now in words, empty where nothing
     * @param problem the last import's error in words, empty where none
     */
    record Status(boolean ready, long points, long ranges, String building, String problem) {}
}
