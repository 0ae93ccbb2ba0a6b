package org.energymatching.cli.extension;

import org.energymatching.Potential;
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
        return new Loss(new Squares(batches.of("meanEnergy").data(), level));
    }

    private record Squares(Tensor data, double level) implements Term {

        @Override
        public String name() {
            return "meanEnergy";
        }

        @Override
        public int rows() {
            return Math.toIntExact(data.shape().at(0));
        }

        @Override
        public Tensor sum(Potential potential, int from, int to) {
            return potential
                    .energy(data.rows(from, to))
                    .minus(level)
                    .square()
                    .sum()
                    .times(1.0 / rows());
        }
    }
}
