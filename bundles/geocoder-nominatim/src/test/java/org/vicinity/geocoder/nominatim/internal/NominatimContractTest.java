package org.vicinity.geocoder.nominatim.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.vicinity.geocoder.http.testing.RecordedServer;
import org.vicinity.geocoding.AddressComponents;
import org.vicinity.geocoding.Geocoder;
import org.vicinity.geocoding.testkit.GeocoderContract;

class NominatimContractTest extends GeocoderContract {
    private final List<RecordedServer> servers = new ArrayList<>();

    @AfterEach
    void close() {
        servers.forEach(RecordedServer::close);
    }

    @Override
    protected Geocoder knowing() throws Exception {
        return asking(RecordedServer.recorded(NominatimContractTest.class, "inline_jsonv2_house_no.json"));
    }

    @Override
    protected Geocoder knowingNothing() throws Exception {
        return asking(RecordedServer.answering(200, "[]"));
    }

    @Override
    protected Geocoder cutOff() throws Exception {
        return asking(RecordedServer.answering(503, "23 Øvre Movei"));
    }

    private Geocoder asking(RecordedServer server) {
        servers.add(server);
        return new NominatimGeocoder(Settings.of(NominatimGeocoder.Config.class, Map.of("url", server.url())));
    }

    @Override
    protected AddressComponents known() {
        return address("23", "Øvre Movei", "", "Nesoddtangen", "", "1450");
    }
}
