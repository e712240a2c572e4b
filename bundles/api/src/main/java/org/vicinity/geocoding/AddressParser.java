package org.vicinity.geocoding;

import org.osgi.annotation.versioning.ProviderType;

/** Understands US address text; geocoders use it so that all of them read an address alike. Thread-safe, no I/O. */
@ProviderType
public interface AddressParser {
    /** Takes any text apart; what is not understood has kind {@code unknown}. Never throws on text. */
    AddressComponents parse(String address);
}
