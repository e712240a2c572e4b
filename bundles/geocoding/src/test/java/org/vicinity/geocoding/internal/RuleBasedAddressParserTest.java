package org.vicinity.geocoding.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vicinity.geocoding.AddressComponents;
import org.vicinity.geocoding.AddressParser;

class RuleBasedAddressParserTest {
    private static final AddressParser PARSER = new RuleBasedAddressParser();

    @Test
    void readsEveryPartOfAWholeAddress() {
        assertThat(PARSER.parse("5510 South Cornell Avenue, Apt. 12B, St. Louis, Missouri 63104-1234, USA"))
                .isEqualTo(new AddressComponents(
                        "5510", "S", "Cornell", "Ave", "", "Apt 12B", "St Louis", "MO", "63104", "", "address"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "20 Benton Pl St Louis, MO 63104|20||Benton|Pl||St Louis|MO|63104",
                "4108 MARSIELLE ST LOUIS MO 63129|4108||MARSIELLE|||ST LOUIS|MO|63129",
                "100 main los angeles, ca|100||main|||los angeles|CA|",
                "27 Washington Oak Park IL 60302|27||Washington|||Oak Park|IL|60302",
                "79 ironwood way n. palm beach gardens fl 33418|79||ironwood|Way|N|palm beach gardens|FL|33418",
                "364 golfview rd n palm beach fl 33406|364||golfview|Rd||n palm beach|FL|33406",
                "8507   Water St ,St.Louis ,  MO.  63111|8507||Water|St||St Louis|MO|63111",
                "4567 Durant Ave 63115|4567||Durant|Ave||||63115",
                "4567 Durant Ave, 63115 St. Louis MO|4567||Durant|Ave||St Louis|MO|63115",
                "101 e market st ca long beach 90807-9191|101|E|market|St||long beach|CA|90807",
                "704 South Boulevard, Evanston, 60202|704||South|Blvd||Evanston||60202",
                "550 S 400 E, Salt Lake City UT 84111|550|S|400||E|Salt Lake City|UT|84111",
                "100 S.E. Washington Ave, Minneapolis, MN|100|SE|Washington|Ave||Minneapolis|MN|",
                "5534 S. St Louis|5534|S|St Louis|||||",
                "1255 W. Nroth Bvd, Chicago, IL|1255|W|Nroth|Blvd||Chicago|IL|",
                "2510 Heather View Cir, Marion, Iowa|2510||Heather View|Cir||Marion|IA|",
                "10 Flint Road, Amherst, New York, 14226|10||Flint|Rd||Amherst|NY|14226",
                "260 5th av new york|260||5th|Ave||new york||",
                "Wainwright Building, 709 Chestnut St, St Louis MO|709||Chestnut|St||St Louis|MO|",
                "4411 Stone Way North Seattle, King County, WA 98103|4411||Stone|Way|N|Seattle|WA|98103",
                "100 Elm St, Rolla, MO 65401, Phelps County|100||Elm|St||Rolla|MO|65401",
                "404 candleberry street, thistlebrook missouri|404||candleberry|St||thistlebrook|MO|",
                "404 Candleberry St Thistlebrook, Missouri|404||Candleberry|St||Thistlebrook|MO|",
                "404 candleberry st thistlebrook missouri|404||candleberry|St||thistlebrook|MO|",
                "100 Elm St, Boston, MA 2110|100||Elm|St||Boston|MA|02110",
            })
    void partsStreetFromCity(
            String text,
            String number,
            String predirectional,
            String name,
            String suffix,
            String postdirectional,
            String city,
            String state,
            String zip) {
        AddressComponents parsed = PARSER.parse(text);

        assertThat(parsed)
                .isEqualTo(new AddressComponents(
                        number,
                        text(predirectional),
                        name,
                        text(suffix),
                        text(postdirectional),
                        "",
                        text(city),
                        text(state),
                        text(zip),
                        "",
                        "address"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "12345 State Highway DD, Rolla, MO 65401|DD|State Hwy",
                "4500 Hwy N, Cottleville, MO|N|Hwy",
                "4500 Route 66, Rolla MO|66|Rte",
                "22 Co Rd 123, Fulton MO 65251|123|Co Rd",
                "133 W COUNTY ROAD KK, AMHERST, WI|KK|Co Rd",
                "36625 us highway 19 n palm harbor fl|19|US Hwy",
                "2345 Business Loop 70 W, Columbia, MO|70|Bus Loop",
                "410 North Highway 71 Business Lowell AR 72745|71 Business|Hwy",
                "11745 I-70, Columbia MO|70|Interstate",
                "7000 MO-21, Imperial MO|21|State Hwy",
                "1413 State Highway #50, Mays Landing, NJ 08330|50|State Hwy",
                "2349 Old State Route 3|3|Old State Rte",
                "1234 Farm Road 123, Springfield MO|123|Farm Rd",
                "9912 S. Avenue H|H|Ave",
            })
    void knowsNumberedAndLetteredRoads(String text, String name, String kind) {
        AddressComponents parsed = PARSER.parse(text);

        assertThat(parsed.kind()).isEqualTo(kind);
        assertThat(parsed.name()).isEqualTo(name);
        assertThat(parsed.suffix()).isEmpty();
    }

    @Test
    void readsLetteredRoadWithoutANumber() {
        assertThat(PARSER.parse("State Highway DD, Rolla, MO"))
                .isEqualTo(new AddressComponents("", "", "DD", "", "", "", "Rolla", "MO", "", "", "State Hwy"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "529 Main Street, Apt 201, Boston, MA|Apt 201",
                "529 Main St #3206|# 3206",
                "2945 W. Harrison Suite100|Ste 100",
                "410 PIEDMONT AVE # APT 2 SHELBY 28150|Apt 2",
                "431 Marietta St NW 3rd Floor|Fl 3rd",
                "1640 Powers Ferry Road Building 1, Suite 100 Marietta, GA|Bldg 1 Ste 100",
                "suite 200 bld 17 7000 peachtree dunwoody rd|Ste 200 Bldg 17",
                "223 W JACKSON 512, CHICAGO, IL|512",
                "3665 Chesnut Drive, C-5|C-5",
                "1200 Elm St rear|Rear",
                "1755 W Roscoe Apt. 3rd Flr.|Apt Fl 3rd",
                "22 Elm Street, 2nd floor conference room, St Louis|Fl 2nd Conference Rm",
                "2100 Lincoln Park West Unit 10, Chicago IL|Unit 10",
                "4004 OCEAN FRONT APT 410|Apt 410",
            })
    void findsTheUnitWhereverItStands(String text, String unit) {
        AddressComponents parsed = PARSER.parse(text);

        assertThat(parsed.unit()).isEqualTo(unit);
        assertThat(parsed.kind()).isEqualTo("address");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "123 1/2 SE Some Ave|123 1/2",
                "1711 ½ N 6th St|1711 1/2",
                "120-55 Queens Boulevard|120-55",
                "4570R Elm St|4570R",
                "2458 B Wesley Chapel Rd|2458 B",
                "N6W23001 Bluemound Rd|N6W23001",
                "N170 W20015 Hunters Rd, Jackson, WI|N170 W20015",
                "T703 State Route 66, Archbold, OH|T703",
                "One S. Wacker Dr.|1",
                "358 370 E 71ST|358-370",
                "641 S St NW|641",
            })
    void knowsHouseNumbersOfEveryForm(String text, String number) {
        assertThat(PARSER.parse(text).number()).isEqualTo(number);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Grand Blvd & Gravois Ave, St. Louis, MO|Grand|Gravois Ave",
                "N Grand Blvd and S 14th St|Grand|S 14th St",
                "Mission and Valencia Sts San Francisco CA|Mission|Valencia St",
                "Highway 28 And 55, Glenwood, MN 56334|Hwy 28|Hwy 55",
                "corner of Elm St at Main St|Elm|Main St",
                "Grand/Gravois, St Louis MO|Grand|Gravois",
                "Hwys 51 and 151, Madison, WI 53714|Hwy 51|Hwy 151",
                "1601 Jumer Drive at Veteran's Pkwy|Jumer|Veteran's Pkwy",
            })
    void readsCorners(String text, String name, String crossStreet) {
        AddressComponents parsed = PARSER.parse(text);

        assertThat(parsed.kind()).isEqualTo("intersection");
        assertThat(parsed.name()).isEqualTo(name);
        assertThat(parsed.crossStreet()).isEqualTo(crossStreet);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PO Box 123456",
                "P.O.Box 460, Western Springs, IL 60558",
                "Post Office 20387 St. Simons Island GA 31522",
                "rr # 1 box 242 granville il 61326",
                "HC 0903 Box 62",
                "star route 24 box # 45",
                "POB 19060",
                "dept 781115 po box 78000 detroit mi 48278"
            })
    void boxesAreNotMappable(String text) {
        assertThat(PARSER.parse(text).kind()).isEqualTo("po-box");
    }

