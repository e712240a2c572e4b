package org.vicinity.console.internal;

import java.util.List;
import java.util.Locale;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.vicinity.geocoding.Geocoding;

/** The geocoders, in the order they are asked. */
@Service
@Command(scope = "vicinity", name = "geocoders", description = "The geocoders, in the order they are asked.")
public class GeocodersCommand implements Action {
    @Reference(optional = true)
    private Geocoding geocoding;

    @Override
    public Object execute() throws Exception {
        var table = new ShellTable();
        for (var column : List.of(
                "Geocoder", "Ranking", "Address leaves the machine", "State", "Calls", "Hits", "Failures", "p95 ms")) {
            table.column(column);
        }
        table.emptyTableText("There is no geocoder.");
        for (var geocoder : Answers.present(geocoding, "geocoding").geocoders()) {
            table.addRow()
                    .addContent(
                            geocoder.name(),
                            geocoder.ranking(),
                            geocoder.leavesMachine() ? "yes" : "no",
                            geocoder.state(),
                            geocoder.calls(),
                            String.format(Locale.ROOT, "%.0f %%", 100 * geocoder.hitRate()),
                            geocoder.failures(),
                            String.format(Locale.ROOT, "%.1f", geocoder.p95Millis()));
        }
        table.print(System.out);
        return null;
    }
}
