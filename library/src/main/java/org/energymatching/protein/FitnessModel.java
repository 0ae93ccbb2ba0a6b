package org.energymatching.protein;

import org.energymatching.tensor.Tensor;

/** Scores sequences, and mixtures of letters too, so that a search can follow its gradient: one predictor or several. */
public interface FitnessModel extends SequenceScorer {

    /** The letters. */
    Alphabet alphabet();

    /** The soft score of logits of letters, whose softmax weights the letters: (B, length, letters) to (B), with its graph. */
    Tensor softScore(Tensor logits);
}
