package org.energymatching.objective;

import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.error.UsageException;
import org.energymatching.schedule.TemperatureSchedule;
import org.energymatching.schedule.TimeGrid;
import org.energymatching.tensor.Rng;

/**
 * Holds the law of the data under the dynamics at rest: the energy distance of where chains that started at data are later.
 *
 * <pre>
 * x_(k+1) = x_k - Δt ∇V(x_k) + √(2 ε Δt) z_k,   x_0 ~ data, or where such a chain was left by an earlier step
 * L_S = 2 E‖x_K - x₁‖ - E‖x_K - x_K'‖,   x₁ ~ data
 * </pre>
 *
 * <p>It is least where K steps leave the data's law as it is, as those of V = -ε log p do. {@link TransportEndpointLoss} alone draws valleys
 * to where chains have come by the end of the transport, which need not have settled by then; chains that start at data feel
 * where that moves them, and the two agree on a field outside that delivers in time. Chains that live longer than the grid are
 * kept from step to step: what they drift to is felt at any age, though each gradient runs back through K steps only.
 * One that has run away, to ten times the largest coordinate of the step's data or to no number, starts again at data; within
 * the steps of a pull it counts for nothing.
 *
 * @param epsilon ε, the temperature at rest
 * @param grid the steps of the chains between two pulls
 * @param slopes at how many points of the chains the gradient is taken, as an unbiased estimate of that at all
 * @param chains how many are kept, where they live longer than the grid
 * @param lifetime the mean time after which a chain starts again at data; at most the grid's end if each does in every step
 */
public record StationarityLoss(double epsilon, TimeGrid grid, int slopes, int chains, double lifetime)
        implements Objective {

    private static final String CHAINS = "stationary";

    /** Checks the numbers. */
    public StationarityLoss {
        pull(epsilon, grid, slopes);
        if (chains < 1 || !(lifetime > 0)) {
            throw new UsageException(
                    "A loss on stationarity with " + chains + " chains of a lifetime of " + lifetime
                            + " was asked for.",
                    "It takes one chain or more, and a lifetime above zero.",
                    "Choose for example 1024 chains that live for 10 units of time.");
        }
    }

    /** Chains that all start at data. */
    public StationarityLoss(double epsilon, TimeGrid grid, int slopes) {
        this(epsilon, grid, slopes, 1, grid.at(grid.steps()));
    }

    private static TrajectoryEnergyDistance pull(double epsilon, TimeGrid grid, int slopes) {
        return new TrajectoryEnergyDistance("stationarity", TemperatureSchedule.constant(epsilon), grid, slopes);
    }

    @Override
    public Loss prepare(Potential potential, Batches batches, Rng rng) {
        Samples births = batches.of("stationarity.start").data();
        Samples data = batches.of("stationarity.data").data();
        Rng own = rng.stream("stationarity");
        if (lifetime <= grid.at(grid.steps())) {
            int[] all = IntStream.range(0, births.rows()).toArray();
            return loss(pulled(births, all, data, potential, own), Map.of());
        }
        Samples pool = pool(batches, births);
        int[] rows = ReplayBuffer.neighbours(chains, Math.min(chains, births.rows()), own.stream("moving"));
        Samples start = start(pool.pick(rows), rows, births, own.stream("born"));
        TrajectoryEnergyDistance.Pulled pulled = pulled(start, rows, data, potential, own);
        return loss(pulled, Map.of(CHAINS, with(pool, rows, pulled.ends())));
    }

    private TrajectoryEnergyDistance.Pulled pulled(
            Samples start, int[] numbers, Samples data, Potential potential, Rng rng) {
        return pull(epsilon, grid, slopes)
                .from(start, numbers, data, potential, rng.stream("chains"), rng.stream("slopes"));
    }

    private static Loss loss(TrajectoryEnergyDistance.Pulled pulled, Map<String, Samples> kept) {
        return new Loss(pulled.terms(), Map.of("stationarityLost", (double) pulled.lost()), kept);
    }

    /** The chains of the step before; at first all are at data. */
    private Samples pool(Batches batches, Samples births) {
        Optional<Samples> before = batches.kept(CHAINS);
        if (before.isEmpty()) {
            return ReplayBuffer.born(chains, births);
        }
        Samples pool = before.get();
        if (pool.rows() != chains || pool.width() != births.width()) {
            throw new UsageException(
                    pool.rows() + " chains of width " + pool.width() + " were kept in the step before, but " + chains
                            + " of width " + births.width() + " go on.",
                    "All losses on stationarity of a plan share their chains: equally many, as wide as the data.",
                    "Give each of them in the plan the same number of chains, and train in a new run directory.");
        }
        return pool;
    }

    /** Chains as they go on: some start again at data, as do all that are far beyond them. */
    private Samples start(Samples chains, int[] numbers, Samples births, Rng rng) {
        float[] values = chains.values().clone();
        int width = chains.width();
        double reach = ReplayBuffer.reach(births);
        double share = grid.at(grid.steps()) / lifetime;
        for (int row = 0; row < chains.rows(); row++) {
            boolean ends = rng.at(numbers[row]).nextDouble() < share;
            if (ends || !ReplayBuffer.within(reach, chains.row(row))) {
                System.arraycopy(births.values(), row * width, values, row * width, width);
            }
        }
        return new Samples(values, chains.shape());
    }

    private static Samples with(Samples pool, int[] rows, Samples ends) {
        float[] values = pool.values().clone();
        int width = pool.width();
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(ends.values(), i * width, values, rows[i] * width, width);
        }
        return new Samples(values, pool.shape());
    }
}
