package org.vicinity.itests.foreign;

import java.util.List;
import org.osgi.service.component.annotations.Component;
import org.vicinity.geocoding.Candidate;
import org.vicinity.geocoding.GeocodeAnswer;
import org.vicinity.geocoding.GeocodeQuery;
import org.vicinity.geocoding.Geocoder;
import org.vicinity.geocoding.Location;
import org.vicinity.geocoding.Precision;

/** What a third party would write: one class, asked before the local geocoder. Knows one street only. */
@Component(property = "service.ranking:Integer=200")
public final class BetterGeocoder implements Geocoder {
    @Override
    public String name() {
        return "better";
    }

    @Override
    public boolean leavesMachine() {
        return false;
    }

    @Override
    public GeocodeAnswer geocode(GeocodeQuery query) {
        if (!query.components().name().equals("Juniper")) {
            return GeocodeAnswer.none(GeocodeAnswer.Reason.UNKNOWN_STREET, List.of());
        }
        return GeocodeAnswer.of(
                List.of(new Candidate(query.text(), new Location(38.62, -92.06), Precision.ROOFTOP, name())));
    }
}
