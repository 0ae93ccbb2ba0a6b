package org.energymatching.objective;

import org.energymatching.Potential;
import org.energymatching.Target;
import org.energymatching.coupling.Coupling;
import org.energymatching.error.UsageException;
import org.energymatching.interpolant.Interpolant;
import org.energymatching.sampling.Chains;
import org.energymatching.sampling.Kernel;
import org.energymatching.sampling.RowTemperature;
import org.energymatching.schedule.FlowWeight;
import org.energymatching.schedule.TemperatureSchedule;
import org.energymatching.schedule.TimeGrid;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.Workers;

/**
 * Reflow: flow matching on the pairs of start and end of a trained potential's flow, so that paths become straighter and the
 * coupling is kept.
 *
 * <pre>
 * dx/dt = -∇V_teacher(x) from x₀ at t = 0 to x₁' at t = 1
 * L = mean over rows and coordinates of w(t) (∇V(x_t) + x₁' - x₀)²,   x_t on the path from x₀ to x₁'
 * </pre>
 *
 * <p>Each training step transports its own mini-batch of the source by Heun's method, so that no pairs are stored and none
 * occurs twice; only the conditions of the data are used. Each step of the teacher's flow costs two gradients of the teacher
 * for each row.
 *
 * <p>X. Liu, C. Gong and Q. Liu, "Flow straight and fast: learning to generate and transfer data with rectified flow", ICLR 2023.
 *
 * @param teacher V_teacher, trained from the same source
 * @param steps how many steps the teacher's flow takes
 * @param interpolant the path on which the gradient is fitted; straight without noise in the paper
 * @param weight w(t)
 */
public record Reflow(Potential teacher, int steps, Interpolant interpolant, FlowWeight weight) implements Objective {

    private static final int BLOCK_ROWS = 64;

    /** Checks the number of steps. */
    public Reflow {
        if (steps < 1) {
            throw new UsageException(
                    "The teacher's flow was to be followed in " + steps + " steps.",
                    "It takes one step or more.",
                    "Choose for example 20.");
        }
    }

    @Override
    public Loss prepare(Potential potential, Batches batches, Rng rng) {
        return new FlowMatching(Coupling.independent(), interpolant, weight)
                .prepare(potential, pass -> transported(batches.of(pass), rng.stream("teacher")), rng);
    }

    /** The mini-batch with the ends of the teacher's flow as its data; the Java values keep only the conditions. */
    private Batch transported(Batch batch, Rng rng) {
        Batch there = Batch.of(batch.sourceValues(), batch.dataValues(), teacher.device());
        int rows = batch.sourceValues().rows();
        Tensor ends = new Chains(
                        Kernel.heunFlow(),
                        Target.of(there.given(teacher)),
                        RowTemperature.all(TemperatureSchedule.constant(0)),
                        new TimeGrid(1, 1.0 / steps),
                        Workers.on(there.device()).shardRows(rows, Math.min(BLOCK_ROWS, rows)))
                .together(rows)
                .advance(there.source(), rng);
        return new Batch(batch.source(), ends.to(batch.device()), batch.sourceValues(), batch.dataValues());
    }

    /** It names its mini-batches and terms as flow matching does. */
    @Override
    public Object kind() {
        return FlowMatching.class;
    }

    @Override
    public int chainSteps() {
        return steps;
    }

    @Override
    public Objective withChains(int other) {
        return new Reflow(teacher, other, interpolant, weight);
    }
}
