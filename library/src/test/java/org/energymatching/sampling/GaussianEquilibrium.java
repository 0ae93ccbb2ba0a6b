package org.energymatching.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.random.RandomGenerator;
import org.energymatching.Distribution;
import org.energymatching.Samples;
import org.energymatching.Target;
import org.energymatching.tensor.Shape;
import org.energymatching.testing.Quadratic;

/**
 * Independent normal deviates, such as the equilibrium N(0, ε/k) of V = ½ Σ k x², with the test whether samples are so
 * distributed.
 *
 * @param variances of the coordinates
 */
record GaussianEquilibrium(double[] variances) implements Distribution {

    /** Curvatures from 1 to {@code stiffest}, each the same multiple of the one before. */
    static double[] curvatures(int dimensions, double stiffest) {
        double[] k = new double[dimensions];
        for (int j = 0; j < dimensions; j++) {
            k[j] = dimensions == 1 ? stiffest : Math.pow(stiffest, (double) j / (dimensions - 1));
        }
        return k;
    }

    static Target target(double[] curvatures) {
        float[] diagonal = new float[curvatures.length];
        for (int j = 0; j < diagonal.length; j++) {
            diagonal[j] = (float) curvatures[j];
        }
        return Target.of(Quadratic.diagonal(diagonal));
    }

    static GaussianEquilibrium of(double epsilon, double[] curvatures) {
        double[] variances = new double[curvatures.length];
        for (int j = 0; j < variances.length; j++) {
            variances[j] = epsilon / curvatures[j];
        }
        return new GaussianEquilibrium(variances);
    }

    @Override
    public Shape shape() {
        return Shape.of(variances.length);
    }

    @Override
    public void draw(RandomGenerator rng, float[] out, int offset) {
        for (int j = 0; j < variances.length; j++) {
            out[offset + j] = (float) (Math.sqrt(variances[j]) * rng.nextGaussian());
        }
    }

    /**
     * Mean and covariance of whitened samples, all coordinates together: n·Σ mean² is χ² with d degrees of freedom, and
     * n·(½ Σ (S_jj - 1)² + Σ_{j<k} S_jk²) with d(d+1)/2. Neither may be larger than a normal deviate is by three
     * deviations.
     */
    void assertDrawn(Samples samples, String what) {
        int d = variances.length;
        int n = samples.rows();
        double[] mean = new double[d];
        double[][] covariance = new double[d][d];
        double[] white = new double[d];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < d; j++) {
                white[j] = samples.values()[i * d + j] / Math.sqrt(variances[j]);
                mean[j] += white[j] / n;
                for (int k = 0; k <= j; k++) {
                    covariance[j][k] += white[j] * white[k] / n;
                }
            }
        }
        double means = 0;
        double spreads = 0;
        for (int j = 0; j < d; j++) {
            means += n * mean[j] * mean[j];
            spreads += 0.5 * n * Math.pow(covariance[j][j] - 1, 2);
            for (int k = 0; k < j; k++) {
                spreads += n * covariance[j][k] * covariance[j][k];
            }
        }
        assertThat(deviations(means, d)).as("%s: the mean, in deviations", what).isLessThan(3);
        assertThat(deviations(spreads, d * (d + 1) / 2))
                .as("%s: the covariance, in deviations", what)
                .isLessThan(3);
    }

    /** A χ² value as the normal deviate of the same probability (Wilson and Hilferty 1931). */
    static double deviations(double chiSquare, int degrees) {
        double spread = 2.0 / (9 * degrees);
        return (Math.cbrt(chiSquare / degrees) - (1 - spread)) / Math.sqrt(spread);
    }
}
