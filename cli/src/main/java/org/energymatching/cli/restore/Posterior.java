package org.energymatching.cli.restore;

import java.util.List;
import org.energymatching.Room;
import org.energymatching.Samples;
import org.energymatching.Target;
import org.energymatching.cli.Console;
import org.energymatching.cli.Progress;
import org.energymatching.cli.config.RunConfig;
import org.energymatching.cli.run.Experiment;
import org.energymatching.cli.run.TrainedRun;
import org.energymatching.interaction.PairwiseRepulsion;
import org.energymatching.inverse.Inpainting;
import org.energymatching.inverse.Likelihood;
import org.energymatching.inverse.Observation;
import org.energymatching.sampling.Kernel;
import org.energymatching.sampling.Renoising;
import org.energymatching.sampling.Sampler;
import org.energymatching.schedule.TimeGrid;

/**
 * Samples of what each measured row may have been, p(x|y) ∝ exp(-V(x)/ε)·p(y|x) (paper, algorithm 3).
 *
 * @param draws in the units of the potential: all of row 0, chain after chain and each in the order of time, then those of
 *     row 1, and so on
 * @param chains of each row
 * @param states kept of each chain
 * @param step that was taken
 * @param steps how many, of all descents together
 * @param seconds that it took
 */
record Posterior(Samples draws, int chains, int states, double step, int steps, double seconds) {

    private static final String PIECES = "descents of a block of chains";

    /**
     * What chains descend, in which steps.
     *
     * @param target V, the measurement and the repulsion
     * @param step the time of a step
     */
    private record Prepared(Target target, double step) {}

    /** Refuses what cannot be drawn, which is told before any chain is followed. */
    static void require(TrainedRun run, Measurements measurements, PosteriorPlan plan) {
        prepare(run, measurements, plan);
    }

    private static Prepared prepare(TrainedRun run, Measurements measurements, PosteriorPlan plan) {
        Observation observation = measurements.observation();
        Room.require(
                "The restored samples",
                (long) observation.rows() * plan.chains(),
                (long) run.width() * Math.max(plan.states(), plan.rounds()),
                3);
        RunConfig config = run.config();
        double epsilon = config.temperature().epsilonMax();
        Likelihood likelihood = observation.likelihood(plan.chains());
        Target target = plan.guided()
                ? Target.of(run.potential())
                        .guidedBy(likelihood, observation.model().spread(), plan.tauStar(), epsilon)
                : Target.of(run.potential()).given(likelihood);
        double step = plan.stepFor(config.sampling().step(), observation.stableStep(epsilon), measurements.noise());
        if (plan.interaction() != null) {
            PairwiseRepulsion repulsion = repulsion(measurements, plan.chains(), plan.interaction());
            if (plan.step() == null) {
                step = Math.min(step, repulsion.stableStep(epsilon));
            }
            repulsion.requireStable(epsilon, step);
            target = target.repelledBy(repulsion);
        }
        return new Prepared(target, step);
    }

    /** Follows the chains. */
    static Posterior of(TrainedRun run, Measurements measurements, PosteriorPlan plan, Console console) {
        Prepared prepared = prepare(run, measurements, plan);
        Observation observation = measurements.observation();
        Target target = prepared.target();
        double step = prepared.step();
        int n = Math.multiplyExact(observation.rows(), plan.chains());
        long started = System.nanoTime();
        List<Samples> kept = plan.rounds() == 0
                ? oneDescent(run, target, n, plan, step, console)
                : rounds(run, target, n, plan, step, console);
        double seconds = (System.nanoTime() - started) * 1e-9;
        Samples drawn = ordered(kept, n);
        Samples draws =
                new Samples(observation.completed(drawn.values(), plan.chains() * plan.states()), drawn.shape());
        return new Posterior(draws, plan.chains(), plan.states(), step, plan.steps(step), seconds);
    }

    private static List<Samples> oneDescent(
            TrainedRun run, Target target, int n, PosteriorPlan plan, double step, Console console) {
        Sampler sampler = new Sampler(
                Kernel.eulerMaruyama(),
                Experiment.temperature(run.config(), plan.tauStar()),
                new TimeGrid(plan.time(), Math.min(step, plan.time())),
                run.config().shardRows());
        try (Progress progress = console.progress("restoring", sampler.blocks(target, n))) {
            Runnable onBlock = progress.counting(PIECES);
            return sampler.trajectory(target, run.source(), n, plan.seed(), onBlock, plan.looks())
                    .states();
        }
    }

    private static List<Samples> rounds(
            TrainedRun run, Target target, int n, PosteriorPlan plan, double step, Console console) {
        Renoising restarts = new Renoising(
                Kernel.eulerMaruyama(),
                Experiment.temperature(run.config(), plan.tauStar()),
                plan.time(),
                step,
                plan.back(),
                plan.rounds(),
                run.config().shardRows());
        try (Progress progress = console.progress("restoring", restarts.blocks(target, n))) {
            List<Samples> all = restarts.run(target, run.source(), n, plan.seed(), progress.counting(PIECES));
            return all.subList(all.size() - plan.states(), all.size());
        }
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

    /** From state after state of all chains to chain after chain. */
    private static Samples ordered(List<Samples> kept, int n) {
        int states = kept.size();
        int width = kept.get(0).width();
        float[] values = new float[Math.multiplyExact(Math.multiplyExact(n, states), width)];
        for (int k = 0; k < states; k++) {
            float[] from = kept.get(k).values();
            for (int i = 0; i < n; i++) {
                System.arraycopy(from, i * width, values, (i * states + k) * width, width);
            }
        }
        return new Samples(values, kept.get(0).shape().row().batch((long) n * states));
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
