package org.vicinity.geocoding.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vicinity.geocoding.AddressComponents;
import org.vicinity.geocoding.AddressParser;
import org.vicinity.geocoding.Candidate;
import org.vicinity.geocoding.GeocodeAnswer;
import org.vicinity.geocoding.GeocodeAnswer.Reason;

/**
 * Holds what a geocoder found against what was asked. A house of another number, street or state is an offer, not an
 * answer, however sure the geocoder is of it.
 */
final class Agreement {
    private static final Pattern DIGITS = Pattern.compile("\\d+");
    private static final Pattern RANGE = Pattern.compile("(\\d+) ?- ?(\\d+)");
    private static final Pattern FRACTION = Pattern.compile("(.*\\d)[ -]\\d/\\d");
    private static final Pattern LETTERS = Pattern.compile("[A-Z' .]+");

    private final AddressParser parser;
    private final boolean zipCounts;

    /**
     * @param zipCounts whether another ZIP code contradicts. Data on this machine are read with the ZIP codes around, so
     *     their geocoder judges that itself.
     */
    Agreement(AddressParser parser, boolean zipCounts) {
        this.parser = parser;
        this.zipCounts = zipCounts;
    }

    /** The answer with what contradicts the question made too rough for a radius, and offered as a suggestion. */
    GeocodeAnswer held(AddressComponents asked, GeocodeAnswer answer) {
        List<Candidate> candidates = new ArrayList<>();
        List<Candidate> suggestions = new ArrayList<>(answer.suggestions());
        for (Candidate candidate : answer.candidates()) {
            boolean contradicts = candidate.precision().goodEnoughForRadius()
                    && contradicts(asked, parser.parse(candidate.address()));
            candidates.add(contradicts ? candidate.tooRoughForRadius() : candidate);
            if (contradicts) {
                suggestions.add(candidate);
            }
        }
        boolean lowered = suggestions.size() > answer.suggestions().size();
        boolean mapped = candidates.stream().anyMatch(one -> one.precision().goodEnoughForRadius());
        return new GeocodeAnswer(candidates, lowered && !mapped ? Reason.CONTRADICTORY : answer.reason(), suggestions);
    }

    private boolean contradicts(AddressComponents asked, AddressComponents found) {
        // what isn't read as a house can't be compared
        return !found.number().isEmpty()
                && (differs(asked.state(), found.state())
                        || zipCounts && differs(firstFive(asked.zip()), firstFive(found.zip()))
                        || otherNumber(asked.number(), found.number())
                        || otherStreet(asked.name(), found.name()));
    }

    private static boolean differs(String asked, String found) {
        return !asked.isEmpty() && !found.isEmpty() && !asked.equalsIgnoreCase(found);
    }

    private static String firstFive(String zip) {
        return zip.length() > 5 ? zip.substring(0, 5) : zip;
    }

    /** Half numbers and lettered ones stand at their whole number's house; a building of several numbers holds each. */
    private static boolean otherNumber(String asked, String found) {
        if (asked.isEmpty()) {
            return true;
        }
        Matcher range = RANGE.matcher(found);
        List<String> wanted = numbers(asked);
        if (range.matches() && wanted.size() == 1 && wanted.get(0).length() < 10) {
            long number = Long.parseLong(wanted.get(0));
            return number < parsed(range.group(1)) || number > parsed(range.group(2));
        }
        return !wanted.equals(numbers(found));
    }

    private static long parsed(String digits) {
        return digits.length() > 9 ? Long.MAX_VALUE : Long.parseLong(digits);
    }

    /** Its groups of digits without leading zeros: 4-1302 has two, and is neither 4 nor 1302. */
    private static List<String> numbers(String number) {
        Matcher fraction = FRACTION.matcher(number);
        return DIGITS.matcher(fraction.matches() ? fraction.group(1) : number)
                .results()
                .map(group -> group.group().replaceFirst("^0+(?=.)", ""))
                .toList();
    }

    /**
     * Whether two names have nothing in common. Names with digits are written in too many ways to be told apart here, and
     * initials stand for whole names.
     */
    private static boolean otherStreet(String asked, String found) {
        String one = asked.toUpperCase(Locale.ROOT);
        String other = found.toUpperCase(Locale.ROOT);
        if (!LETTERS.matcher(one).matches() || !LETTERS.matcher(other).matches()) {
            return false;
        }
        Set<String> common = new HashSet<>(Arrays.asList(one.split(" ")));
        common.retainAll(Arrays.asList(other.split(" ")));
        String joined = one.replaceAll("[ '.]", "");
        String otherJoined = other.replaceAll("[ '.]", "");
        return common.isEmpty()
                && !joined.contains(otherJoined)
                && !otherJoined.contains(joined)
                && !initials(one).equals(otherJoined)
                && !initials(other).equals(joined)
                && !Spelling.isOneEditApart(joined, otherJoined);
    }

    private static String initials(String name) {
        var initials = new StringBuilder();
        for (String word : name.split(" ")) {
            initials.append(word, 0, Math.min(1, word.length()));
        }
        return initials.toString();
    }
}
