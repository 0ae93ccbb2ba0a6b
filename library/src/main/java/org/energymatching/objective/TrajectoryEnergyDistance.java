package org.energymatching.objective;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.energymatching.Potential;
import org.energymatching.RowBlocks;
import org.energymatching.Samples;
import org.energymatching.error.UsageException;
import org.energymatching.sampling.EulerMaruyama;
import org.energymatching.sampling.NoiseBuffer;
import org.energymatching.schedule.TemperatureSchedule;
import org.energymatching.schedule.TimeGrid;
import org.energymatching.tensor.Device;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * The energy distance of where chains end from data, differentiated through the chains.
 *
 * <pre>
 * x_(k+1) = x_k - Δt ∇V(x_k) + √(2 ε(t_k) Δt) z_k
 * L = 2 E‖x_K - x₁‖ - E‖x_K - x_K'‖
 * </pre>
 *
 * <p>The gradient is the discrete adjoint's,
 *
 * <pre>a_K = ∂L/∂x_K,   a_k = a_(k+1) - Δt H(x_k) a_(k+1),   ∂L/∂θ = -Σ Δt a_(k+1) · ∂∇V(x_k)/∂θ</pre>
 *
 * <p>of whose B·K summands a random part is taken, as an unbiased estimate. Both expectations are unbiased too (the pairs
 * of the second are of different chains); a constant, the data's own spread, is missing.
 *
 * @param name in reports
 * @param temperature ε(t) of the chains
 * @param grid their steps
 * @param slopes how many summands are taken
 */
record TrajectoryEnergyDistance(String name, TemperatureSchedule temperature, TimeGrid grid, int slopes) {

    TrajectoryEnergyDistance {
        if (slopes < 1) {
            throw new UsageException(
                    "A loss on the ends of chains (" + name + ") of " + slopes + " slopes was asked for.",
                    "It takes one or more.",
                    "Choose for example two for each row of a mini-batch.");
        }
    }

    /**
     * What comes of chains.
     *
     * @param term the loss; none where every chain was lost
     * @param ends where the chains ended
     * @param lost how many ran away within the steps, and count for nothing
     */
    record Pulled(Optional<Term> term, Samples ends, int lost) {

        List<Term> terms() {
            return term.stream().toList();
        }
    }

    /**
     * The loss of chains from here, to be pulled onto the data. A chain that runs away, to ten times the largest coordinate of
     * where the chains begin and of the data, or to no number, is left out of it.
     *
     * @param numbers of the chains: chain i has noise of its own, whatever others there are
     * @param noise of the chains
     * @param pick which summands are taken
     */
    Pulled from(Samples start, int[] numbers, Samples data, Potential potential, Rng noise, Rng pick) {
        List<float[]> slopesOnTheWay = new ArrayList<>();
        List<Samples> way = way(potential, start, numbers, slopesOnTheWay, noise);
        Samples ends = way.get(grid.steps());
        double reach = Math.max(ReplayBuffer.reach(start), ReplayBuffer.reach(data));
        int[] held = IntStream.range(0, start.rows())
                .filter(row -> way.stream().allMatch(states -> ReplayBuffer.within(reach, states.row(row))))
                .toArray();
        int lost = start.rows() - held.length;
        if (held.length == 0) {
            return new Pulled(Optional.empty(), ends, lost);
        }
        List<Samples> kept =
                lost == 0 ? way : way.stream().map(states -> states.pick(held)).toList();
        List<float[]> slopesThere = lost == 0
                ? slopesOnTheWay
                : slopesOnTheWay.stream()
                        .map(slope ->
                                new Samples(slope, start.shape()).pick(held).values())
                        .toList();
        EnergyDistanceGradient attraction = EnergyDistanceGradient.between(kept.get(grid.steps()), data);
        List<double[]> adjoints = ChainAdjoint.of(potential, kept, slopesThere, grid, attraction.slopes());
        return new Pulled(Optional.of(picked(kept, adjoints, attraction.value(), pick)), ends, lost);
    }

    /** Where the chains are from step to step; they stay in the engine until their end. */
    private List<Samples> way(
            Potential potential, Samples start, int[] numbers, List<float[]> slopesOnTheWay, Rng rng) {
        long[] chains = Arrays.stream(numbers).asLongStream().toArray();
        Shape row = start.shape().row();
        try (Scope scope = Scope.open();
                NoiseBuffer noise = new NoiseBuffer(rng, grid.steps(), chains, row, Device.cpu())) {
            List<Tensor> way = new ArrayList<>(List.of(start.tensor(Device.cpu())));
            List<Tensor> drifts = new ArrayList<>();
            for (int k = 0; k < grid.steps(); k++) {
                int step = k;
                Tensor here = way.get(k);
                Tensor drift = RowBlocks.drifts(potential, here);
                double[] epsilon = new double[start.rows()];
                Arrays.fill(epsilon, temperature.at(grid.at(k)));
                drifts.add(drift);
                way.add(Scope.around(
                        () -> EulerMaruyama.step(here, drift, epsilon, grid.length(step), () -> noise.at(step))));
            }
            drifts.forEach(drift -> slopesOnTheWay.add(drift.negate().floats()));
            return way.stream().map(Samples::of).toList();
        }
    }

    private LinearizedDriftTerm picked(List<Samples> way, List<double[]> adjoints, double value, Rng rng) {
        Samples first = way.get(0);
        int width = first.width();
        float[] at = new float[slopes * width];
        float[] along = new float[slopes * width];
        double summands = (double) grid.steps() * first.rows() / slopes;
        for (int i = 0; i < slopes; i++) {
            Rng own = rng.at(i);
            int k = own.nextInt(grid.steps());
            int row = own.nextInt(first.rows());
            System.arraycopy(way.get(k).values(), row * width, at, i * width, width);
            for (int j = 0; j < width; j++) {
                along[i * width + j] = (float) (summands * grid.length(k) * adjoints.get(k)[row * width + j]);
            }
        }
        return new LinearizedDriftTerm(
                name,
                new Samples(at, first.shape().row().batch(slopes)),
                new Samples(along, first.shape().row().batch(slopes)),
                value);
    }
}
