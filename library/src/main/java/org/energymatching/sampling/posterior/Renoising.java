package org.energymatching.sampling.posterior;

import java.util.ArrayList;
import java.util.List;
import org.energymatching.Distribution;
import org.energymatching.Samples;
import org.energymatching.Target;
import org.energymatching.error.UsageException;
import org.energymatching.sampling.Chains;
import org.energymatching.sampling.Kernel;
import org.energymatching.sampling.RowTemperature;
import org.energymatching.schedule.TemperatureSchedule;
import org.energymatching.schedule.TimeGrid;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Workers;

/**
 * Renoising: each round moves chains back along the noising path and transports them to data again, as restart sampling does.
 *
 * <pre>
 * x ← (1 - s) x + s z,  z ~ source;  then t runs from 1 - s to the end, under ε(t)
 * </pre>
 *
 * <p>Langevin steps at ε_max stay in the mode that the first transport reached; a round draws again what that fraction s of the
 * path determines: details for a small s, the whole sample for s = 1. The first half of a round is exact and gives the density
 * of p at time 1 - s of the straight path; the second half leads back to p as far as the transport does. So a round leaves p
 * nearly invariant, and the ends of rounds are far less correlated than states of one chain without rounds. The idea is that of
 * restarts along a noising path (Y. Xu et al., "Restart Sampling", NeurIPS 2023), and of resampling in inpainting (A. Lugmayr
 * et al., "RePaint", CVPR 2022).
 *
 * @param kernel how a step is made
 * @param temperature ε(t), from t = 0 for the first transport
 * @param end the time at which the first transport and every round end
 * @param step Δt
 * @param back s, above 0 and at most 1
 * @param rounds how many, after the first transport
 * @param blockRows how many chains are computed together on one core
 */
public record Renoising(
        Kernel kernel,
        TemperatureSchedule temperature,
        double end,
        double step,
        double back,
        int rounds,
        int blockRows) {

    /** Checks the numbers. */
    public Renoising {
        if (!(back > 0 && back <= 1) || rounds < 0 || !(end > 1 - back)) {
            throw new UsageException(
                    rounds + " rounds from t = " + (1 - back) + " to t = " + end + " were asked for.",
                    "Rounds, zero or more, begin after t = 0 and before their end.",
                    "Choose for example 8 rounds, 0.6 back, to an end of 1.2.");
        }
    }

    /**
     * The chains after the first transport and after each round: {@code rounds + 1} states of n chains. State r of chain i
     * depends only on the seed, r and i.
     *
     * @param onBlock called as each block of chains ends a transport
     */
    public List<Samples> run(Target target, Distribution source, int n, long seed, Runnable onBlock) {
        Rng rng = Rng.of(seed);
        Rng starts = rng.stream("start");
        Chains first = chains(target, temperature, end);
        List<Samples> states = new ArrayList<>(
                List.of(descend(first, (row, rows) -> source.sample(row, rows, starts), n, rng, onBlock)));
        double from = 1 - back;
        Chains again = chains(target, t -> temperature.at(from + t), end - from);
        for (int round = 1; round <= rounds; round++) {
            Samples before = states.get(round - 1);
            Rng noise = rng.stream("restart").at(round);
            states.add(descend(
                    again,
                    (row, rows) -> carriedBack(before, row, source.sample(row, rows, noise)),
                    n,
                    rng.stream("round").at(round),
                    onBlock));
        }
        return states;
    }

    /** The number of blocks of chains over all transports. */
    public long blocks(Target target, int n) {
        return (rounds + 1L) * chains(target, temperature, end).blocks(n);
    }

    private Chains chains(Target target, TemperatureSchedule schedule, double time) {
        return new Chains(
                kernel,
                target,
                RowTemperature.all(schedule),
                new TimeGrid(time, Math.min(step, time)),
                Workers.on(target.device()).blockRows(blockRows));
    }

    private static Samples descend(Chains chains, Chains.Start start, int n, Rng rng, Runnable onBlock) {
        int[] end = {chains.grid().steps()};
        return chains.run(start, n, end, rng.stream("noise"), onBlock).get(0);
    }

    /** Additional chains that fill the last block start at noise. */
    private Samples carriedBack(Samples before, long first, Samples noise) {
        float[] mixed = noise.values().clone();
        int width = noise.width();
        int offset = Math.toIntExact(first) * width;
        int known = Math.min(mixed.length, before.values().length - offset);
        for (int i = 0; i < known; i++) {
            mixed[i] = (float) ((1 - back) * before.values()[offset + i] + back * noise.values()[i]);
        }
        return new Samples(mixed, noise.shape());
    }
}
