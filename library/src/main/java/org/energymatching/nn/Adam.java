package org.energymatching.nn;

import static org.energymatching.tensor.engine.Binding.unwrap;

import org.bytedeco.pytorch.Scalar;
import org.energymatching.tensor.Device;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Tensor;

/**
 * Adam (Kingma and Ba, 2015) on the flat vector of parameters θ, with gradient g at step k = 1, 2, …
 *
 * <pre>
 * m ← β₁ m + (1 - β₁) g        v ← β₂ v + (1 - β₂) g²
 * θ ← θ - η · (m / (1 - β₁ᵏ)) / (√(v / (1 - β₂ᵏ)) + 10⁻⁸)
 * </pre>
 *
 * <p>The two moments are its whole state: a checkpoint stores them as plain arrays and resumes exactly.
 */
public final class Adam implements AutoCloseable {

    private static final double STABILITY = 1e-8;

    private final double beta1;
    private final double beta2;
    private final Tensor mean;
    private final Tensor square;

    private Adam(double beta1, double beta2, float[] mean, float[] square, Device device) {
        this.beta1 = beta1;
        this.beta2 = beta2;
        this.mean = Parameters.owned(mean, device);
        this.square = Parameters.owned(square, device);
    }

    /** Moments of zero for so many parameters. */
    public static Adam create(long size, double beta1, double beta2, Device device) {
        int length = Math.toIntExact(size);
        return new Adam(beta1, beta2, new float[length], new float[length], device);
    }

    /** The moments of a checkpoint. */
    public static Adam restore(float[] mean, float[] square, double beta1, double beta2, Device device) {
        return new Adam(beta1, beta2, mean, square, device);
    }

    /** Updates the parameters by a gradient: the update above, with learning rate η at step k, counted from 1. */
    public void update(Parameters parameters, Tensor gradient, double learningRate, long k) {
        try (Scope scope = Scope.open()) {
            var g = unwrap(gradient);
            unwrap(mean).lerp_(g, new Scalar(1 - beta1));
            unwrap(square).mul_(new Scalar(beta2)).addcmul_(g, g, new Scalar(1 - beta2));
            double rootCorrection = Math.sqrt(1 - Math.pow(beta2, (double) k));
            double rate = learningRate * rootCorrection / (1 - Math.pow(beta1, (double) k));
            var denominator = unwrap(square).sqrt().add_(new Scalar(STABILITY * rootCorrection));
            unwrap(parameters.flat()).addcdiv_(unwrap(mean), denominator, new Scalar(-rate));
        }
    }

    /** The running mean of gradients, m. */
    public float[] mean() {
        return mean.floats();
    }

    /** The running mean of squared gradients, v. */
    public float[] square() {
        return square.floats();
    }

    @Override
    public void close() {
        mean.close();
        square.close();
    }
}
