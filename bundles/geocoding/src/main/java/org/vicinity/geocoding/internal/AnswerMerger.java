package org.vicinity.geocoding.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.vicinity.geocoding.Candidate;
import org.vicinity.geocoding.GeocodeAnswer;
import org.vicinity.geocoding.GeocodeAnswer.Reason;

/** Makes one answer of several geocoders' answers, in the order they were asked. */
final class AnswerMerger {
    private final double disagreementMeters;

    AnswerMerger(double disagreementMeters) {
        this.disagreementMeters = disagreementMeters;
    }

    GeocodeAnswer merge(List<GeocodeAnswer> answers) {
        boolean disagree = disagree(answers);
        List<Candidate> candidates = new ArrayList<>();
        List<Candidate> suggestions = new ArrayList<>();
        for (GeocodeAnswer answer : answers) {
            answer.candidates()
                    .forEach(candidate -> candidates.add(disagree ? candidate.tooRoughForRadius() : candidate));
            answer.suggestions().stream().filter(s -> !suggestions.contains(s)).forEach(suggestions::add);
        }
        // stable: of equally precise ones the better ranked geocoder's comes first
        candidates.sort(Comparator.comparing(Candidate::precision));
        return new GeocodeAnswer(candidates, reason(answers, candidates, disagree), suggestions);
    }

    /** Whether two geocoders are sure of places too far apart to be the same. */
    private boolean disagree(List<GeocodeAnswer> answers) {
        List<Candidate> sure =
                answers.stream().flatMap(answer -> answer.mappable().stream()).toList();
        for (int i = 1; i < sure.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (GreatCircle.meters(sure.get(i).location(), sure.get(j).location()) > disagreementMeters) {
                    return true;
                }
            }
        }
        return false;
    }

    private static Reason reason(List<GeocodeAnswer> answers, List<Candidate> candidates, boolean disagree) {
        if (candidates.stream().anyMatch(candidate -> candidate.precision().goodEnoughForRadius())) {
            return Reason.NONE;
        }
        if (disagree) {
            return Reason.AMBIGUOUS;
        }
        return answers.stream()
                .map(GeocodeAnswer::reason)
                .filter(reason -> reason != Reason.NONE)
                .findFirst()
                .orElse(Reason.NOT_PRECISE);
    }
}
