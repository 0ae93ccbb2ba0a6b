package org.energymatching.nn.potential;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.energymatching.error.UsageException;
import org.energymatching.nn.Description;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.engine.Constant;
import org.energymatching.tensor.engine.DoubleMatrix;

/**
 * The energy U(x) = -log q(x) of a mixture of Gaussians, in closed form and without trainable parameters.
 *
 * <pre>U(x) = -log Σ_k exp(m_k - ½ |A_k x + a_k|²)</pre>
 *
 * <p>A_k is the inverse of the lower triangle of a covariance and a_k = -A_k μ_k, so that A_k x + a_k is x whitened by a
 * Gaussian; m_k is the logarithm of its weight times its maximal density.
 */
public final class MixturePotential {

    private final int inputs;
    private final float[] whitening;
    private final float[] offsets;
    private final double[] logMasses;
    private final Constant matrix;
    private final Constant shift;
    private final Constant masses;

    /**
     * A mixture energy from its numbers.
     *
     * @param inputs d
     * @param whitening the A_k, stacked: (K·d, d), row-major
     * @param offsets the a_k, concatenated: K·d
     * @param logMasses m_k
     */
    public MixturePotential(int inputs, float[] whitening, float[] offsets, double[] logMasses) {
        if (inputs < 1
                || logMasses.length == 0
                || offsets.length != Math.multiplyExact(logMasses.length, inputs)
                || whitening.length != Math.multiplyExact(offsets.length, inputs)) {
            throw new UsageException(
                    "The energy of " + logMasses.length + " Gaussians of " + inputs + " numbers came with "
                            + whitening.length + " and " + offsets.length + " numbers.",
                    "Each Gaussian has a matrix and as many offsets as a row has numbers.",
                    "Make it of a mixture, by GaussianMixture.energy().");
        }
        this.inputs = inputs;
        this.whitening = whitening.clone();
        this.offsets = offsets.clone();
        this.logMasses = logMasses.clone();
        this.matrix = Constant.of(this.whitening, Shape.of(offsets.length, inputs));
        this.shift = Constant.of(this.offsets, Shape.of(offsets.length));
        this.masses = Constant.of(DoubleMatrix.rounded(logMasses), Shape.of(logMasses.length));
    }

    /** The number of values in a row. */
    public int inputs() {
        return inputs;
    }

    /** The number of Gaussians. */
    public int components() {
        return logMasses.length;
    }

    /** A_k, row-major. */
    public double[] whitening(int k) {
        return part(whitening, k, inputs * inputs);
    }

    /** a_k. */
    public double[] offset(int k) {
        return part(offsets, k, inputs);
    }

    /** m_k. */
    public double logMass(int k) {
        return logMasses[k];
    }

    private static double[] part(float[] values, int k, int length) {
        double[] part = new double[length];
        for (int i = 0; i < length; i++) {
            part[i] = values[k * length + i];
        }
        return part;
    }

    /** U for each row: (B, d) to (B). */
    public Tensor of(Tensor x) {
        return logs(white(x)).logSumExp(1).negate();
    }

    /**
     * -∇U(x), with its graph where x is recorded: (B, d) to (B, d).
     *
     * <pre>-∇U = -Σ_k p(k | x) A_kᵀ (A_k x + a_k)</pre>
     */
    public Tensor drift(Tensor x) {
        int count = logMasses.length;
        long rows = x.shape().at(0);
        Tensor white = white(x);
        Tensor logs = logs(white);
        Tensor shared = logs.minus(logs.logSumExp(1).reshape(rows, 1)).exp();
        return white.reshape(rows, count, inputs)
                .times(shared.reshape(rows, count, 1))
                .reshape(rows, (long) count * inputs)
                .matmul(matrix.on(x.device()))
                .negate();
    }

    /** x whitened by each Gaussian: (B, K·d). */
    private Tensor white(Tensor x) {
        return x.linear(matrix.on(x.device()), shift.on(x.device()));
    }

    /** The logarithms of all terms of the sum: (B, K). */
    private Tensor logs(Tensor white) {
        return white.square()
                .reshape(white.shape().at(0), logMasses.length, inputs)
                .sum(2)
                .times(-0.5)
                .plus(masses.on(white.device()));
    }

    /** Its numbers, for a checkpoint. */
    Map<String, Object> description() {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("inputs", inputs);
        description.put("logMasses", Arrays.stream(logMasses).boxed().toList());
        description.put("offsets", list(offsets));
        description.put("whitening", list(whitening));
        return description;
    }

    static MixturePotential from(Description description) {
        return new MixturePotential(
                description.integer("inputs"),
                DoubleMatrix.rounded(description.numbers("whitening")),
                DoubleMatrix.rounded(description.numbers("offsets")),
                description.numbers("logMasses"));
    }

    private static List<Float> list(float[] values) {
        List<Float> list = new ArrayList<>();
        for (float value : values) {
            list.add(value);
        }
        return list;
    }
}
