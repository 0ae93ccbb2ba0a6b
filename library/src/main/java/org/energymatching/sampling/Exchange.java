package org.energymatching.sampling;

import org.energymatching.Target;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * An exchange of positions between replicas a and b at neighbouring temperatures; the formula is at {@link ParallelTempering}.
 *
 * @param probability for each row the probability of the exchange; NaN at ε = 0
 * @param exchanged which rows were exchanged
 * @param energy U of each row of b at the temperature of a
 */
record Exchange(double[] probability, boolean[] exchanged, double[] energy) {

    static Exchange between(
            Target target, Shape shape, float[] a, double[] atA, float[] b, double[] atB, long first, Rng rng) {
        double[] energy;
        double[] logRatio = new double[atA.length];
        try (Scope scope = Scope.open()) {
            Tensor xa = Tensor.of(a, shape, target.device());
            Tensor xb = Tensor.of(b, shape, target.device());
            energy = Evaluated.energy(target, xb, atA);
            double[] stayA = Evaluated.energy(target, xa, atA);
            double[] stayB = Evaluated.energy(target, xb, atB);
            double[] crossA = Evaluated.energy(target, xa, atB);
            for (int i = 0; i < logRatio.length; i++) {
                logRatio[i] = (stayA[i] - energy[i]) / atA[i] + (stayB[i] - crossA[i]) / atB[i];
            }
        }
        double[] probability = Metropolis.acceptance(logRatio, atA, target.group());
        return new Exchange(probability, Metropolis.accepted(probability, target.group(), first, rng), energy);
    }

    /** Exchanges the positions. */
    void carryOut(float[] a, float[] b) {
        int width = a.length / exchanged.length;
        for (int i = 0; i < exchanged.length; i++) {
            for (int j = i * width; exchanged[i] && j < (i + 1) * width; j++) {
                float kept = a[j];
                a[j] = b[j];
                b[j] = kept;
            }
        }
    }
}
