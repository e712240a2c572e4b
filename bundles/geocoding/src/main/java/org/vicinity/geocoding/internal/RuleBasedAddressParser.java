package org.vicinity.geocoding.internal;

import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.vicinity.geocoding.AddressComponents;
import org.vicinity.geocoding.AddressParser;

/**
 * Reads an address from its ends: country, ZIP and state from the right, house number from the left; then weighs every
 * place where the street could end and the city begin. No library for the JVM does this; those of other languages are
 * statistical models that need their own run-time.
 */
@Component(name = "org.vicinity.geocoding.parser")
public final class RuleBasedAddressParser implements AddressParser {
    private static final int LONGEST = 500;
    private static final AddressComponents PSEUDO = components("pseudo");

    private final Tables tables = new Tables();
    private final Places places = new Places();

    @Activate
    public RuleBasedAddressParser() {}

    @Override
    public AddressComponents parse(String address) {
        if (address == null || address.isBlank()) {
            return PSEUDO;
        }
        List<Token> tokens = Tokenizer.tokens(address.length() > LONGEST ? address.substring(0, LONGEST) : address);
        return new AddressReader(tables, places, tokens).read();
    }

    private static AddressComponents components(String kind) {
        return new AddressComponents("", "", "", "", "", "", "", "", "", "", kind);
    }
}
