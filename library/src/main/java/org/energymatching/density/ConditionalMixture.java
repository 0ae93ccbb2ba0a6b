package org.energymatching.density;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.random.RandomGenerator;
import org.energymatching.Distribution;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Shape;

/**
 * A mixture of Gaussians given some values o of a row, which is a mixture of Gaussians of its missing values m; exact.
 *
 * <pre>
 * p(x_m | x_o) = Σ_k v_k N(x_m; μ_m + Σ_mo Σ_oo⁻¹ (x_o - μ_o), Σ_mm - Σ_mo Σ_oo⁻¹ Σ_om),   v_k ∝ w_k N(x_o; μ_o, Σ_oo)
 * </pre>
 *
 * <p>with μ and Σ of Gaussian k. Its draws are whole rows: the known values, and missing ones drawn.
 *
 * <p>Z. Ghahramani and M. Jordan, "Supervised learning from incomplete data via an EM approach" (1994).
 *
 * @param row x_o, with NaN in the place of each missing value
 * @param columns the missing columns m, ascending
 * @param missing p(x_m | x_o)
 */
public record ConditionalMixture(float[] row, int[] columns, GaussianMixture missing) implements Distribution {

    /** The conditional distribution of a row in which one value or more is missing; all may be. */
    static ConditionalMixture of(GaussianMixture prior, float[] row) {
        int d = prior.shape().length();
        BitSet missing = Gaps.missing(row, 0, row.length);
        if (row.length != d || missing.isEmpty()) {
            throw new UsageException(
                    "A mixture of " + prior.shape() + " was conditioned on a row of " + row.length
                            + " values, of which " + missing.cardinality() + " are missing.",
                    "The row has " + d + " values, and one or more are missing (NaN).",
                    "Put NaN in the place of each missing value.");
        }
        int[] order = SplitGaussian.order(d, missing);
        double[] logs = new double[prior.weights().length];
        List<Gaussian> components = new ArrayList<>();
        for (int k = 0; k < logs.length; k++) {
            Gaussian component = prior.components().get(k);
            SplitGaussian split =
                    new SplitGaussian(component.mean(), component.covariance(), order, d - missing.cardinality());
            double[] centred = new double[d];
            Arrays.setAll(centred, j -> row[j] - component.mean()[j]);
            logs[k] = Math.log(prior.weights()[k]) + split.complete(centred, 0);
            components.add(split.conditional(centred));
        }
        double log = LogSum.of(logs);
        double[] weights = Arrays.stream(logs).map(l -> Math.exp(l - log)).toArray();
        return new ConditionalMixture(row, missing.stream().toArray(), new GaussianMixture(weights, components));
    }

    /** The row with E[x_m | x_o] in its missing places. */
    public float[] mean() {
        double[] mean = missing.mean();
        float[] filled = row.clone();
        for (int j = 0; j < columns.length; j++) {
            filled[columns[j]] = (float) mean[j];
        }
        return filled;
    }

    @Override
    public Shape shape() {
        return Shape.of(row.length);
    }

    @Override
    public void draw(RandomGenerator rng, float[] out, int offset) {
        float[] drawn = new float[columns.length];
        missing.draw(rng, drawn, 0);
        System.arraycopy(row, 0, out, offset, row.length);
        for (int j = 0; j < columns.length; j++) {
            out[offset + columns[j]] = drawn[j];
        }
    }

    /** As in {@code ConditionalMixture(3 of 20 values missing)}. */
    @Override
    public String toString() {
        return "ConditionalMixture(" + columns.length + " of " + row.length + " values missing)";
    }
}
