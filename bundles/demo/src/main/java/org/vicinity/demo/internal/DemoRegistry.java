package org.vicinity.demo.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vicinity.geocoding.AddressIndex;
import org.vicinity.geocoding.Geocoding;
import org.vicinity.registry.Registry;
import org.vicinity.registry.RegistryImports;
import org.vicinity.registry.RegistryImports.State;

/** Imports the made-up people once: into an empty registry, when their town can be geocoded. */
@Component(
        service = {},
        immediate = true,
        name = "org.vicinity.demo.registry")
public final class DemoRegistry {
    private static final Logger LOG = LoggerFactory.getLogger(DemoRegistry.class);

    private final Town town;
    private final Registry registry;
    private final RegistryImports imports;
    private final AddressIndex index;
    private final Geocoding geocoding;
    private final Thread worker = new Thread(this::work, "vicinity-demo-registry");

    @Activate
    public DemoRegistry(
            @Reference AddressFiles files,
            @Reference Registry registry,
            @Reference RegistryImports imports,
            @Reference AddressIndex index,
            @Reference Geocoding geocoding) {
        town = files.town();
        this.registry = registry;
        this.imports = imports;
        this.index = index;
        this.geocoding = geocoding;
        worker.setDaemon(true);
        worker.start();
    }

    @Deactivate
    void stop() {
        worker.interrupt();
    }

    private void work() {
        try {
            if (registry.updatedAt().isEmpty()) {
                while (!townIsMapped()) {
                    Thread.sleep(500);
                }
                bringIn();
            }
            LOG.info(
                    "The demo's town is {}, {} {}. Track an address of it, say {}; then vicinity:demo-move moves an "
                            + "offender next to it. A real address can be typed too: 3359 Queen City Ave, Cincinnati, OH",
                    Town.NAME,
                    Town.STATE,
                    Town.ZIP,
                    town.example().oneLine());
        } catch (InterruptedException e) {
            LOG.debug("The demo stops");
        } catch (IOException | RuntimeException e) {
            LOG.error("The demo's registry could not be imported; the next start tries again", e);
        }
    }

    private boolean townIsMapped() {
        return index.status().ready()
                && geocoding.geocode(town.example().oneLine()).mappable().isPresent();
    }

    private void bringIn() throws IOException, InterruptedException {
        var snapshot = People.snapshot(town).getBytes(StandardCharsets.UTF_8);
        var id = imports.start(People.FEED, RegistryImports.Format.CSV, new ByteArrayInputStream(snapshot));
        LOG.info("Importing the demo's registry of {} made-up people", People.COUNT);
        var report = imports.find(id);
        while (report.isEmpty() || report.get().state() == State.RUNNING) {
            Thread.sleep(500);
            report = imports.find(id);
        }
        LOG.info(
                "The demo's registry: {}, {} people added, {} addresses without a point {}",
                report.get().state(),
                report.get().added(),
                report.get().unmapped(),
                report.get().problem());
    }
}
