package org.energymatching.objective;

import java.util.List;
import java.util.Map;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.coupling.Coupling;
import org.energymatching.coupling.Pairs;
import org.energymatching.interpolant.Interpolant;
import org.energymatching.interpolant.PathSample;
import org.energymatching.schedule.FlowWeight;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Tensor;

/**
 * Fits the slope of V to the velocity of transport paths (paper, algorithm 1).
 *
 * <pre>L_OT = mean over rows and coordinates of w(t) (∇V(x_t) + x₁ - x₀)²</pre>
 *
 * <p>The mean runs over coordinates too, as in the reference implementation, which sets the scale of λ beside it.
 *
 * @param coupling which x₀ belongs to which x₁
 * @param interpolant where between them the slope is fitted
 * @param weight w(t)
 */
public record FlowMatching(Coupling coupling, Interpolant interpolant, FlowWeight weight) implements Objective {

    @Override
    public Loss prepare(Potential potential, Batches batches, Rng rng) {
        Rng own = rng.stream("flow");
        Batch batch = batches.of("flow");
        Pairs pairs = coupling.couple(batch.source(), batch.data(), own.stream("coupling"));
        return new Loss(List.of(new Fit(interpolant.sample(pairs, own.stream("path")), weight)), Map.of());
    }

    private record Fit(PathSample path, FlowWeight weight) implements Term {

        @Override
        public String name() {
            return "flow";
        }

        @Override
        public int rows() {
            return path.position().rows();
        }

        @Override
        public Tensor sum(Potential potential, int from, int to) {
            Tensor velocity = tensor(path.velocity().slice(from, to));
            Tensor drift = potential.trainableDrift(tensor(path.position().slice(from, to)));
            double[] weights = new double[to - from];
            for (int i = 0; i < weights.length; i++) {
                weights[i] = weight.at(path.times()[from + i]) / path.position().values().length;
            }
            return drift.minus(velocity)
                    .square()
                    .sumPerRow()
                    .times(Tensor.of(weights))
                    .sum();
        }

        private static Tensor tensor(Samples samples) {
            return Tensor.of(samples.values(), samples.shape());
        }
    }
}