    @Test
    void aStreetBesideABoxIsAnAddress() {
        AddressComponents parsed = PARSER.parse("901 janesville ave po box 901 ft atkinson wi 53538");

        assertThat(parsed.kind()).isEqualTo("address");
        assertThat(parsed.name()).isEqualTo("janesville");
        assertThat(parsed.city()).isEqualTo("ft atkinson");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                ",,,",
                "homeless",
                "HOMLESS, St. Louis MO",
                "Transient in Boone County",
                "unknown",
                "UNK",
                "incarcerated",
                "Incarcerated - Jefferson City",
                "XXX",
                "xxxxxxxxxxxx",
                "1200 block of Main St, Columbia MO",
                "1200 BLK OLIVE ST",
                "123 Main St, St Louis MO 00000",
                "out of state",
                "moved",
                "no address given",
                "Boone County Jail"
            })
    void recognisesWhatIsNoAddress(String text) {
        assertThat(PARSER.parse(text).kind()).isEqualTo("pseudo");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "123 Unknown Rd, Columbia, MO 65201",
                "5 Prison Rd, Moberly MO",
                "Boone County Jail, 2121 E County Dr, Columbia MO",
                "12 Vicinity Ln",
                "10 Block St, Columbia MO"
            })
    void doesNotMistakeAnAddressForNone(String text) {
        assertThat(PARSER.parse(text).kind()).isEqualTo("address");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "St. Louis, MO|place",
                "63118|place",
                "Missouri|place",
                "Main Street, Medford, NJ|street",
                "asdf|unknown"
            })
    void tellsPlacesAndStreetsFromAddresses(String text, String kind) {
        assertThat(PARSER.parse(text).kind()).isEqualTo(kind);
    }

    @Test
    void neverThrowsOnText() {
        var random = new Random(7);
        String[] words = {
            "12", "N", "St", "Apt", "#", "&", ",", "Box", "PO", "63104", "MO", "and", "1/2", "Hwy", "US", "-", ".", "½",
            "Floor", "Old", "County", "Rd", "Saint", "Louis", "\u0000", "é", "(", "'", "Co", "7th", "New", "York", "I-"
        };
        for (int i = 0; i < 50_000; i++) {
            var text = new StringBuilder();
            for (int w = random.nextInt(9); w >= 0; w--) {
                text.append(words[random.nextInt(words.length)]).append(random.nextInt(4) == 0 ? "" : " ");
            }
            assertThatCode(() -> PARSER.parse(text.toString()))
                    .as(text.toString())
                    .doesNotThrowAnyException();
        }
    }

    private static String text(String cell) {
        return cell == null ? "" : cell;
    }
}
