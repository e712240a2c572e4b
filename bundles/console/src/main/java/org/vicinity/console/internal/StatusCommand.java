package org.vicinity.console.internal;

import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.vicinity.geocoding.AddressIndex;
import org.vicinity.geocoding.Geocoding;
import org.vicinity.matching.SubscriptionMatcher;
import org.vicinity.notification.Outbox;
import org.vicinity.registry.ChangeLog;
import org.vicinity.registry.Registry;

/** How every part is. */
@Service
@Command(scope = "vicinity", name = "status", description = "How every part is.")
public class StatusCommand implements Action {
    @Reference(optional = true)
    private Registry registry;

    @Reference(optional = true)
    private ChangeLog changeLog;

    @Reference(optional = true)
    private AddressIndex addressIndex;

    @Reference(optional = true)
    private Geocoding geocoding;

    @Reference(optional = true)
    private SubscriptionMatcher matcher;

    @Reference(optional = true)
    private Outbox outbox;

    private final ShellTable table = new ShellTable();

    @Override
    public Object execute() throws Exception {
        table.column("Part");
        table.column("State");
        boolean ready = registry != null
                && changeLog != null
                && geocoding != null
                && matcher != null
                && outbox != null
                && (addressIndex == null || addressIndex.status().ready());
        row("Vicinity", ready ? "ready" : "not ready");
        part("Registry", registry, () -> registry.updatedAt()
                .map(time -> "updated at " + Answers.time(time))
                .orElse("nothing imported yet"));
        part("Changes that wait", changeLog, () -> Long.toString(changeLog.waiting()));
        part(
                "Changes parked",
                changeLog,
                () -> Integer.toString(changeLog.parked().size()));
        part("Address index", addressIndex, this::index);
        part(
                "Geocoders",
                geocoding,
                () -> geocoding.geocoders().isEmpty()
                        ? "none"
                        : geocoding.geocoders().stream()
                                .map(geocoder -> geocoder.name() + " (" + geocoder.state() + ")")
                                .collect(Collectors.joining(", ")));
        part("Tracked addresses held", matcher, () -> Long.toString(matcher.size()));
        part("Channels", outbox, () -> outbox.channels().isEmpty() ? "none" : String.join(", ", outbox.channels()));
        part(
                "Outbox",
                outbox,
                () -> outbox.counts().isEmpty()
                        ? "empty"
                        : outbox.counts().stream()
                                .map(count -> count.messages() + " " + count.state() + " by " + count.channel())
                                .collect(Collectors.joining(", ")));
        table.print(System.out);
        return null;
    }

    private String index() {
        var status = addressIndex.status();
        var text = new StringBuilder(status.ready() ? "ready: " : "not ready: ")
                .append(status.points())
                .append(" points, ")
                .append(status.ranges())
                .append(" ranges");
        if (!status.building().isEmpty()) {
            text.append("; ").append(status.building());
        }
        if (!status.problem().isEmpty()) {
            text.append("; problem: ").append(status.problem());
        }
        return text.toString();
    }

    /** One part's failure must not hide the others. */
    private void part(String name, Object service, Supplier<String> state) {
        if (service == null) {
            row(name, "not running");
            return;
        }
        try {
            row(name, state.get());
        } catch (RuntimeException e) {
            row(name, "does not answer (" + e.getClass().getSimpleName() + ")");
        }
    }

    private void row(String name, String state) {
        table.addRow().addContent(name, state);
    }
}
