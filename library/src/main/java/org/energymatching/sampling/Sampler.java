package org.energymatching.sampling;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleConsumer;
import java.util.function.Predicate;
import org.energymatching.Distribution;
import org.energymatching.Room;
import org.energymatching.Samples;
import org.energymatching.Target;
import org.energymatching.error.UsageException;
import org.energymatching.schedule.TemperatureSchedule;
import org.energymatching.schedule.TimeGrid;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Workers;

/**
 * Draws samples by the steps of a kernel over a grid of times under a temperature schedule (paper, algorithm 3 without
 * conditions).
 *
 * <p>Sample i depends only on the seed and on i: not on how many are drawn, nor on the number of cores.
 *
 * @param kernel how a step is made
 * @param temperature ε(t)
 * @param grid the times
 * @param blockRows how many chains are computed together on one core, rounded up to whole groups of the target
 */
public record Sampler(Kernel kernel, TemperatureSchedule temperature, TimeGrid grid, int blockRows) {

    private static final int BLOCK_ROWS = 64;
    private static final int LOOKS_IN_A_WINDOW = 8;

    /** Checks the size of a block. */
    public Sampler {
        if (blockRows < 1) {
            throw new UsageException(
                    "A block of " + blockRows + " chains was asked for.",
                    "A block has at least one chain.",
                    "Leave it at " + BLOCK_ROWS + ", or choose fewer where memory is short.");
        }
    }

    /** A sampler that computes 64 chains together. */
    public Sampler(Kernel kernel, TemperatureSchedule temperature, TimeGrid grid) {
        this(kernel, temperature, grid, BLOCK_ROWS);
    }

    /** n samples at the end of the grid. */
    public Samples sample(Target target, Distribution source, int n, long seed) {
        return trajectory(target, source, n, seed, grid.end()).last();
    }

    /**
     * Samples {@code first} … {@code first + n - 1} at the end of the grid, as a part of a job computes them that other machines
     * compute the rest of. The target has no conditions or groups of rows.
     */
    public Samples sample(Target target, Distribution source, long first, int n, long seed) {
        requireWhole(n, target);
        Room.require("The samples", n, source.shape().length(), 2);
        Rng rng = Rng.of(seed);
        return chains(target, n).ends(start(source, rng), first, n, rng.stream("noise"));
    }

    /** Snapshots of n chains at these times, which rise and are on the grid up to half a step. */
    public Trajectory trajectory(Target target, Distribution source, int n, long seed, double... times) {
        return trajectory(target, source, n, seed, () -> {}, times);
    }

    /** As above, with a call for every block of chains that has ended. */
    public Trajectory trajectory(
            Target target, Distribution source, int n, long seed, Runnable onBlock, double... times) {
        requireWhole(n, target);
        Room.require("The samples", n, (long) source.shape().length() * times.length, 2);
        int[] looks = looks(times);
        Rng rng = Rng.of(seed);
        List<Samples> states = chains(target, n).run(start(source, rng), n, looks, rng.stream("noise"), onBlock);
        return new Trajectory(Arrays.stream(times).boxed().toList(), states);
    }

    /**
     * As above, with diagnostics. Where the kernel does not compute energies anyway, they are computed at up to {@value
     * Recorder#MOST_LOOKS} steps; the chains are the same.
     */
    public SamplingResult watched(
            Target target, Distribution source, int n, long seed, Runnable onBlock, double... times) {
        requireWhole(n, target);
        Room.require("The samples", n, (long) source.shape().length() * times.length, 2);
        int[] looks = looks(times);
        Rng rng = Rng.of(seed);
        Chains chains = chains(target, n);
        int every = (grid.steps() + Recorder.MOST_LOOKS - 1) / Recorder.MOST_LOOKS;
        try (Recording recording = Recording.of(chains, n, source.shape().length(), every, equilibrium())) {
            List<Samples> states =
                    chains.run(start(source, rng), n, looks, rng.stream("noise"), onBlock, recording.blocks()::get);
            return new SamplingResult(
                    new Trajectory(Arrays.stream(times).boxed().toList(), states),
                    recording.diagnostics(),
                    SamplingResult.Ending.TIME);
        }
    }

