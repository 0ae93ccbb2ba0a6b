package org.energymatching.objective;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.energymatching.Potential;
import org.energymatching.schedule.TemperatureSchedule;
import org.energymatching.schedule.TimeGrid;
import org.energymatching.tensor.Rng;

/**
 * The energy distance between the ends of transport chains, at t = 1, and data.
 *
 * <pre>
 * x_(k+1) = x_k - Δt ∇V(x_k) + √(2 ε(t_k) Δt) z_k,   x_0 ~ source
 * L_A = 2 E‖x_K - x₁‖ - E‖x_K - x_K'‖
 * </pre>
 *
 * <p>Flow matching fits the velocity at each point. A drift that equals the score of the density among the data cannot fit all
 * velocities, and chains then spread along the data by diffusion only, which is slow; so this loss fits the result of the
 * transport. It is differentiated by the adjoint of the chain, at two gradients of V for each step.
 *
 * @param temperature ε(t) of the chains
 * @param grid their steps, coarser than those of sampling
 * @param gradients at how many points of the chains the gradient is taken, an unbiased estimate of the sum over all
 */
public record TransportEndpointLoss(TemperatureSchedule temperature, TimeGrid grid, int gradients)
        implements Objective {

    /** Checks the number of gradients. */
    public TransportEndpointLoss {
        new TrajectoryEnergyDistance("arrival", temperature, grid, gradients);
    }

    @Override
    public Loss prepare(Potential potential, Batches batches, Rng rng) {
        Batch batch = batches.of("arrival");
        int[] all = IntStream.range(0, batch.sourceValues().rows()).toArray();
        TrajectoryEnergyDistance.Result ends = new TrajectoryEnergyDistance("arrival", temperature, grid, gradients)
                .from(
                        batch.source(),
                        all,
                        batch.data(),
                        potential,
                        TrajectoryEnergyDistance.Conditioning.of(batch.condition(all.length), batch),
                        rng.stream("arrival"),
                        rng.stream("summands"));
        return new Loss(List.of(ends.term()), Map.of("arrivalLost", ends.lost()));
    }
}
