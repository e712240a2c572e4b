package org.vicinity.outbox.internal;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vicinity.notification.Notice;
import org.vicinity.registry.ChangeSet;
import org.vicinity.registry.ComplianceStatus;
import org.vicinity.registry.OffenderRecord;
import org.vicinity.registry.RegistryChange;

/** Words notices as letters: what the law and good practice ask a mail to carry is put together here. */
final class Letters {
    private static final int FEET_A_MILE = 5280;
    private static final int INCHES_A_FOOT = 12;

    private final String publicUrl;
    private final String sender;
    private final Map<String, Wording> wordings;

    Letters(String publicUrl, String senderName, String senderAddress, ZoneId zone) {
        this.publicUrl = publicUrl;
        this.sender = Stream.of(senderName, senderAddress)
                .filter(part -> !part.isBlank())
                .collect(Collectors.joining(", "));
        wordings = Map.of("en", new Wording("en", zone), "es", new Wording("es", zone));
    }

    Letter letter(Payload payload) {
        return new Writer(payload).letter();
    }

    /** Headers beside those that every mail has. */
    Map<String, String> headers(Payload payload) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Auto-Submitted", "auto-generated");
        if (isAboutWatches(payload.notice()) && !payload.unsubscribeToken().isBlank()) {
            headers.put("List-Unsubscribe", '<' + unsubscribeUrl(payload) + '>');
            headers.put("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
            headers.put("List-Id", "Vicinity alerts <alerts." + host(publicUrl) + '>');
        }
        return headers;
    }

    static String host(String url) {
        String host = java.net.URI.create(url).getHost();
        return host == null ? "localhost" : host;
    }

    private static boolean isAboutWatches(Notice notice) {
        return notice instanceof Notice.Alert
                || notice instanceof Notice.Correction
                || notice instanceof Notice.TrackedAddressChanged
                || notice instanceof Notice.FollowChanged;
    }

    private String unsubscribeUrl(Payload payload) {
        return url("/unsubscribe?token=", payload.unsubscribeToken());
    }

