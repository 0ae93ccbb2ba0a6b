package org.energymatching.protein;

import org.energymatching.tensor.Tensor;

/** A differentiable score of sequences, and of mixtures of letters, so that samplers can use its gradient: one predictor or several. */
public interface FitnessModel extends SequenceScorer {

    /** The letters. */
    Alphabet alphabet();

    /** The soft score of logits of letters, weighted by their softmax: (B, length, letters) to (B), with its graph. */
    Tensor softScore(Tensor logits);
}
