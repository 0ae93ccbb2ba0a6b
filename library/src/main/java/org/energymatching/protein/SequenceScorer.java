package org.energymatching.protein;

import java.util.List;

/** A score of sequences, the higher the better: a predictor, an oracle, or a known landscape. */
@FunctionalInterface
public interface SequenceScorer {

    /** The score of each. */
    double[] scores(List<String> sequences);
}
