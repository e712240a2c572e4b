package org.vicinity.geocoding.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vicinity.geocoding.Candidate;
import org.vicinity.geocoding.GeocodeAnswer;
import org.vicinity.geocoding.GeocodeAnswer.Reason;
import org.vicinity.geocoding.GeocodeQuery;
import org.vicinity.geocoding.Precision;

/** One address on its way along the chain: what was said of it so far, and who else is worth asking. */
final class Inquiry {
    private final GeocodeQuery query;
    private final Precision sufficient;
    private final List<GeocodeAnswer> answers = new ArrayList<>();
    private int attempts;

    /** @param sufficient the precision for which no address is sent elsewhere any more */
    Inquiry(GeocodeQuery query, Precision sufficient) {
        this.query = query;
        this.sufficient = sufficient;
    }

    GeocodeQuery query() {
        return query;
    }

    void attempted() {
        attempts++;
    }

    void answered(GeocodeAnswer answer) {
        answers.add(answer);
    }

    /** Why no geocoder is asked at all, if so. */
    Optional<Reason> unaskable() {
        return switch (query.components().kind()) {
            case "pseudo" -> Optional.of(Reason.PSEUDO_ADDRESS);
            case "po-box" -> Optional.of(Reason.PO_BOX);
            default -> Optional.empty();
        };
    }

    /**
     * Text that is not understood as an address stays on this machine. A computed point is checked with whoever else is
     * on this machine, which costs nothing and reveals nothing; with those elsewhere only where it isn't sufficient.
     */
    boolean wants(GuardedGeocoder geocoder) {
        // several places fitting equally well is the question's fault: the next geocoder would just pick one
        boolean ambiguous = answers.stream().anyMatch(answer -> answer.reason() == Reason.AMBIGUOUS);
        if (ambiguous || unaskable().isPresent()) {
            return false;
        }
        Optional<Precision> best = answers.stream()
                .flatMap(answer -> answer.mappable().stream())
                .map(Candidate::precision)
                .min(Precision::compareTo);
        boolean known = best.isPresent() && best.get().compareTo(Precision.PARCEL) <= 0;
        boolean goodEnough = best.isPresent() && best.get().compareTo(sufficient) <= 0;
        if (known && goodEnough) {
            return false;
        }
        return !geocoder.leavesMachine() || isUnderstood() && !goodEnough;
    }

    private boolean isUnderstood() {
        return !query.components().kind().equals("unknown");
    }

    /**
     * All that was said in one answer. Empty where nothing was settled: nobody could be asked, or the address isn't found
     * and somebody who may know it could not be asked.
     */
    Optional<GeocodeAnswer> conclusion(AnswerMerger merger) {
        if (unaskable().isPresent()) {
            return unaskable().map(reason -> GeocodeAnswer.none(reason, List.of()));
        }
        if (answers.isEmpty()) {
            boolean nobodyToAsk = !isUnderstood() && attempts == 0;
            return nobodyToAsk ? Optional.of(GeocodeAnswer.none(Reason.NOT_AN_ADDRESS, List.of())) : Optional.empty();
        }
        GeocodeAnswer merged = merger.merge(answers);
        if (merged.mappable().isEmpty() && somebodyElseMayKnow()) {
            return Optional.empty();
        }
        return Optional.of(
                !isUnderstood() && merged.candidates().isEmpty()
                        ? GeocodeAnswer.none(Reason.NOT_AN_ADDRESS, merged.suggestions())
                        : merged);
    }

    /** Nobody can map what has no house number, or what several places fit equally well. */
    private boolean somebodyElseMayKnow() {
        boolean openToAnswer = isUnderstood()
                && !query.components().number().isEmpty()
                && answers.stream().noneMatch(answer -> answer.reason() == Reason.AMBIGUOUS);
        return openToAnswer && answers.size() < attempts;
    }
}
