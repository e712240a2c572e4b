package org.vicinity.console.internal;

import java.util.List;
import java.util.Locale;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.vicinity.geocoding.Candidate;
import org.vicinity.geocoding.GeocodeAnswer;
import org.vicinity.geocoding.Geocoding;
import org.vicinity.geocoding.GeocodingUnavailableException;

/** Looks an address up and shows every candidate. */
@Service
@Command(scope = "vicinity", name = "geocode", description = "Looks an address up and shows every candidate.")
public class GeocodeCommand implements Action {
    @Reference(optional = true)
    private Geocoding geocoding;

    @Argument(index = 0, name = "address", required = true, multiValued = true, description = "Address in one line")
    private List<String> address;

    @Override
    public Object execute() throws Exception {
        GeocodeAnswer answer;
        try {
            answer = Answers.present(geocoding, "geocoding").geocode(String.join(" ", address));
        } catch (GeocodingUnavailableException e) {
            throw new IllegalStateException("No geocoder can be asked now: " + e.getMessage());
        }
        if (answer.candidates().isEmpty()) {
            System.out.println("Not found: " + answer.reason().wireName());
        } else {
            print(answer.candidates());
            if (answer.reason() != GeocodeAnswer.Reason.NONE) {
                System.out.println(
                        "Not good enough for a radius: " + answer.reason().wireName());
            }
        }
        if (!answer.suggestions().isEmpty()) {
            System.out.println("Suggestions:");
            print(answer.suggestions());
        }
        return null;
    }

    private void print(List<Candidate> candidates) {
        var table = new ShellTable();
        table.column("Address");
        table.column("Latitude");
        table.column("Longitude");
        table.column("Precision");
        table.column("For a radius");
        table.column("Geocoder");
        table.column("Service area");
        for (var candidate : candidates) {
            table.addRow()
                    .addContent(
                            candidate.address(),
                            String.format(
                                    Locale.ROOT, "%.6f", candidate.location().latitude()),
                            String.format(
                                    Locale.ROOT, "%.6f", candidate.location().longitude()),
                            candidate.precision().wireName(),
                            candidate.precision().goodEnoughForRadius() ? "yes" : "no",
                            candidate.provider(),
                            geocoding.inServiceArea(candidate.location()) ? "inside" : "outside");
        }
        table.print(System.out);
    }
}
