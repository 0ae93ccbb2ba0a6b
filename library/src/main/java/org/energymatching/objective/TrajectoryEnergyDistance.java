package org.energymatching.objective;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.energymatching.Potential;
import org.energymatching.RowBlocks;
import org.energymatching.error.UsageException;
import org.energymatching.sampling.EulerMaruyama;
import org.energymatching.sampling.NoiseBuffer;
import org.energymatching.schedule.TemperatureSchedule;
import org.energymatching.schedule.TimeGrid;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The energy distance between the ends of chains and data, differentiated through the chains.
 *
 * <pre>
 * x_(k+1) = x_k - Δt ∇V(x_k) + √(2 ε(t_k) Δt) z_k
 * L = 2 E‖x_K - x₁‖ - E‖x_K - x_K'‖
 * </pre>
 *
 * <p>Its gradient is the discrete adjoint,
 *
 * <pre>a_K = ∂L/∂x_K,   a_k = a_(k+1) - Δt H(x_k) a_(k+1),   ∂L/∂θ = -Σ Δt a_(k+1) · ∂∇V(x_k)/∂θ</pre>
 *
 * <p>of whose B·K summands a random subset is used, as an unbiased estimate. Both expectations are unbiased too (the pairs of
 * the second are of different chains); the constant E‖x₁ - x₁'‖ is left out.
 *
 * @param name in reports
 * @param temperature ε(t) of the chains
 * @param grid their steps
 * @param summands how many summands are used
 */
record TrajectoryEnergyDistance(String name, TemperatureSchedule temperature, TimeGrid grid, int summands) {

    TrajectoryEnergyDistance {
        if (summands < 1) {
            throw new UsageException(
                    "A loss on the ends of chains (" + name + ") of " + summands + " gradients was asked for.",
                    "It takes one or more.",
                    "Choose for example two for each row of a mini-batch.");
        }
    }

    /**
     * The loss of chains.
     *
     * @param term the loss
     * @param ends the last states of the chains, (B, …)
     * @param lost how many chains diverged within the steps and do not count: one element
     */
    record Result(Term term, Tensor ends, Tensor lost) {}

    /**
     * The loss of chains with these starts. A chain that diverges, to NaN or beyond ten times the largest coordinate of the
     * starts and the data, is left out of it.
     *
     * @param start (B, …)
     * @param numbers of the chains: chain i has its own noise, whatever the other chains are
     * @param data (m, …)
     * @param unconditional V(x)
     * @param conditions of V; the distance is then that of the pairs (x, c)
     * @param noise of the chains
     * @param pick which summands are used
     */
    Result from(
            Tensor start,
            int[] numbers,
            Tensor data,
            Potential unconditional,
            @Nullable Conditioning conditions,
            Rng noise,
            Rng pick) {
        Potential potential = conditions == null ? unconditional : unconditional.given(conditions.ofChains());
        List<Tensor> states = new ArrayList<>(List.of(start));
        List<Tensor> drifts = new ArrayList<>();
        run(potential, numbers, states, drifts, noise);
        Tensor reach = ReplayBuffer.reach(Tensor.concat(List.of(start, data), 0));
        Tensor held = states.stream()
                .map(state -> ReplayBuffer.within(reach, state))
                .reduce(Tensor::and)
                .orElseThrow();
        List<Tensor> kept =
                states.stream().map(state -> state.where(held, start)).toList();
        List<Tensor> there = drifts.stream()
                .map(drift -> drift.where(held, drift.zerosLike()))
                .toList();
        Tensor ends = kept.get(grid.steps());
        EnergyDistanceGradient distance = conditions == null
                ? EnergyDistanceGradient.between(ends, held.indicator(), data)
                : EnergyDistanceGradient.between(
                        joint(ends, conditions.ofChains()), held.indicator(), joint(data, conditions.ofData()));
        Tensor last = distance.gradient()
                .slice(1, 0, start.shape().row().length())
                .reshape(start.shape().extents());
        List<Tensor> adjoints = ChainAdjoint.of(potential, kept, there, grid, last).stream()
                .map(adjoint -> adjoint.where(held, adjoint.zerosLike()))
                .toList();
        return new Result(
                picked(kept, adjoints, distance.value(), conditions, pick),
                states.get(grid.steps()),
                held.not().indicator().sum());
    }

    /**
     * The conditions of chains and of data.
     *
     * @param ofChains encoded, (B, k)
     * @param ofData encoded, (m, k)
     */
    record Conditioning(Tensor ofChains, Tensor ofData) {

        /** Of chains under these conditions and the data of a mini-batch; null where it has none. */
        static @Nullable Conditioning of(@Nullable Tensor ofChains, Batch data) {
            Tensor ofData = data.condition(data.dataValues().rows());
            return ofChains == null || ofData == null ? null : new Conditioning(ofChains, ofData);
        }
    }

    /** Points with their conditions as further coordinates. */
    private static Tensor joint(Tensor x, Tensor condition) {
        Tensor rows = x.reshape(x.shape().at(0), -1);
        double scale = Math.sqrt((double) rows.shape().at(1));
        return Tensor.concat(List.of(rows, condition.times(scale)), 1);
    }

    /** Adds the states of the chains and their drifts, step by step. */
    private void run(Potential potential, int[] numbers, List<Tensor> states, List<Tensor> drifts, Rng rng) {
        Tensor start = states.get(0);
        long[] chains = Arrays.stream(numbers).asLongStream().toArray();
        try (NoiseBuffer noise =
                new NoiseBuffer(rng, grid.steps(), chains, start.shape().row(), start.device())) {
            for (int k = 0; k < grid.steps(); k++) {
                int step = k;
                Tensor here = states.get(k);
                Tensor drift = RowBlocks.drifts(potential, here);
                double[] epsilon = new double[numbers.length];
                Arrays.fill(epsilon, temperature.at(grid.at(k)));
                drifts.add(drift);
                states.add(Scope.around(
                        () -> EulerMaruyama.step(here, drift, epsilon, grid.length(step), () -> noise.at(step))));
            }
        }
    }

    private Term picked(
            List<Tensor> states, List<Tensor> adjoints, Tensor value, @Nullable Conditioning conditions, Rng rng) {
        Tensor first = states.get(0);
        int rows = Math.toIntExact(first.shape().at(0));
        int[] places = new int[summands];
        double[] lengths = new double[summands];
        double all = (double) grid.steps() * rows / summands;
        for (int i = 0; i < summands; i++) {
            Rng own = rng.at(i);
            int k = own.nextInt(grid.steps());
            places[i] = k * rows + own.nextInt(rows);
            lengths[i] = all * grid.length(k);
        }
        int[] chains = Arrays.stream(places).map(place -> place % rows).toArray();
        Term term = new LinearizedDriftTerm(
                name,
                Tensor.concat(states.subList(0, grid.steps()), 0).pick(places),
                Tensor.concat(adjoints, 0).pick(places).timesRows(Tensor.of(lengths, first.device())),
                value);
        return conditions == null ? term : term.given(conditions.ofChains().pick(chains));
    }
}
