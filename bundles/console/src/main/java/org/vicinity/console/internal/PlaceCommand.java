package org.vicinity.console.internal;

import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.vicinity.geocoding.Geocoding;
import org.vicinity.geocoding.Location;
import org.vicinity.registry.Registry;

/** Places an unmapped address by hand. */
@Service
@Command(scope = "vicinity", name = "place", description = "Places an unmapped address by hand.")
public class PlaceCommand implements Action {
    @Reference(optional = true)
    private Registry registry;

    @Reference(optional = true)
    private Geocoding geocoding;

    @Argument(index = 0, name = "addressId", required = true, description = "As vicinity:unmapped shows it")
    private long addressId;

    @Argument(index = 1, name = "latitude", required = true, description = "Degrees, WGS 84")
    private double latitude;

    @Argument(
            index = 2,
            name = "longitude",
            required = true,
            description = "Degrees, WGS 84; put -- before the arguments where it is negative")
    private double longitude;

    @Override
    public Object execute() throws Exception {
        var location = new Location(latitude, longitude);
        if (geocoding != null && !geocoding.inServiceArea(location)) {
            System.out.println("Mind: this point is outside the service area.");
        }
        if (!Answers.present(registry, "registry").place(addressId, location)) {
            throw new IllegalArgumentException("No unmapped address has this id. See vicinity:unmapped");
        }
        System.out.println("Placed; it is matched as a new address now.");
        return null;
    }
}
