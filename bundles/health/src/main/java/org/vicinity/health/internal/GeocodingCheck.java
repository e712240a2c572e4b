package org.vicinity.health.internal;

import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.Result.Status;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vicinity.geocoding.GeocoderStatus;
import org.vicinity.geocoding.Geocoding;

/** Whether addresses can be looked up, and by whom. */
@Component(property = HealthCheck.NAME + "=geocoding")
public final class GeocodingCheck implements HealthCheck {
    private final Parts parts;

    @Activate
    public GeocodingCheck(@Reference Parts parts) {
        this.parts = parts;
    }

    @Override
    public Result execute() {
        return parts.geocoding()
                .map(GeocodingCheck::look)
                .orElseGet(() -> new Result(Status.CRITICAL, "Nobody looks addresses up: geocoding is not there"));
    }

    private static Result look(Geocoding geocoding) {
        FormattingResultLog log = new FormattingResultLog();
        boolean one = false;
        for (GeocoderStatus geocoder : geocoding.geocoders()) {
            boolean open = geocoder.state().equals("open");
            one |= !open;
            if (open) {
                log.warn("Geocoder {} is not asked, because it failed again and again", geocoder.name());
            } else {
                log.info("Geocoder {}: {}", geocoder.name(), geocoder.state());
            }
        }
        if (!one) {
            log.critical("No geocoder can be asked");
        }
        return new Result(log);
    }
}
