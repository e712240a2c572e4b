package org.vicinity.demo.internal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.vicinity.registry.AddressType;
import org.vicinity.registry.OffenderRecord;
import org.vicinity.registry.Registry;

/** Moves one of the made-up people's home next to an address of the town. */
@Service
@Command(
        scope = "vicinity",
        name = "demo-move",
        description =
                "Moves a made-up offender next to an address of the demo's town, so that who tracks it is alerted.")
public class DemoMoveCommand implements Action {
    /** Farther than one that comes from here has its alert for moving in, whatever the radius is. */
    private static final double FAR_METRES = 1_700;

    @Reference(optional = true)
    private Registry registry;

    @Argument(
            index = 0,
            name = "address",
            multiValued = true,
            description = "Address of the town; without it, the one that the mailbox page names")
    private List<String> address;

    @Option(name = "--offender", description = "Id of one of the demo's people")
    private String offender;

    @Override
    public Object execute() {
        if (registry == null) {
            throw new IllegalStateException("The registry is not running. Is its bundle installed and started?");
        }
        System.out.println(
                new Move(registry, new Town()).to(address == null ? "" : String.join(" ", address), offender));
        return null;
    }

    /** The move itself, without a shell. */
    record Move(Registry registry, Town town) {
        /** @return what was done, in words */
        String to(String text, String offenderId) {
            var target = text.isBlank()
                    ? town.example()
                    : town.find(text)
                            .orElseThrow(() -> new IllegalArgumentException("The town has no such address. Try "
                                    + town.example().oneLine()));
            var record = offenderId == null || offenderId.isBlank() ? someoneFarFrom(target) : named(offenderId);
            var home = home(record);
            var neighbour = town.near(target).stream()
                    .limit(12)
                    .filter(point -> home == null || !point.line().equalsIgnoreCase(home.street()))
                    .findFirst()
                    .orElseThrow();
            registry.put(People.FEED, moved(record, home, neighbour));
            return record.name().full() + " (" + record.id() + ") moves from "
                    + (home == null ? "nowhere" : home.oneLine()) + " to " + neighbour.oneLine() + ", "
                    + Math.round(target.metresTo(neighbour) / 0.3048) + " feet from " + target.oneLine();
        }

        private OffenderRecord named(String id) {
            if (!id.startsWith("DEMO-")) {
                throw new IllegalArgumentException("Only the demo's made-up people can be moved: DEMO-0001 and on");
            }
            return registry.find(id)
                    .orElseThrow(() -> new IllegalArgumentException("There is no offender with this id"));
        }

        private OffenderRecord someoneFarFrom(Town.Point target) {
            for (int i = 0; i < People.COUNT; i++) {
                var found = registry.find(People.id(i));
                if (found.isPresent() && farFrom(target, found.get())) {
                    return found.get();
                }
            }
            throw new IllegalStateException(
                    "The demo's registry is not there yet; vicinity:status tells when it was updated");
        }

        private boolean farFrom(Town.Point target, OffenderRecord record) {
            return record.addresses().stream().allMatch(address -> town.find(address.street())
                    .filter(point -> point.metresTo(target) > FAR_METRES)
                    .isPresent());
        }

        private static OffenderRecord.Address home(OffenderRecord record) {
            return record.addresses().stream()
                    .filter(address -> address.type() == AddressType.HOME)
                    .findFirst()
                    .orElse(null);
        }

        private static OffenderRecord moved(OffenderRecord record, OffenderRecord.Address home, Town.Point to) {
            var addresses = new ArrayList<>(record.addresses());
            addresses.remove(home);
            addresses.add(new OffenderRecord.Address(
                    AddressType.HOME, to.line(), Town.NAME, Town.COUNTY, Town.STATE, Town.ZIP, to.location()));
            return record.withAddresses(addresses, Instant.now());
        }
    }
}
