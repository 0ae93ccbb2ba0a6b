package org.energymatching.objective;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.energymatching.Potential;
import org.energymatching.error.UsageException;
import org.energymatching.schedule.TemperatureSchedule;
import org.energymatching.schedule.TimeGrid;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The energy distance between data and chains that started at data and follow the equilibrium dynamics.
 *
 * <pre>
 * x_(k+1) = x_k - Δt ∇V(x_k) + √(2 ε Δt) z_k,   x_0 ~ data, or where an earlier step left such a chain
 * L_S = 2 E‖x_K - x₁‖ - E‖x_K - x_K'‖,   x₁ ~ data
 * </pre>
 *
 * <p>It is minimal where the K steps leave the distribution of the data invariant, as those of V = -ε log p do. {@link
 * TransportEndpointLoss} alone makes minima at the positions of chains at t = 1, where they need not have converged; this loss
 * corrects minima that move the data. Chains with a lifetime longer than the grid are kept from step to step, so that the loss
 * measures their change at any age, though each gradient is taken through K steps only. A chain has diverged if a coordinate is
 * NaN or beyond ten times the largest of the step's data; it is reinitialised at data, and within the steps of the grid it does
 * not count.
 *
 * @param epsilon ε, the temperature of the equilibrium
 * @param grid the steps of the chains in one step of training
 * @param gradients at how many points of the chains the gradient is taken, an unbiased estimate of the sum over all
 * @param chains how many are kept, where their lifetime is longer than the grid
 * @param lifetime the mean time after which a chain is reinitialised at data; at most the grid's end if all are in every step
 */
public record StationarityLoss(double epsilon, TimeGrid grid, int gradients, int chains, double lifetime)
        implements Objective {

    private static final String CHAINS = "stationary";
    private static final String CONDITIONS = "stationaryConditions";

    /** Checks the numbers. */
    public StationarityLoss {
        distance(epsilon, grid, gradients);
        if (chains < 1 || !(lifetime > 0)) {
            throw new UsageException(
                    "A loss on stationarity with " + chains + " chains of a lifetime of " + lifetime
                            + " was asked for.",
                    "It takes one chain or more, and a lifetime above zero.",
                    "Choose for example 1024 chains that live for 10 units of time.");
        }
    }

    /** Chains that all start at data. */
    public StationarityLoss(double epsilon, TimeGrid grid, int gradients) {
        this(epsilon, grid, gradients, 1, grid.at(grid.steps()));
    }

    private static TrajectoryEnergyDistance distance(double epsilon, TimeGrid grid, int gradients) {
        return new TrajectoryEnergyDistance("stationarity", TemperatureSchedule.constant(epsilon), grid, gradients);
    }

    @Override
    public Loss prepare(Potential potential, Batches batches, Rng rng) {
        Batch starts = batches.of("stationarity.start");
        Tensor restarts = starts.data();
        Batch data = batches.of("stationarity.data");
        Rng own = rng.stream("stationarity");
        double horizon = grid.at(grid.steps());
        if (lifetime <= horizon) {
            int[] all = IntStream.range(0, starts.dataValues().rows()).toArray();
            return loss(ends(restarts, all, starts.condition(all.length), data, potential, own), ends -> Map.of());
        }
        Tensor pool = ReplayBuffer.chains(batches.kept(CHAINS), chains, restarts, "stationarity");
        int moving = Math.min(chains, starts.dataValues().rows());
        int[] rows = ReplayBuffer.neighbours(chains, moving, own.stream("moving"));
        Tensor before = pool.pick(rows);
        Tensor goesOn = ReplayBuffer.ended(rows, horizon / lifetime, own.stream("born"), before)
                .not()
                .and(ReplayBuffer.within(ReplayBuffer.reach(restarts), before));
        Tensor start = before.where(goesOn, restarts.rows(0, moving));
        Tensor given = starts.condition(starts.dataValues().rows());
        if (given == null) {
            return loss(
                    ends(start, rows, null, data, potential, own), ends -> Map.of(CHAINS, pool.withRows(rows, ends)));
        }
        Tensor conditions = ReplayBuffer.chains(batches.kept(CONDITIONS), chains, given, "stationarity");
        Tensor condition = conditions.pick(rows).where(goesOn, given.rows(0, moving));
        return loss(
                ends(start, rows, condition, data, potential, own),
                ends -> Map.of(CHAINS, pool.withRows(rows, ends), CONDITIONS, conditions.withRows(rows, condition)));
    }

    private TrajectoryEnergyDistance.Result ends(
            Tensor start, int[] numbers, @Nullable Tensor condition, Batch data, Potential potential, Rng rng) {
        return distance(epsilon, grid, gradients)
                .from(
                        start,
                        numbers,
                        data.data(),
                        potential,
                        TrajectoryEnergyDistance.Conditioning.of(condition, data),
                        rng.stream("chains"),
                        rng.stream("summands"));
    }

    private static Loss loss(TrajectoryEnergyDistance.Result result, Function<Tensor, Map<String, Tensor>> kept) {
        return new Loss(List.of(result.term()), Map.of("stationarityLost", result.lost()), kept.apply(result.ends()));
    }
}
