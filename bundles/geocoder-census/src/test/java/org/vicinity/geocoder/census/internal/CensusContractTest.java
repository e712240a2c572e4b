package org.vicinity.geocoder.census.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.vicinity.geocoder.http.testing.RecordedServer;
import org.vicinity.geocoding.AddressComponents;
import org.vicinity.geocoding.Geocoder;
import org.vicinity.geocoding.testkit.GeocoderContract;

class CensusContractTest extends GeocoderContract {
    private static final String BATCH =
            """
            "0","4600 Silver Hill Rd, Washington, DC, 20233","Match","Exact",\
            "4600 SILVER HILL RD, WASHINGTON, DC, 20233","-76.9274,38.8459","613199520","L"
            """;

    private final List<RecordedServer> servers = new ArrayList<>();

    @AfterEach
    void close() {
        servers.forEach(RecordedServer::close);
    }

    @Override
    protected Geocoder knowing() throws Exception {
        return asking(RecordedServer.recorded(CensusContractTest.class, "go_locations_onelineaddress.json")
                .answeringPost(BATCH));
    }

    @Override
    protected Geocoder knowingNothing() throws Exception {
        return asking(RecordedServer.recorded(CensusContractTest.class, "inline_no_match.json"));
    }

    @Override
    protected Geocoder cutOff() throws Exception {
        return asking(RecordedServer.answering(500, "4600 Silver Hill Rd"));
    }

    private Geocoder asking(RecordedServer server) {
        servers.add(server);
        return new CensusGeocoder(Settings.of(CensusGeocoder.Config.class, Map.of("url", server.url())));
    }

    @Override
    protected AddressComponents known() {
        return address("4600", "Silver Hill", "Rd", "Washington", "DC", "20233");
    }
}
