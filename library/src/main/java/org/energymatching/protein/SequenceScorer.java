package org.energymatching.protein;

import java.util.List;

/** Says of sequences how good each is, the higher the better: a predictor, an oracle, or a landscape that is known. */
@FunctionalInterface
public interface SequenceScorer {

    /** The score of each. */
    double[] scores(List<String> sequences);
}
