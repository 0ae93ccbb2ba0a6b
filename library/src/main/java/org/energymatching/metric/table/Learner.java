package org.energymatching.metric.table;

import org.energymatching.tensor.engine.DoubleMatrix;

/** A supervised learner: predicts the targets of rows from rows whose targets are known. */
@FunctionalInterface
public interface Learner {

    /**
     * Predictions; for classes, scores that grow with the probability of class 1.
     *
     * @param training features, (n, d); the first is 1
     * @param targets numbers, or classes 0 and 1, both present, (n)
     * @param test features, (m, d)
     * @return (m)
     */
    double[] predict(DoubleMatrix training, double[] targets, DoubleMatrix test);
}
