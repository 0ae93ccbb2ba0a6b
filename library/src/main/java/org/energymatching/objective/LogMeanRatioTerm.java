package org.energymatching.objective;

import java.util.ArrayList;
import java.util.List;
import org.energymatching.Potential;
import org.energymatching.RowEnergies;
import org.energymatching.tensor.Tensor;

/**
 * Σ_i log(w/M + 1/M Σ_j exp((V(x_i) - V(y_ij))/ε)) / B: the likelihood of the M neighbours of a point relative to that of the
 * point.
 *
 * @param name in reports
 * @param points x_i, (B, …)
 * @param neighbours y_j for each j, M of (B, …)
 * @param epsilon ε
 * @param offset w
 */
record LogMeanRatioTerm(String name, Tensor points, List<Tensor> neighbours, double epsilon, double offset)
        implements Term {

    @Override
    public int rows() {
        return Math.toIntExact(points.shape().at(0));
    }

    @Override
    public Tensor sum(Potential potential, int from, int to) {
        Tensor energy = energies(potential, points.rows(from, to));
        List<Tensor> logs = new ArrayList<>();
        if (offset > 0) {
            logs.add(energy.zerosLike().plus(Math.log(offset)));
        }
        for (Tensor each : neighbours) { // one by one, since each row has a condition
            logs.add(energy.minus(energies(potential, each.rows(from, to))).times(1 / epsilon));
        }
        return logs.stream()
                .reduce(LogMeanRatioTerm::logOfSum)
                .orElseThrow()
                .minus(Math.log(neighbours.size()))
                .sum()
                .times(1.0 / rows());
    }

    /** log(exp(a) + exp(b)), on any device of the engine. */
    private static Tensor logOfSum(Tensor a, Tensor b) {
        return a.plus(b.minus(a).softplus());
    }

    private static Tensor energies(Potential potential, Tensor x) {
        return RowEnergies.of(potential.energy(x), x, RowEnergies.POTENTIAL);
    }
}