    private String url(String path, String value) {
        return publicUrl
                + path
                + URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** One letter in one language. */
    private final class Writer {
        private final Payload payload;
        private final Wording words;

        Writer(Payload payload) {
            this.payload = payload;
            words = wordings.getOrDefault(payload.language(), wordings.get("en"));
        }

        Letter letter() {
            Notice notice = payload.notice();
            Letter letter;
            if (notice instanceof Notice.ConfirmEnrollment n) {
                letter = link("confirm", url("/confirm?token=", n.token()), n.expiresAt());
            } else if (notice instanceof Notice.ConfirmPasswordReset n) {
                letter = link("reset", url("/reset?token=", n.token()), n.expiresAt());
            } else if (notice instanceof Notice.AlreadyEnrolled) {
                letter = simple("already").link(words.say("already.link"), publicUrl + "/account");
            } else if (notice instanceof Notice.PasswordChanged n) {
                letter = simple("changed", time(n.at())).link(words.say("changed.link"), publicUrl + "/reset");
            } else if (notice instanceof Notice.Unenrolled) {
                letter = simple("unenrolled");
            } else if (notice instanceof Notice.TrackedAddressChanged n) {
                letter = tracked(n);
            } else if (notice instanceof Notice.FollowChanged n) {
                letter = follow(n);
            } else if (notice instanceof Notice.Alert n) {
                letter = alert(n);
            } else if (notice instanceof Notice.Correction n) {
                letter = correction(n);
            } else {
                throw new IllegalStateException(
                        "no letter for " + notice.getClass().getSimpleName());
            }
            return letter.note(words.say("sender", sender, publicUrl));
        }

        private Letter simple(String key, Object... arguments) {
            return new Letter(words.say(key + ".subject")).text(words.say(key + ".text", arguments));
        }

        private Letter link(String key, String url, Instant expiresAt) {
            return simple(key).link(words.say(key + ".link"), url).note(words.say(key + ".note", time(expiresAt)));
        }

        private Letter tracked(Notice.TrackedAddressChanged n) {
            String key = "tracked." + n.change().name().toLowerCase(Locale.ROOT);
            String place = n.label().isBlank() ? words.say("place.unnamed") : n.label();
            Letter letter = new Letter(words.say(key + ".subject", place))
                    .text(words.say(key + ".text", place))
                    .fact(words.say("fact.address"), n.address());
            if (n.change() != Notice.Change.REMOVED) {
                letter.fact(words.say("fact.radius"), distance(n.radiusFeet()));
                asOf(letter, n.asOf());
                letter.heading(words.say("inside.heading", n.insideTotal()));
                if (n.insideNow().isEmpty()) {
                    letter.text(words.say("inside.none"));
                }
                for (Notice.Nearby nearby : n.insideNow()) {
                    letter.item(words.say(
                                    "inside.item",
                                    fullName(nearby.offender()),
                                    type(nearby.address()),
                                    nearby.address().oneLine(),
                                    distance(nearby.feet()),
                                    direction(nearby.direction()),
                                    standing(nearby.offender())))
                            .link(words.say("record"), recordUrl(nearby.offender()));
                }
                if (n.insideTotal() > n.insideNow().size()) {
                    letter.text(words.say(
                                    "inside.more",
                                    n.insideTotal() - n.insideNow().size()))
                            .link(words.say("inside.search"), publicUrl + "/");
                }
                letter.note(words.say("misuse")).note(words.say("limits")).note(words.say("correction", publicUrl));
                return stop(letter, words.say("why.tracked"));
            }
            return stopAll(letter.note(words.say("why.tracked.ended")));
        }

        /** The law may forbid messages to name people. */
        private String fullName(OffenderRecord offender) {
            String name = offender.name().full();
            return name.isBlank() ? words.say("person.unnamed") : name;
        }

        private Letter follow(Notice.FollowChanged n) {
            String key = "follow." + n.change().name().toLowerCase(Locale.ROOT);
            Letter letter = new Letter(words.say(key + ".subject")).text(words.say(key + ".text"));
            person(letter, n.offender(), n.asOf());
            letter.note(words.say("misuse")).note(words.say("limits")).note(words.say("correction", publicUrl));
            return n.change() == Notice.Change.REMOVED
                    ? stopAll(letter.note(words.say("why.follow.ended")))
                    : stop(letter, words.say("why.follow"));
        }

        private Letter alert(Notice.Alert n) {
            OffenderRecord offender = n.changeSet().offender();
            String subject = n.places().isEmpty()
                    ? words.say("alert.subject.follow")
                    : words.say("alert.subject.place", name(n.places().get(0)));
            Letter letter = new Letter(subject);
            for (Notice.Place place : n.places()) {
                letter.text(words.say(
                        "alert." + place.event().name().toLowerCase(Locale.ROOT),
                        name(place),
                        distance(place.feet()),
                        direction(place.direction()),
                        distance(place.radiusFeet()),
                        type(place.address())));
                letter.fact(words.say("fact.registered"), place.address().oneLine())
                        .fact(words.say("fact.place"), place.placeAddress());
            }
            letter.heading(words.say("alert.changes"));
            n.changeSet().changes().forEach(change -> change(letter, change));
            boolean removal = isRemoval(n.changeSet());
            if (removal) {
                // Their record is gone, and what it held is no longer anybody's business.
                letter.heading(words.say("person")).fact(words.say("fact.name"), fullName(offender));
                asOf(letter, n.changeSet().enteredAt());
            } else {
                person(letter, offender, n.changeSet().enteredAt());
            }
            letter.note(words.say("misuse")).note(words.say("limits")).note(words.say("correction", publicUrl));
            if (n.followed() && removal) {
                letter.note(words.say("alert.ended"));
            }
            stop(letter, words.say(n.places().isEmpty() ? "why.follow" : n.followed() ? "why.both" : "why.tracked"));
            return letter.note(words.say("alert.id", n.alertId()));
        }

        /** The changes of a correction run backwards: what they have as before is what was wrongly told. */
        private Letter correction(Notice.Correction n) {
            OffenderRecord offender = n.changeSet().offender();
            boolean registered = !isRemoval(n.changeSet());
            String places = n.places().stream()
                    .map(place -> place.isBlank() ? words.say("place.unnamed") : place)
                    .collect(Collectors.joining(", "));
            Letter letter = new Letter(
                            places.isEmpty() ? words.say("wrong.subject") : words.say("wrong.subject.place", places))
                    .text(words.say("wrong.text", time(n.toldAt())))
                    .heading(words.say("wrong.told"));
            for (RegistryChange change : n.changeSet().changes()) {
                if (change.kind() != RegistryChange.Kind.ADDRESS_CORRECTED) {
                    letter.text(words.say("wrong." + change.kind().name()));
                    fact(letter, "wrong.fact", change.before(), change.statusBefore());
                }
            }
            letter.heading(words.say("wrong.now"))
                    .fact(words.say("fact.name"), offender.name().full());
            if (registered) {
                offender.addresses().forEach(address -> fact(letter, "fact.registered", address, null));
                fact(letter, "fact.status", null, offender.status());
            } else {
                letter.text(words.say("wrong.unregistered"));
            }
            asOf(letter, n.changeSet().enteredAt());
            if (registered) {
                letter.link(words.say("record"), recordUrl(offender));
            }
            if (n.followEnded()) {
                letter.text(words.say("wrong.follow"));
            }
            letter.note(words.say("misuse")).note(words.say("limits")).note(words.say("correction", publicUrl));
            return stop(letter, words.say("why.wrong")).note(words.say("alert.id", n.alertId()));
        }

        private void asOf(Letter letter, Instant asOf) {
            if (asOf != null) {
                letter.fact(words.say("fact.asof"), time(asOf));
            }
        }

        private void change(Letter letter, RegistryChange change) {
            if (change.kind() == RegistryChange.Kind.ADDRESS_CORRECTED) {
                return;
            }
            letter.text(words.say("kind." + change.kind().name()));
            fact(letter, "fact.before", change.before(), change.statusBefore());
            fact(letter, "fact.after", change.after(), change.statusAfter());
        }

        /** What is there of the two. */
        private void fact(
                Letter letter, String label, OffenderRecord.Address address, ComplianceStatus complianceStatus) {
            if (address != null) {
                letter.fact(words.say(label), type(address) + ": " + address.oneLine());
            }
            if (complianceStatus != null) {
                letter.fact(words.say(label), status(complianceStatus));
            }
        }

        private static boolean isRemoval(ChangeSet changeSet) {
            return changeSet.changes().stream()
                    .anyMatch(change -> change.kind() == RegistryChange.Kind.OFFENDER_REMOVED);
        }

        private void person(Letter letter, OffenderRecord o, Instant asOf) {
            letter.heading(words.say("person"))
                    .fact(words.say("fact.name"), o.name().full())
                    .fact(
                            words.say("fact.aliases"),
                            o.aliases().stream().map(OffenderRecord.Name::full).collect(Collectors.joining("; ")))
                    .fact(words.say("fact.birth"), o.dateOfBirth() == null ? "" : date(o.dateOfBirth()))
                    .fact(words.say("fact.sex"), words.sayOr("sex." + o.sex(), o.sex()))
                    .fact(words.say("fact.race"), o.race())
                    .fact(words.say("fact.height"), o.heightInches() == null ? "" : height(o.heightInches()))
                    .fact(
                            words.say("fact.weight"),
                            o.weightPounds() == null ? "" : words.say("weight", o.weightPounds()))
                    .fact(words.say("fact.hair"), o.hair())
                    .fact(words.say("fact.eyes"), o.eyes())
                    .fact(words.say("fact.tier"), tier(o))
                    .fact(words.say("fact.status"), o.status() == null ? "" : status(o.status()))
                    .fact(
                            words.say("fact.offenses"),
                            o.offenses().stream()
                                    .map(offense -> offense.convictedOn() == null
                                            ? offense.description()
                                            : offense.description() + " (" + date(offense.convictedOn()) + ")")
                                    .collect(Collectors.joining("; ")));
            asOf(letter, asOf);
            letter.link(words.say("record"), recordUrl(o));
        }

        private Letter stop(Letter letter, String why) {
            return stopAll(letter.note(why).link(words.say("stop.watch"), publicUrl + "/account"));
        }

        private Letter stopAll(Letter letter) {
            if (!payload.unsubscribeToken().isBlank()) {
                letter.link(words.say("stop.all"), unsubscribeUrl(payload));
            }
            return letter;
        }

        private String name(Notice.Place place) {
            return place.label().isBlank() ? words.say("place.unnamed") : place.label();
        }

        private String recordUrl(OffenderRecord offender) {
            return url("/offenders/", offender.id());
        }

        private String type(OffenderRecord.Address address) {
            return words.say("type." + address.type().wireName());
        }

        private String tier(OffenderRecord offender) {
            return offender.tier().isBlank() ? "" : words.sayOr("tier." + offender.tier(), offender.tier());
        }

        /** The tier, and the status where the duty is not kept. */
        private String standing(OffenderRecord offender) {
            ComplianceStatus status = offender.status();
            return Stream.of(
                            tier(offender),
                            status == null || status == ComplianceStatus.COMPLIANT ? "" : status(status))
                    .filter(part -> !part.isBlank())
                    .collect(Collectors.joining("; "));
        }

        private String status(ComplianceStatus status) {
            return words.say("status." + status.wireName());
        }

        private String direction(String point) {
            return words.sayOr("direction." + point, point);
        }

        /** Feet up to a tenth of a mile, miles beyond; rounded, for the data are no finer. */
        private String distance(double feet) {
            String rounded = words.number(Math.round(feet), 0);
            return feet < FEET_A_MILE / 10.0
                    ? words.say("feet", rounded)
                    : words.say("miles", words.number(feet / FEET_A_MILE, 2), rounded);
        }

        private String height(int inches) {
            return words.say("height", inches / INCHES_A_FOOT, inches % INCHES_A_FOOT);
        }

        private String date(LocalDate date) {
            return words.date(date);
        }

        private String time(Instant instant) {
            return words.time(instant);
        }
    }
}
