package org.vicinity.demo.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Puts the town's and the real sample's address points where the local geocoder looks. */
@Component(service = AddressFiles.class, name = "org.vicinity.demo.addresses")
public final class AddressFiles {
    private static final String SAMPLE = "hamilton_oh_nad_shared.csv";

    private final Town town = new Town();

    @Activate
    public AddressFiles(BundleContext context) throws IOException {
        this(Path.of(context.getProperty("vicinity.data"), "addresses"));
    }

    AddressFiles(Path folder) throws IOException {
        Files.createDirectories(folder);
        put(folder.resolve("thistlebrook.csv"), town.table().getBytes(StandardCharsets.UTF_8));
        try (var sample = AddressFiles.class.getResourceAsStream(SAMPLE)) {
            put(folder.resolve(SAMPLE), sample.readAllBytes());
        }
    }

    Town town() {
        return town;
    }

    /** Only what differs: a new time stamp would have the index built again. Whole or not at all: it is being watched. */
    private static void put(Path file, byte[] content) throws IOException {
        if (Files.exists(file) && Arrays.equals(Files.readAllBytes(file), content)) {
            return;
        }
        var part = file.resolveSibling(file.getFileName() + ".part");
        Files.write(part, content);
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
