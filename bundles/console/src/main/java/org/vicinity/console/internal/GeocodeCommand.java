package org.vicinity.console.internal;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.vicinity.geocoding.Candidate;
import org.vicinity.geocoding.GeocodeAnswer;
import org.vicinity.geocoding.GeocodeAnswer.Reason;
import org.vicinity.geocoding.GeocoderComparison;
import org.vicinity.geocoding.GeocoderComparison.Opinion;
import org.vicinity.geocoding.Geocoding;
import org.vicinity.geocoding.GeocodingUnavailableException;

/** Asks every geocoder for an address, and shows all candidates and what is made of them. */
@Service
@Command(
        scope = "vicinity",
        name = "geocode",
        description = "Asks every geocoder for an address and shows all candidates; it leaves the machine for those"
                + " that vicinity:geocoders says so of.")
public class GeocodeCommand implements Action {
    @Reference(optional = true)
    private Geocoding geocoding;

    @Reference(optional = true)
    private GeocoderComparison comparison;

    @Argument(index = 0, name = "address", required = true, multiValued = true, description = "Address in one line")
    private List<String> address;

    @Override
    public Object execute() throws Exception {
        var line = String.join(" ", address);
        Answers.present(geocoding, "geocoding");
        var opinions = Answers.present(comparison, "geocoding").compare(line);
        for (var opinion : opinions) {
            System.out.println(opinion.geocoder() + ": " + summary(opinion));
        }
        print("Candidates:", candidates(opinions, GeocodeAnswer::candidates));
        print("Suggestions:", candidates(opinions, GeocodeAnswer::suggestions));
        System.out.println(conclusion(line));
        return null;
    }

    private static String summary(Opinion opinion) {
        return opinion.answer()
                .map(answer -> answer.candidates().size() + " candidates"
                        + (answer.reason() == Reason.NONE
                                ? ""
                                : ", " + answer.reason().wireName()))
                .orElse(opinion.problem());
    }

    private static List<Candidate> candidates(
            List<Opinion> opinions, Function<GeocodeAnswer, List<Candidate>> ofAnswer) {
        return opinions.stream()
                .flatMap(opinion -> opinion.answer().stream())
                .flatMap(answer -> ofAnswer.apply(answer).stream())
                .toList();
    }

    /** What a subscriber or the registry gets for the same address. */
    private String conclusion(String line) {
        try {
            var answer = geocoding.geocode(line);
            return answer.mappable()
                    .map(best -> "Mapped: " + best.address() + ", " + best.provider() + ", "
                            + best.precision().wireName())
                    .orElseGet(() -> "Not mapped: " + answer.reason().wireName());
        } catch (GeocodingUnavailableException e) {
            throw new IllegalStateException("No geocoder can be asked now: " + e.getMessage());
        }
    }

    private void print(String title, List<Candidate> candidates) {
        if (candidates.isEmpty()) {
            return;
        }
        System.out.println(title);
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
