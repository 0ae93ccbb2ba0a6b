package org.energymatching.geometry;

import java.util.Arrays;
import java.util.List;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.error.DataException;
import org.energymatching.sampling.PreconditionedLangevin;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Tensor;

/**
 * A diagonal metric from the mean curvature of a potential at samples, by Hutchinson's estimator of a diagonal (Bekas, Kokiopoulou
 * and Saad 2007), one probe for each sample.
 *
 * <pre>
 * h_j = mean over samples of v_j (H(x) v)_j,   v of random signs;   E h_j = E ∂²V/∂x_j²
 * m_j ∝ 1/(max(h_j, 0) + {@link #DAMPING} · mean_k max(h_k, 0)),   mean_j m_j = 1
 * </pre>
 *
 * <p>At equilibrium E ∂²V/∂x_j² = E (∂V/∂x_j)²/ε, which is not negative.
 *
 * @param values m, {@code (d)}
 */
public record DiagonalMetric(double[] values) {

    /** The share of the mean curvature that is added to each, so that directions without curvature have a finite metric. */
    public static final double DAMPING = 1e-3;

    /**
     * Estimates the metric.
     *
     * @param potential V, twice differentiable at the samples
     * @param samples x, {@code (n, …)}, from the density that is to be sampled
     * @param rng the generator of probes: that of sample i is its child i
     * @throws DataException if V or a second derivative is not finite at a sample, or V has no positive curvature anywhere
     */
    public static DiagonalMetric learn(Potential potential, Samples samples, Rng rng) {
        Hessian hessian = Hessian.of(potential);
        int d = samples.width();
        List<double[]> parts = PointBlocks.map(samples, PointBlocks.rows(samples), (first, part) -> {
            float[] signs = signs(part, first, rng);
            Tensor v = new Samples(signs, part.shape()).tensor(potential.device());
            float[] products =
                    PointBlocks.curvature(hessian, part, first).times(v).floats();
            double[] sum = new double[d];
            for (int at = 0; at < products.length && first + at / d < samples.rows(); at++) {
                sum[at % d] += (double) signs[at] * PointBlocks.finite(products[at], first + at / d);
            }
            return sum;
        });
        double[] curvature = new double[d];
        for (double[] part : parts) {
            Arrays.setAll(curvature, j -> curvature[j] + part[j] / samples.rows());
        }
        return of(Arrays.stream(curvature).map(h -> Math.max(h, 0)).toArray());
    }

    private static DiagonalMetric of(double[] curvature) {
        double damping = DAMPING * Arrays.stream(curvature).average().orElse(0);
        if (!(damping > 0)) {
            throw new DataException(
                    "The potential is curved upwards in no coordinate, on average over the samples.",
                    "A density that can be normalised is, over samples from it.",
                    "Take samples at equilibrium, or look whether training went astray.");
        }
        double[] metric = Arrays.stream(curvature).map(h -> 1 / (h + damping)).toArray();
        double mean = Arrays.stream(metric).average().orElseThrow();
        return new DiagonalMetric(Arrays.stream(metric).map(m -> m / mean).toArray());
    }

    private static float[] signs(Samples part, int first, Rng rng) {
        float[] signs = new float[part.values().length];
        for (int row = 0; row < part.rows(); row++) {
            Rng probe = rng.at(first + row);
            for (int j = row * part.width(); j < (row + 1) * part.width(); j++) {
                signs[j] = probe.nextBoolean() ? 1 : -1;
            }
        }
        return signs;
    }

    /** Langevin steps with this metric. */
    public PreconditionedLangevin kernel() {
        return new PreconditionedLangevin(values);
    }
}
