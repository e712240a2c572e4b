package org.vicinity.demo.internal;

import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Made-up people of the made-up town, as a snapshot of a registry. The same in every run. */
final class People {
    static final int COUNT = 2_100;
    static final String FEED = "demo";

    private static final String HEADER =
            "id,last_name,first_name,middle_name,suffix,date_of_birth,sex,race,height_inches,weight_pounds,hair,eyes,"
                    + "tier,status,offense,address_type,street,city,county,state,zip,latitude,longitude\n";

    private static final List<String> FIRST = List.of(
            "Alder",
            "Ambrose",
            "Aster",
            "Basil",
            "Birch",
            "Bramble",
            "Briar",
            "Cedar",
            "Clement",
            "Cosmo",
            "Cypress",
            "Dorian",
            "Ember",
            "Evander",
            "Fennel",
            "Fern",
            "Flint",
            "Florian",
            "Garnet",
            "Hawthorn",
            "Heath",
            "Hyssop",
            "Indigo",
            "Jasper",
            "Jory",
            "Kestrel",
            "Larch",
            "Linden",
            "Lorcan",
            "Lupin",
            "Merle",
            "Moss",
            "Nettle",
            "Oakley",
            "Onyx",
            "Orrin",
            "Peregrin",
            "Quill",
            "Reed",
            "Rowan",
            "Sage",
            "Sorrel",
            "Tansy",
            "Thorn",
            "Timber",
            "Umber",
            "Vesper",
            "Wren");
    private static final List<String> LAST = List.of(
            "Applecart",
            "Barleymow",
            "Beanstalk",
            "Bellwether",
            "Bottlebrush",
            "Breadcrumb",
            "Broomhandle",
            "Buttonhole",
            "Candlewick",
            "Cartwheel",
            "Chalkboard",
            "Clothespin",
            "Cobblestone",
            "Copperkettle",
            "Corkscrew",
            "Dishwater",
            "Doorstopper",
            "Driftnet",
            "Dustpan",
            "Featherbed",
            "Fencepost",
            "Flagstone",
            "Gatepost",
            "Goosequill",
            "Haystack",
            "Hourglass",
            "Inkstand",
            "Jampot",
            "Kettlewell",
            "Lampwick",
            "Matchbox",
            "Millpond",
            "Nutcracker",
            "Oatcake",
            "Paperclip",
            "Pinwheel",
            "Quiltmaker",
            "Raincoat",
            "Rollingpin",
            "Sandcastle",
            "Shoelace",
            "Snowshoe",
            "Spoonbill",
            "Teacup",
            "Thimble",
            "Umbrella",
            "Wheelbarrow",
            "Windowsill");
    private static final List<String> HAIR = List.of("brown", "black", "blond", "red", "gray", "bald");
    private static final List<String> EYES = List.of("brown", "blue", "green", "hazel", "gray");
    private static final List<String> PSEUDO = List.of("Homeless", "Incarcerated", "Unknown");

    private People() {}

    static String id(int index) {
        return String.format(Locale.ROOT, "DEMO-%04d", index + 1);
    }

    static String snapshot(Town town) {
        var random = new Random(2_100);
        var rows = new StringBuilder(HEADER);
        for (int i = 0; i < COUNT; i++) {
            var person = person(i, random);
            if (i % 100 == 99) {
                address(rows, person, "home", PSEUDO.get(i / 100 % PSEUDO.size()), "", "");
            } else {
                at(rows, person, "home", town, random);
            }
            if (random.nextInt(10) < 3) {
                at(rows, person, "work", town, random);
            }
            if (random.nextInt(20) == 0) {
                at(rows, person, "school", town, random);
            }
        }
        return rows.toString();
    }

    private static String person(int i, Random random) {
        // Every pair of names once: the last names move on by one with each round of the first ones.
        String first = FIRST.get(i % FIRST.size());
        String last = LAST.get((i + i / FIRST.size()) % LAST.size());
        int status = random.nextInt(100);
        return String.format(
                Locale.ROOT,
                "%s,%s,%s,,,%d-%02d-%02d,%s,,%d,%d,%s,%s,%d,%s,%s",
                id(i),
                last,
                first,
                1950 + random.nextInt(52),
                1 + random.nextInt(12),
                1 + random.nextInt(28),
                random.nextInt(10) == 0 ? "F" : "M",
                60 + random.nextInt(17),
                120 + random.nextInt(130),
                HAIR.get(random.nextInt(HAIR.size())),
                EYES.get(random.nextInt(EYES.size())),
                1 + random.nextInt(3),
                status < 90 ? "compliant" : status < 97 ? "non-compliant" : "absconded",
                "Made-up offense " + (char) ('A' + random.nextInt(6)));
    }

    /** Three of five with coordinates, as some authorities give them; the others are to be geocoded. */
    private static void at(StringBuilder rows, String person, String type, Town town, Random random) {
        var point = town.points().get(random.nextInt(town.points().size()));
        boolean located = random.nextInt(5) < 3;
        var location = point.location();
        address(
                rows,
                person,
                type,
                point.line(),
                located ? String.format(Locale.ROOT, "%.7f", location.latitude()) : "",
                located ? String.format(Locale.ROOT, "%.7f", location.longitude()) : "");
    }

    private static void address(
            StringBuilder rows, String person, String type, String street, String latitude, String longitude) {
        rows.append(String.join(
                        ",", person, type, street, Town.NAME, Town.COUNTY, Town.STATE, Town.ZIP, latitude, longitude))
                .append('\n');
    }
}
