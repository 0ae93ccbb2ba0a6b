package org.energymatching.coupling;

import java.util.Arrays;
import org.energymatching.Samples;
import org.energymatching.tensor.Rng;

/**
 * {@link Coupling#sinkhorn}.
 *
 * @param unit the iteration, for costs of mean one
 */
record SinkhornOt(Sinkhorn unit) implements Coupling {

    @Override
    public Pairing couple(Samples source, Samples data, Rng rng) {
        double[] cost = SquaredDistances.between(Centred.of(data), Centred.of(source), data.width());
        double mean = Arrays.stream(cost).average().orElse(1);
        for (int i = 0; mean > 0 && i < cost.length; i++) {
            cost[i] /= mean;
        }
        SinkhornPlan plan = unit.plan(cost, data.rows(), source.rows());
        int[] rows = plan.sampleColumns(rng);
        return unit.balanced() ? Pairing.of(rows) : new Pairing(rows, plan.rowWeights());
    }
}
