package org.vicinity.outbox.internal;

import java.lang.annotation.Annotation;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.vicinity.geocoding.Location;
import org.vicinity.notification.Notice;
import org.vicinity.registry.AddressType;
import org.vicinity.registry.ChangeSet;
import org.vicinity.registry.ComplianceStatus;
import org.vicinity.registry.OffenderRecord;
import org.vicinity.registry.RegistryChange;

/** A fictional person whose texts are as hostile as a registry row may be. */
final class Samples {
    static final String HOSTILE = "<script>alert('x')</script>";
    static final Instant NOW = Instant.parse("2026-11-23T09:00:00Z");

    private Samples() {}

    static OffenderRecord.Address address(String street) {
        return new OffenderRecord.Address(
                AddressType.HOME, street, "Springfield", "Greene", "MO", "65801", new Location(37.2, -93.3));
    }

    static OffenderRecord offender() {
        return new OffenderRecord(
                "R 1/2",
                new OffenderRecord.Name("Pat", "", "Doe" + HOSTILE, ""),
                List.of(new OffenderRecord.Name("P", "", "${1+1}", "")),
                LocalDate.of(1970, 1, 31),
                "M",
                "",
                70,
                180,
                "brown\r\nX: y",
                "",
                List.of(),
                "",
                "3",
                ComplianceStatus.NON_COMPLIANT,
                List.of(new OffenderRecord.Offense("Offense {0}", "", LocalDate.of(2001, 5, 4), null)),
                List.of(),
                List.of(address("2 New St")),
                NOW);
    }

    static Notice.Alert alert() {
        RegistryChange moved = new RegistryChange(
                RegistryChange.Kind.ADDRESS_MOVED, address("1 Old St"), address("2 New St"), null, null);
        RegistryChange status = new RegistryChange(
                RegistryChange.Kind.STATUS_CHANGED,
                null,
                null,
                ComplianceStatus.COMPLIANT,
                ComplianceStatus.NON_COMPLIANT);
        return new Notice.Alert(
                "7-42",
                new ChangeSet(7, 9, offender(), List.of(moved, status), NOW, NOW, null),
                true,
                List.of(new Notice.Place(
                        5,
                        "Home\r\nBcc: a@example.org " + HOSTILE,
                        "10 Main St",
                        2640,
                        Notice.Event.IN,
                        address("2 New St"),
                        1320.4,
                        "NE")));
    }

    /** Of another change. */
    static Notice.Alert other() {
        ChangeSet set = alert().changeSet();
        return new Notice.Alert(
                "6-42", new ChangeSet(6, 8, offender(), set.changes(), NOW, NOW, null), true, List.of());
    }

    /** The alert was wrong: the person never moved. */
    static Notice.Correction correction(RegistryChange.Kind kind) {
        OffenderRecord.Address wrong = address("2 New St");
        RegistryChange undone = new RegistryChange(kind, wrong, address("1 Old St"), null, null);
        return new Notice.Correction(
                "7-42",
                NOW,
                List.of("Home\nBcc: x", ""),
                true,
                new ChangeSet(8, 10, offender(), List.of(undone), NOW, NOW, 7L));
    }

    static List<Notice> all() {
        return List.of(
                new Notice.ConfirmEnrollment("tok en", NOW),
                new Notice.AlreadyEnrolled(),
                new Notice.ConfirmPasswordReset("token", NOW),
                new Notice.PasswordChanged(NOW),
                new Notice.Unenrolled(),
                new Notice.TrackedAddressChanged(
                        Notice.Change.ADDED,
                        "Home",
                        "10 Main St",
                        500,
                        List.of(new Notice.Nearby(offender(), address("2 New St"), 300, "S")),
                        3,
                        NOW),
                new Notice.TrackedAddressChanged(Notice.Change.CHANGED, "", "10 Main St", 5280, List.of(), 0, null),
                new Notice.TrackedAddressChanged(Notice.Change.REMOVED, HOSTILE, "10 Main St", 500, List.of(), 0, NOW),
                new Notice.FollowChanged(Notice.Change.ADDED, offender(), NOW),
                new Notice.FollowChanged(Notice.Change.REMOVED, offender(), NOW),
                alert(),
                new Notice.Alert("7-43", alert().changeSet(), true, List.of()),
                correction(RegistryChange.Kind.ADDRESS_MOVED),
                correction(RegistryChange.Kind.OFFENDER_REMOVED),
                new Notice.Correction(
                        "7-42",
                        NOW,
                        List.of(),
                        false,
                        new ChangeSet(
                                8,
                                10,
                                offender(),
                                Stream.of(RegistryChange.Kind.values())
                                        .map(kind -> new RegistryChange(
                                                kind, address("1 A St"), null, ComplianceStatus.ABSCONDED, null))
                                        .toList(),
                                NOW,
                                NOW,
                                7L)));
    }

    static Settings settings() {
        return new Settings() {
            @Override
            public String publicUrl() {
                return "";
            }

            @Override
            public String senderName() {
                return "Vicinity";
            }

            @Override
            public String senderAddress() {
                return "1 Court Sq";
            }

            @Override
            public String timeZone() {
                return "America/Chicago";
            }

            @Override
            public int concurrency() {
                return 4;
            }

            @Override
            public int contentDays() {
                return 7;
            }

            @Override
            public int domainRate() {
                return 0;
            }

            @Override
            public Class<? extends Annotation> annotationType() {
                return Settings.class;
            }
        };
    }
}
