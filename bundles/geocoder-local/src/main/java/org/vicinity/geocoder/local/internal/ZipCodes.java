package org.vicinity.geocoder.local.internal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** What a ZIP code or a county code says about where a source's row lies. */
final class ZipCodes {
    /** First and last three-digit ZIP prefix of each state, as the Postal Service assigns them. */
    private static final String STATES_OF_PREFIXES =
            """
            005-005NY 006-007PR 008-008VI 009-009PR 010-027MA 028-029RI 030-038NH 039-049ME 050-054VT 055-055MA
            056-059VT 060-069CT 070-089NJ 100-149NY 150-196PA 197-199DE 200-200DC 201-201VA 202-205DC 206-219MD
            220-246VA 247-268WV 270-289NC 290-299SC 300-319GA 320-349FL 350-369AL 370-385TN 386-397MS 398-399GA
            400-427KY 430-459OH 460-479IN 480-499MI 500-528IA 530-549WI 550-567MN 569-569DC 570-577SD 580-588ND
            590-599MT 600-629IL 630-658MO 660-679KS 680-693NE 700-714LA 716-729AR 730-732OK 733-733TX 734-749OK
            750-799TX 800-816CO 820-831WY 832-838ID 840-847UT 850-865AZ 870-884NM 885-885TX 889-898NV 900-961CA
            967-968HI 969-969GU 970-979OR 980-994WA 995-999AK
            """;

    /** Federal numbers of the states, as in the names of Census files. */
    private static final String STATES_OF_NUMBERS =
            """
            01AL 02AK 04AZ 05AR 06CA 08CO 09CT 10DE 11DC 12FL 13GA 15HI 16ID 17IL 18IN 19IA 20KS 21KY 22LA 23ME 24MD
            25MA 26MI 27MN 28MS 29MO 30MT 31NE 32NV 33NH 34NJ 35NM 36NY 37NC 38ND 39OH 40OK 41OR 42PA 44RI 45SC 46SD
            47TN 48TX 49UT 50VT 51VA 53WA 54WV 55WI 56WY 66GU 72PR 78VI
            """;

    private final String[] stateOfPrefix = new String[1000];
    private final Map<String, String> stateOfNumber = new HashMap<>();
    private final Map<String, String> cityOfZip = new HashMap<>();

    ZipCodes() {
        for (String item : STATES_OF_PREFIXES.trim().split("\\s+")) {
            for (int i = Integer.parseInt(item, 0, 3, 10); i <= Integer.parseInt(item, 4, 7, 10); i++) {
                stateOfPrefix[i] = item.substring(7);
            }
        }
        for (String item : STATES_OF_NUMBERS.trim().split("\\s+")) {
            stateOfNumber.put(item.substring(0, 2), item.substring(2));
        }
        try (var lines = new BufferedReader(
                new InputStreamReader(ZipCodes.class.getResourceAsStream("zip-cities.csv"), StandardCharsets.UTF_8))) {
            lines.lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line -> cityOfZip.put(line.substring(0, 5), line.substring(6)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The state's two letters, or an empty string. */
    String state(String zip) {
        if (zip.length() != 5) {
            return "";
        }
        String state = stateOfPrefix[Integer.parseInt(zip, 0, 3, 10)];
        return state == null ? "" : state;
    }

    /** The state's two letters for its two-digit federal number, or an empty string. */
    String stateOfNumber(String number) {
        return stateOfNumber.getOrDefault(number, "");
    }

    /** The postal city, or an empty string. */
    String city(String zip) {
        return cityOfZip.getOrDefault(zip, "");
    }

    /** The five digits a ZIP or ZIP+4 code starts with, or an empty string. */
    static String fiveDigits(String text) {
        String trimmed = text.trim();
        if (trimmed.length() < 5) {
            return "";
        }
        for (int i = 0; i < 5; i++) {
            if (trimmed.charAt(i) < '0' || trimmed.charAt(i) > '9') {
                return "";
            }
        }
        return trimmed.substring(0, 5);
    }
}