    /** n samples as soon as their energy has converged at the last temperature, or at the end of the grid. */
    public SamplingResult untilPlateau(
            Target target, Distribution source, int n, long seed, ConvergenceMonitor rule, DoubleConsumer onTime) {
        return untilPlateau(target, source, n, seed, rule, rows -> true, onTime);
    }

    /**
     * n samples as soon as their energy has converged at the last temperature and a certificate accepts them, or at the end of
     * the grid. Where it still refuses them {@value MonitoredChains#PATIENCE} windows of constant energy later, the chains end
     * as well. The time at which they stop depends on all chains; apart from it, sample i still depends only on the seed and on
     * i.
     *
     * @param certified whether samples are at equilibrium; called only after windows of constant energy
     * @param onTime called with the time of the chains
     */
    public SamplingResult untilPlateau(
            Target target,
            Distribution source,
            int n,
            long seed,
            ConvergenceMonitor rule,
            Predicate<Samples> certified,
            DoubleConsumer onTime) {
        requireWhole(n, target);
        Room.require("The samples", n, source.shape().length(), 2);
        if (n < ConvergenceMonitor.FEWEST_CHAINS) {
            throw new UsageException(
                    n + " chains are to end when their mean energy comes to rest.",
                    "It takes " + ConvergenceMonitor.FEWEST_CHAINS + " chains to tell rest from chance.",
                    "Ask for more of them, or for a fixed time.");
        }
        Rng rng = Rng.of(seed);
        double window = Math.min(grid.steps(), rule.window() / grid.step());
        int every = (int) Math.max(1, window / LOOKS_IN_A_WINDOW);
        Chains chains = chains(target, n);
        try (Recording recording = Recording.of(chains, n, source.shape().length(), every, equilibrium());
                MonitoredChains resting = MonitoredChains.of(chains, recording)) {
            resting.begin(start(source, rng), n, rng.stream("noise"));
            SamplingResult.Ending ending = resting.follow(rule, certified, constantFrom(), onTime);
            return new SamplingResult(
                    new Trajectory(List.of(grid.at(resting.done())), List.of(resting.rows())),
                    recording.diagnostics(),
                    ending);
        }
    }

    /** The number of steps before the temperature is constant. */
    private int constantFrom() {
        int m = grid.steps() - 1;
        double last = temperature.at(grid.at(m));
        while (m > 0 && temperature.at(grid.at(m - 1)) == last) {
            m--;
        }
        return m;
    }

    /** The same, or all steps where the last temperature is zero. */
    private int equilibrium() {
        int from = constantFrom();
        return temperature.at(grid.at(from)) > 0 ? from : grid.steps();
    }

    private static Chains.Start start(Distribution source, Rng rng) {
        Rng starts = rng.stream("start");
        return (first, rows) -> source.sample(first, rows, starts);
    }

    private static void requireWhole(int n, Target target) {
        if (n < 1) {
            throw new UsageException(
                    n + " samples were asked for.", "At least one sample is drawn.", "Ask for a positive number.");
        }
        if (n % target.group() != 0) {
            throw new UsageException(
                    n + " samples were asked for of chains that feel one another in groups of " + target.group() + ".",
                    "Groups are whole: the number of samples is a multiple of theirs.",
                    "Ask for " + ((long) n / target.group() + 1) * target.group() + ".");
        }
    }

    private int[] looks(double[] times) {
        double before = Math.nextDown(0.0);
        for (double t : times) {
            if (!(t > before && t <= grid.end() + 1e-9)) {
                throw senseless(times);
            }
            before = t;
        }
        if (times.length == 0) {
            throw senseless(times);
        }
        return Arrays.stream(times).mapToInt(grid::nearest).toArray();
    }

    private UsageException senseless(double[] times) {
        return new UsageException(
                "Chains were to be looked at at times " + Arrays.toString(times) + ".",
                "There is at least one time, and they rise from 0 at the earliest to the grid's end, " + grid.end()
                        + ", at the latest.",
                "Sort the times, or lengthen the grid.");
    }

    /** The number of blocks of n chains that this process computes: what {@code onBlock} counts up to. */
    public int blocks(Target target, int n) {
        return Workers.own(chains(target, n).blocks(n));
    }

    private Chains chains(Target target, int n) {
        return new Chains(
                        kernel,
                        target,
                        RowTemperature.all(temperature),
                        grid,
                        Workers.on(target.device()).blockRows(blockRows))
                .together(n);
    }
}
