package org.energymatching.objective;

import java.util.Map;
import java.util.stream.IntStream;
import org.energymatching.Potential;
import org.energymatching.schedule.TemperatureSchedule;
import org.energymatching.schedule.TimeGrid;
import org.energymatching.tensor.Rng;

/**
 * Pulls the law of chains at the end of the transport onto the data: the energy distance of where chains arrive.
 *
 * <pre>
 * x_(k+1) = x_k - Δt ∇V(x_k) + √(2 ε(t_k) Δt) z_k,   x_0 ~ source
 * L_A = 2 E‖x_K - x₁‖ - E‖x_K - x_K'‖
 * </pre>
 *
 * <p>Flow matching fits velocities one by one. A field that has to be the density's slope among the data cannot have all
 * of them, and chains, once there, spread along the data by diffusion alone, which is slow; so what is fitted here is the
 * result of the way. It is differentiated by the adjoint of the chain: two slopes for each step.
 *
 * @param temperature ε(t) of the chains
 * @param grid their steps, coarser than those of sampling
 * @param slopes at how many points of the chains the gradient is taken, as an unbiased estimate of that at all
 */
public record TransportEndpointLoss(TemperatureSchedule temperature, TimeGrid grid, int slopes) implements Objective {

    /** Checks the number of slopes. */
    public TransportEndpointLoss {
        new TrajectoryEnergyDistance("arrival", temperature, grid, slopes);
    }

    @Override
    public Loss prepare(Potential potential, Batches batches, Rng rng) {
        Batch batch = batches.of("arrival");
        TrajectoryEnergyDistance.Pulled pulled = new TrajectoryEnergyDistance("arrival", temperature, grid, slopes)
                .from(
                        batch.source(),
                        IntStream.range(0, batch.source().rows()).toArray(),
                        batch.data(),
                        potential,
                        rng.stream("arrival"),
                        rng.stream("slopes"));
        return new Loss(pulled.terms(), Map.of("arrivalLost", (double) pulled.lost()));
    }
}
