package org.vicinity.console.internal;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.vicinity.geocoding.AddressIndex;

/** Adds a file of address points or street ranges to the local geocoder. */
@Service
@Command(
        scope = "vicinity",
        name = "geocoder-import",
        description = "Adds a file of address points or street ranges to the local geocoder.")
public class GeocoderImportCommand implements Action {
    @Reference(optional = true)
    private AddressIndex addressIndex;

    @Argument(
            index = 0,
            name = "file",
            required = true,
            description = "OpenAddresses CSV or GeoJSON lines, plain CSV, ADDRFEAT zip or shp")
    private String file;

    @Override
    public Object execute() throws Exception {
        var index = Answers.present(addressIndex, "local geocoder");
        var path = Path.of(file).toAbsolutePath();
        if (!Files.isRegularFile(path)) {
            throw new IllegalArgumentException("There is no file " + path);
        }
        index.add(path);
        System.out.println("Taken. The index is rebuilt in the background; vicinity:status shows how far it is.");
        return null;
    }
}
