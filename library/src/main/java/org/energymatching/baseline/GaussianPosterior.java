package org.energymatching.baseline;

import org.energymatching.Samples;
import org.energymatching.density.Gaussian;
import org.energymatching.error.UsageException;
import org.energymatching.inverse.ForwardModel;
import org.energymatching.inverse.GaussianNoise;
import org.energymatching.inverse.LinearOperator;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.engine.DoubleMatrix;
import org.energymatching.tensor.engine.SymmetricEigen;

/**
 * The Gaussian posterior given a measurement, if the data are normal with the mean μ and the covariance Σ of training rows, for a
 * linear operator and Gaussian noise; exact.
 *
 * <pre>
 * E[x|y] = μ + K (y - Aμ),  K = ΣAᵀ (AΣAᵀ + σ²)⁻¹
 * samples: x' ~ N(μ, Σ), y' = Ax' + σz, then x' + K (y - y')        (Matheron's rule)
 * </pre>
 *
 * <p>It uses the correlations of values only. Memory grows with the square, and time with the cube, of the number
 * of values: it is meant for tables and small images.
 */
public final class GaussianPosterior {

    private final Gaussian prior;
    private final ForwardModel model;
    private final DoubleMatrix gain;

    private GaussianPosterior(Gaussian prior, ForwardModel model, DoubleMatrix gain) {
        this.prior = prior;
        this.model = model;
        this.gain = gain;
    }

    /**
     * The posterior for every measurement of one kind.
     *
     * @param prior fitted to training rows, as vectors
     * @param model a linear operator on rows of as many values, with Gaussian noise
     */
    public static GaussianPosterior of(Gaussian prior, ForwardModel model) {
        int width = prior.mean().length;
        if (model.operator() instanceof LinearOperator linear
                && model.noise() instanceof GaussianNoise noise
                && model.inputShape().length() == width) {
            return new GaussianPosterior(prior, model, gain(prior, linear, noise.sigma()));
        }
        throw new UsageException(
                "The posterior of a normal distribution of " + width + " values was asked for with " + model.operator()
                        + " and " + model.noise() + ".",
                "The operator is linear and takes rows of " + width + " values, and the noise is Gaussian.",
                "Use another baseline for this measurement.");
    }

    /** E[x|y] for each measurement. */
    public Samples mean(Samples y) {
        int n = rows(y);
        float[] means = new float[Math.multiplyExact(n, gain.rows())];
        for (int i = 0; i < means.length; i++) {
            means[i] = (float) prior.mean()[i % gain.rows()];
        }
        return corrected(means, model.operator().values(means), y.values(), 1);
    }

    /** Samples of x given each measurement: rows iM … iM + M - 1 belong to measurement i. */
    public Samples sample(Samples y, int members, long seed) {
        Rng rng = Rng.of(seed);
        float[] drawn = prior.sample(Math.multiplyExact(rows(y), members), rng.stream("prior"))
                .values();
        return corrected(drawn, model.measure(drawn, rng.stream("noise")), y.values(), members);
    }

    private int rows(Samples y) {
        if (y.width() != gain.columns() || y.rows() == 0) {
            throw new UsageException(
                    "Measurements of shape " + y.shape() + " were given.",
                    "There is at least one, and each has " + gain.columns() + " values.",
                    "Pass measurements as the operator makes them.");
        }
        return y.rows();
    }

    /** x + K (y - seen), row by row. */
    private Samples corrected(float[] x, float[] seen, float[] y, int members) {
        int height = gain.columns();
        double[] apart = new double[seen.length];
        for (int i = 0; i < seen.length; i++) {
            int measurement = i / height / members;
            apart[i] = (double) y[measurement * height + i % height] - seen[i];
        }
        int n = seen.length / height;
        double[] step = new DoubleMatrix(n, height, apart).timesTransposed(gain).values();
        float[] corrected = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            corrected[i] = (float) (x[i] + step[i]);
        }
        return new Samples(corrected, model.inputShape().batch(n));
    }

    /** K = L·B·Q (Λ + σ²)⁻¹ Qᵀ, with Σ = L·Lᵀ, B = (A·L)ᵀ and BᵀB = AΣAᵀ = QΛQᵀ. */
    private static DoubleMatrix gain(Gaussian prior, LinearOperator operator, double sigma) {
        int width = prior.mean().length;
        int height = operator.outputShape().length();
        DoubleMatrix factor = new DoubleMatrix(width, width, prior.factor());
        float[] columns = new float[width * width];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = (float) factor.at(i % width, i / width);
        }
        DoubleMatrix seen = DoubleMatrix.ofRows(operator.values(columns), height, 0, width);
        SymmetricEigen eigen = seen.transposedTimes(seen).eigen();
        DoubleMatrix rotated = seen.times(eigen.vectors());
        double[] scaled = rotated.values().clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] /= eigen.values()[i % height] + sigma * sigma;
        }
        return factor.times(new DoubleMatrix(width, height, scaled)).timesTransposed(eigen.vectors());
    }
}
