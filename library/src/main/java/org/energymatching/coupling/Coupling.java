package org.energymatching.coupling;

import java.util.Arrays;
import org.energymatching.Samples;
import org.energymatching.tensor.Rng;

/**
 * How the points of two mini-batches are paired; the data keep their order, and both marginals are kept where the plan is
 * a permutation (paper, algorithm 1).
 */
@FunctionalInterface
public interface Coupling {

    /** One pair per data point. */
    Pairs couple(Samples source, Samples data, Rng rng);

    /** As they come: row i with row i. */
    static Coupling independent() {
        return (source, data, rng) -> new Pairs(source, data);
    }

    /**
     * By the permutation of least Σ ‖x₀ - x₁‖², exact: {@link Assignment}. What the paper trains with.
     *
     * <p>Both batches are centred first: a shift leaves the optimum where it is, and far-apart clouds are slow to assign.
     */
    static Coupling exactOt() {
        return (source, data, rng) -> {
            double[] cost = SquaredDistances.between(centred(data), centred(source), data.width());
            return new Pairs(source.pick(Assignment.solve(cost, data.rows())), data);
        };
    }

    /**
     * By draws from the entropic plan: {@link Sinkhorn}. For batches of thousands, where the exact plan is slow.
     *
     * @param regularisation the weight of the entropy, relative to the mean squared distance of the batch
     */
    static Coupling sinkhorn(double regularisation) {
        Sinkhorn unit = new Sinkhorn(regularisation, 1e-2, 10_000);
        return (source, data, rng) -> {
            double[] cost = SquaredDistances.between(centred(data), centred(source), data.width());
            double mean = Arrays.stream(cost).average().orElse(1);
            for (int i = 0; mean > 0 && i < cost.length; i++) {
                cost[i] /= mean;
            }
            SinkhornPlan plan = unit.plan(cost, data.rows(), source.rows());
            return new Pairs(source.pick(plan.sampleColumns(rng)), data);
        };
    }

    private static float[] centred(Samples batch) {
        int width = batch.width();
        double[] mean = new double[width];
        float[] values = batch.values().clone();
        for (int i = 0; i < values.length; i++) {
            mean[i % width] += (double) values[i] / batch.rows();
        }
        for (int i = 0; i < values.length; i++) {
            values[i] -= (float) mean[i % width];
        }
        return values;
    }
}
