package org.energymatching.cli.extension;

import java.util.List;
import java.util.Map;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.objective.Batches;
import org.energymatching.objective.Loss;
import org.energymatching.objective.Objective;
import org.energymatching.objective.Term;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Tensor;

/**
 * The squared distance of the energy of data from a level: the mean over rows of (V(x₁) - c)².
 *
 * @param level c
 */
record MeanEnergy(double level) implements Objective {

    @Override
    public Loss prepare(Potential potential, Batches batches, Rng rng) {
        Samples data = batches.of("meanEnergy").data();
        return new Loss(List.of(new Squares(data, level)), Map.of());
    }

    private record Squares(Samples data, double level) implements Term {

        @Override
        public String name() {
            return "meanEnergy";
        }

        @Override
        public int rows() {
            return data.rows();
        }

        @Override
        public Tensor sum(Potential potential, int from, int to) {
            Samples part = data.slice(from, to);
            return potential
                    .energy(Tensor.of(part.values(), part.shape()))
                    .minus(level)
                    .square()
                    .sum()
                    .times(1.0 / data.rows());
        }
    }
}
