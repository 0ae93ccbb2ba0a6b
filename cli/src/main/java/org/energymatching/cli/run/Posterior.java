package org.energymatching.cli.run;

import java.util.concurrent.atomic.AtomicLong;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.Target;
import org.energymatching.cli.Console;
import org.energymatching.cli.Progress;
import org.energymatching.cli.config.RunConfig;
import org.energymatching.interaction.PairwiseRepulsion;
import org.energymatching.inverse.Inpainting;
import org.energymatching.sampling.Kernel;
import org.energymatching.sampling.Sampler;
import org.energymatching.sampling.Trajectory;
import org.energymatching.schedule.TimeGrid;

/**
 * Samples of what each measured row may have been, p(x|y) ∝ exp(-V(x)/ε)·p(y|x) (paper, algorithm 3).
 *
 * @param draws in the units of the potential: all of row 0, chain after chain and each in the order of time, then those of
 *     row 1, and so on
 * @param chains of each row
 * @param states kept of each chain
 * @param step that was taken
 * @param steps how many
 * @param seconds that it took
 */
record Posterior(Samples draws, int chains, int states, double step, int steps, double seconds) {

    /** Follows the chains. */
    static Posterior of(
            TrainedRun run, Measurements measurements, PosteriorPlan plan, NoiseText noise, Console console) {
        Evidence evidence = measurements.evidence();
        RunConfig config = run.config();
        double epsilon = config.temperature().epsilonMax();
        double stable = evidence.stableStep(epsilon);
        Potential prior =
                plan.priorWeight() == 1 ? run.potential() : run.potential().times(plan.priorWeight());
        Target target = Target.of(prior).given(evidence.likelihood(plan.chains()));
        double recipe = config.sampling().step() / Math.max(1, plan.priorWeight());
        double step = plan.stepFor(recipe, stable, noise);
        if (plan.interaction() != null) {
            PairwiseRepulsion repulsion = repulsion(measurements, plan.chains(), plan.interaction());
            if (plan.step() == null) {
                step = Math.min(step, repulsion.stableStep(epsilon));
            }
            repulsion.requireStable(epsilon, step);
            target = target.repelledBy(repulsion);
        }
        TimeGrid grid = new TimeGrid(plan.time(), Math.min(step, plan.time()));
        Sampler sampler = new Sampler(
                Kernel.eulerMaruyama(), // noise rules where measurements count: a second slope in each step would not
                // pay
                Experiment.temperature(config, plan.tauStar()),
                grid,
                config.shardRows());
        int n = Math.multiplyExact(evidence.rows(), plan.chains());
        long started = System.nanoTime();
        Trajectory chains = follow(run, sampler, target, n, plan, console);
        double seconds = (System.nanoTime() - started) * 1e-9;
        Samples draws = evidence.settled(ordered(chains, n), plan.chains() * plan.states());
        return new Posterior(draws, plan.chains(), plan.states(), grid.step(), grid.steps(), seconds);
    }

    /** Chains drive one another apart where they are free to: in the hole, if there is one. */
    private static PairwiseRepulsion repulsion(Measurements measurements, int chains, double sigma) {
        PairwiseRepulsion repulsion = PairwiseRepulsion.of(chains, sigma);
        Instrument instrument = measurements.instrument();
        if (instrument == null || instrument.hole() == null || !instrument.isHole()) {
            return repulsion;
        }
        Inpainting unseen = instrument.hole().complement();
        return repulsion.within(unseen::apply);
    }

    private static Trajectory follow(
            TrainedRun run, Sampler sampler, Target target, int n, PosteriorPlan plan, Console console) {
        try (Progress progress = console.progress("restoring", sampler.blocks(target, n))) {
            AtomicLong done = new AtomicLong();
            return sampler.trajectory(
                    target,
                    run.source(),
                    n,
                    plan.seed(),
                    () -> {
                        synchronized (progress) {
                            progress.at(done.incrementAndGet(), "blocks of " + sampler.blockRows());
                        }
                    },
                    plan.looks());
        }
    }

    /** From state after state of all chains to chain after chain. */
    private static Samples ordered(Trajectory chains, int n) {
        int states = chains.states().size();
        int width = chains.last().width();
        float[] values = new float[Math.multiplyExact(Math.multiplyExact(n, states), width)];
        for (int k = 0; k < states; k++) {
            float[] from = chains.states().get(k).values();
            for (int i = 0; i < n; i++) {
                System.arraycopy(from, i * width, values, (i * states + k) * width, width);
            }
        }
        return new Samples(values, chains.last().shape().row().batch((long) n * states));
    }

    /** How many samples each row has. */
    int perRow() {
        return chains * states;
    }

    /** The last state of a chain of every row. */
    Samples sample(int chain) {
        int rows = draws.rows() / perRow();
        int[] picked = new int[rows];
        for (int i = 0; i < rows; i++) {
            picked[i] = i * perRow() + chain * states + states - 1;
        }
        return draws.pick(picked);
    }
}
