package org.vicinity.console.internal;

import java.util.List;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.vicinity.geocoding.RememberedAnswers;

/** Forgets what geocoders elsewhere answered, so that they are asked anew. */
@Service
@Command(
        scope = "vicinity",
        name = "geocode-forget",
        description = "Forgets what geocoders elsewhere answered to an address, so that they are asked anew;"
                + " vicinity:geocode-forget '120 Juniper St, Testford, MO' is an example.")
public class GeocodeForgetCommand implements Action {
    @Reference(optional = true)
    private RememberedAnswers remembered;

    @Option(name = "--all", description = "Forgets the answers to all addresses")
    private boolean all;

    @Argument(index = 0, name = "address", multiValued = true, description = "Address in one line")
    private List<String> address;

    @Override
    public Object execute() throws Exception {
        var answers = Answers.present(remembered, "geocoding");
        boolean named = address != null && !address.isEmpty();
        if (all == named) {
            throw new IllegalArgumentException("Name an address, or --all.");
        }
        int forgotten = all ? answers.forgetAll() : answers.forget(String.join(" ", address));
        System.out.println(forgotten == 0 ? "Nothing was remembered." : forgotten + " answers forgotten.");
        return null;
    }
}
