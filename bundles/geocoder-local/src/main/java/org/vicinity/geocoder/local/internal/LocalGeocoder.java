package org.vicinity.geocoder.local.internal;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.vicinity.geocoding.AddressCompletion;
import org.vicinity.geocoding.AddressIndex;
import org.vicinity.geocoding.AddressParser;
import org.vicinity.geocoding.Candidate;
import org.vicinity.geocoding.GeocodeAnswer;
import org.vicinity.geocoding.GeocodeQuery;
import org.vicinity.geocoding.Geocoder;
import org.vicinity.geocoding.GeocodingException;
import org.vicinity.geocoding.Precision;

/** The embedded geocoder: asks an index of address points and street ranges on this machine's disk. */
@Component(
        name = "org.vicinity.geocoder.local",
        service = {Geocoder.class, AddressCompletion.class, AddressIndex.class},
        property = Constants.SERVICE_RANKING + ":Integer=100",
        immediate = true)
@Designate(ocd = LocalGeocoder.Config.class)
public final class LocalGeocoder implements Geocoder, AddressCompletion, AddressIndex {
    private static final String NAME = "local";

    private final AddressParser parser;
    private final String defaultCity;
    private final AddressData data;

    @ObjectClassDefinition(name = "Vicinity geocoder: local")
    public @interface Config {
        @AttributeDefinition(
                name = "Address data",
                description = "Folder with OpenAddresses CSV or GeoJSON files, plain CSV files, and Census ADDRFEAT zip"
                        + " or shp files; indexed at start and whenever they change. Files added by command are kept"
                        + " beside the index and need no entry here.")
        String addressData() default "";

        @AttributeDefinition(
                name = "Precision of points",
                description = "rooftop, parcel or interpolated: what an address point is whose file doesn't say.")
        String pointPrecision() default "rooftop";

        @AttributeDefinition(
                name = "Default city",
                description = "The city meant where an address names neither city nor ZIP code. Empty: any, if only one"
                        + " fits.")
        String defaultCity() default "";

        @AttributeDefinition(
                name = "Default state",
                description = "Two letters: the state of source rows that name neither a state nor a ZIP code.")
        String defaultState() default "";

        @AttributeDefinition(name = "Scan seconds", description = "Time between two looks at the folders.")
        int scanSeconds() default 5;
    }

    @Activate
    public LocalGeocoder(BundleContext context, Config config, @Reference AddressParser parser) {
        this(dataFolder(context), config, parser);
    }

    LocalGeocoder(Path folder, Config config, AddressParser parser) {
        this.parser = parser;
        this.defaultCity = config.defaultCity();
        this.data = new AddressData(
                folder.resolve("geocoder-local"),
                folder.resolve("addresses"),
                config.addressData().isBlank() ? List.of() : List.of(Path.of(config.addressData())),
                new AddressData.Settings(
                        Precision.valueOf(config.pointPrecision().trim().toUpperCase(Locale.ROOT)),
                        config.defaultState().trim().toUpperCase(Locale.ROOT),
                        Math.max(1, config.scanSeconds())),
                parser);
        data.start();
    }

    private static Path dataFolder(BundleContext context) {
        String folder = context.getProperty("vicinity.data");
        File file = folder == null || folder.isBlank() ? context.getDataFile("") : new File(folder);
        return file.toPath().toAbsolutePath();
    }

    @Deactivate
    void close() throws IOException {
        data.close();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean leavesMachine() {
        return false;
    }

    @Override
    public GeocodeAnswer geocode(GeocodeQuery query) throws GeocodingException {
        return asked(
                view -> new AddressSearch(view, parser, NAME, defaultCity, query.components(), query.limit()).answer());
    }

    @Override
    public List<Candidate> complete(String text, int limit) throws GeocodingException {
        return asked(view -> new Completion(view, parser, NAME, defaultCity, text, limit).suggestions());
    }

    private interface Question<T> {
        T ask(IndexView view) throws IOException;
    }

    private <T> T asked(Question<T> question) throws GeocodingException {
        OpenIndex index =
                data.acquire().orElseThrow(() -> new GeocodingException("The address index is not there yet"));
        try {
            try {
                return question.ask(new IndexView(index.reader()));
            } finally {
                data.release(index);
            }
        } catch (IOException e) {
            throw new GeocodingException("The address index can't be read", e);
        }
    }

    @Override
    public void add(Path file) throws IOException {
        data.add(file);
    }

    @Override
    public Status status() {
        return data.status();
    }
}
