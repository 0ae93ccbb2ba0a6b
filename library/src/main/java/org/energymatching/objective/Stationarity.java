package org.energymatching.objective;

import java.util.List;
import java.util.Map;
import org.energymatching.Potential;
import org.energymatching.schedule.TemperatureSchedule;
import org.energymatching.schedule.TimeGrid;
import org.energymatching.tensor.Rng;

/**
 * Holds the law of the data under the dynamics at rest: the energy distance of where chains that start at data end.
 *
 * <pre>
 * x_(k+1) = x_k - Δt ∇V(x_k) + √(2 ε Δt) z_k,   x_0 ~ data
 * L_S = 2 E‖x_K - x₁‖ - E‖x_K - x_K'‖,   x₁ ~ data, drawn apart from x_0
 * </pre>
 *
 * <p>It is least where K steps leave the data's law as it is, as those of V = -ε log p do. {@link Arrival} alone draws valleys
 * to where chains have come by the end of the transport, which need not have settled by then; chains that start at data feel
 * where that moves them, and the two agree on a field outside that delivers in time.
 *
 * @param epsilon ε, the temperature at rest
 * @param grid the steps of the chains
 * @param slopes at how many points of the chains the gradient is taken, as an unbiased estimate of that at all
 */
public record Stationarity(double epsilon, TimeGrid grid, int slopes) implements Objective {

    /** Checks the temperature and the number of slopes. */
    public Stationarity {
        pull(epsilon, grid, slopes);
    }

    private static Pull pull(double epsilon, TimeGrid grid, int slopes) {
        return new Pull("stationarity", TemperatureSchedule.constant(epsilon), grid, slopes);
    }

    @Override
    public Loss prepare(Potential potential, Batches batches, Rng rng) {
        Rng own = rng.stream("stationarity");
        Term term = pull(epsilon, grid, slopes)
                .from(
                        batches.of("stationarity.start").data(),
                        batches.of("stationarity.data").data(),
                        potential,
                        own.stream("chains"),
                        own.stream("slopes"));
        return new Loss(List.of(term), Map.of());
    }
}
