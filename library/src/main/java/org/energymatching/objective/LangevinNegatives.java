package org.energymatching.objective;

import java.util.List;
import java.util.Map;
import org.energymatching.Potential;
import org.energymatching.Target;
import org.energymatching.error.UsageException;
import org.energymatching.sampling.Chains;
import org.energymatching.sampling.Kernel;
import org.energymatching.sampling.RowTemperature;
import org.energymatching.schedule.TemperatureSchedule;
import org.energymatching.schedule.TimeGrid;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.Workers;

/**
 * Negatives by short Langevin chains: x ← x - Δt ∇V(x) + √(2 ε Δt) z, M times, with ε = ε(m Δt) at step m (paper,
 * algorithm 2).
 *
 * <p>A share of the chains starts at data and finds where the minima of the potential at data are too shallow. The others start
 * at the source and find spurious modes, or start at data as well and leave them and return under their own schedule. Both
 * shares run as one batch, each row at its own temperature.
 *
 * <p>With a transport step, the others take the first part of their schedule, where it has no noise, in steps of that length by Heun's
 * method for the flow: fewer gradients than by Δt, and nearly the same points.
 *
 * @param steps M
 * @param dt Δt
 * @param dataShare the share of chains that start at data
 * @param fromSource the temperature of the others
 * @param fromData the temperature of chains from data
 * @param othersFromData whether the others start at data too instead of the source
 * @param bound coordinates beyond ± this are clamped to it at the end of a chain, for pixels; infinity for none
 * @param blockRows how many chains are computed together on one core
 * @param transportStep the length of the others' steps without noise; 0 for Δt, as in the paper
 */
public record LangevinNegatives(
        int steps,
        double dt,
        double dataShare,
        TemperatureSchedule fromSource,
        TemperatureSchedule fromData,
        boolean othersFromData,
        double bound,
        int blockRows,
        double transportStep)
        implements Negatives {

    private static final int BLOCK_ROWS = 64;

    /** Checks the numbers. */
    public LangevinNegatives {
        if (steps < 1
                || !(dt > 0)
                || !(dataShare >= 0 && dataShare <= 1)
                || !(bound > 0)
                || blockRows < 1
                || !(transportStep >= 0)) {
            throw new UsageException(
                    "Negatives of " + steps + " steps of length " + dt + ", a share of " + dataShare
                            + " from data, within " + bound + ", in blocks of " + blockRows
                            + ", with transport in steps of "
                            + transportStep + ", were asked for.",
                    "There is at least one step, its length and the bound are above zero, the share lies in [0, 1], and"
                            + " a block has at least one row.",
                    "The paper takes 200 steps of length 0.01, half of them from data.");
        }
    }

    static LangevinNegatives of(TemperatureSchedule temperature, int steps, double dt) {
        return new LangevinNegatives(
                steps, dt, 0, temperature, temperature, false, Double.POSITIVE_INFINITY, BLOCK_ROWS, 0);
    }

    /** The same chains with another number of steps. */
    LangevinNegatives steps(int number) {
        return new LangevinNegatives(
                number, dt, dataShare, fromSource, fromData, othersFromData, bound, blockRows, transportStep);
    }

    /** Half of the chains start at data, at the schedule's final temperature from the first step. */
    public LangevinNegatives halfFromData() {
        double equilibrium = fromSource.at(Double.MAX_VALUE);
        return fromData(0.5, TemperatureSchedule.constant(equilibrium));
    }

    /** A share of the chains starts at data and follows its own schedule. */
    public LangevinNegatives fromData(double share, TemperatureSchedule temperature) {
        return new LangevinNegatives(
                steps, dt, share, fromSource, temperature, othersFromData, bound, blockRows, transportStep);
    }

    /** The others start at data too, with their schedule. */
    public LangevinNegatives allFromData() {
        return new LangevinNegatives(steps, dt, dataShare, fromSource, fromData, true, bound, blockRows, transportStep);
    }

    /** Computes so many chains together. */
    public LangevinNegatives block(int rows) {
        return new LangevinNegatives(
                steps, dt, dataShare, fromSource, fromData, othersFromData, bound, rows, transportStep);
    }

    /** Clamps coordinates beyond ± a bound to it at the end of a chain: 1 for pixels. */
    public LangevinNegatives within(double limit) {
        return new LangevinNegatives(
                steps, dt, dataShare, fromSource, fromData, othersFromData, limit, blockRows, transportStep);
    }

    /** The others go through the part without noise in steps of this length; 0 for Δt. */
    public LangevinNegatives transportStep(double length) {
        return new LangevinNegatives(
                steps, dt, dataShare, fromSource, fromData, othersFromData, bound, blockRows, length);
    }

    @Override
    public Tensor draw(Potential potential, Batch batch, Rng rng) {
        int n = batch.dataValues().rows();
        int data = (int) Math.round(dataShare * n);
        int ofData = othersFromData ? n : data;
        Tensor start = Tensor.concat(
                List.of(batch.data().rows(0, ofData), batch.source().rows(ofData, n)), 0);
        int quiet = transportStep > dt ? quietSteps() : 0;
        Tensor ends = quiet == 0 || data == n
                ? chains(potential, n, (row, t) -> (row < data ? fromData : fromSource).at(t), steps)
                        .advance(start, rng)
                : transported(potential, start, data, quiet, rng);
        return Double.isInfinite(bound) ? ends : ends.clamp(-bound, bound);
    }

    /** How many steps of the others' schedule have no noise. */
    private int quietSteps() {
        int quiet = 0;
        while (quiet < steps && fromSource.at(quiet * dt) == 0) {
            quiet++;
        }
        return quiet;
    }

    private Tensor transported(Potential potential, Tensor start, int data, int quiet, Rng rng) {
        int n = Math.toIntExact(start.shape().at(0));
        Potential others = potential.rows(data, n);
        Chains still = chains(others, n - data, (row, t) -> 0, quiet);
        Tensor ends = new Chains(
                        Kernel.heunFlow(),
                        still.target(),
                        still.temperature(),
                        new TimeGrid(quiet * dt, transportStep),
                        still.blockRows())
                .advance(start.rows(data, n), rng);
        if (quiet < steps) {
            ends = chains(others, n - data, (row, t) -> fromSource.at(quiet * dt + t), steps - quiet)
                    .advance(ends, rng.stream("source"));
        }
        return data == 0
                ? ends
                : Tensor.concat(
                        List.of(
                                chains(potential.rows(0, data), data, (row, t) -> fromData.at(t), steps)
                                        .advance(start.rows(0, data), rng),
                                ends),
                        0);
    }

    private Chains chains(Potential potential, int n, RowTemperature temperature, int count) {
        return new Chains(
                        Kernel.eulerMaruyama(),
                        Target.of(potential),
                        temperature,
                        new TimeGrid(count * dt, dt),
                        Workers.on(potential.device()).shardRows(n, Math.min(blockRows, n)))
                .together(n);
    }

    /** Without a transport step, as checkpoints that knew none have it. */
    @Override
    public Map<String, Object> description() {
        Map<String, Object> description = Negatives.super.description();
        if (transportStep == 0) {
            description.remove("transportStep");
        }
        return description;
    }
}
