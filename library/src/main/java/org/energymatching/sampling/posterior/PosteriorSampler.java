package org.energymatching.sampling.posterior;

import java.util.List;
import java.util.stream.IntStream;
import org.energymatching.Distribution;
import org.energymatching.Potential;
import org.energymatching.Room;
import org.energymatching.Samples;
import org.energymatching.Target;
import org.energymatching.interaction.PairwiseRepulsion;
import org.energymatching.inverse.Likelihood;
import org.energymatching.inverse.Observation;
import org.energymatching.sampling.Kernel;
import org.energymatching.sampling.Sampler;
import org.energymatching.schedule.TemperatureSchedule;
import org.energymatching.schedule.TimeGrid;

/**
 * Draws p(x|y) ∝ exp(-V(x)/ε)·p(y|x) by Langevin chains (paper, algorithm 3): an observation and a plan give a {@link Posterior}.
 *
 * @param potential V
 * @param source where chains start
 * @param epsilonMax ε at the end of the schedule
 * @param plan chains, rounds, time and step
 * @param step Δt at most where the plan chooses none
 * @param blockRows how many chains are computed together on one core
 */
public record PosteriorSampler(
        Potential potential, Distribution source, double epsilonMax, PosteriorPlan plan, double step, int blockRows) {

    /**
     * The chains of one observation, not yet run.
     *
     * @param sampler whose they are
     * @param observation what was measured
     * @param target V, the measurement and the repulsion
     * @param step Δt
     */
    public record Prepared(PosteriorSampler sampler, Observation observation, Target target, double step) {

        /** The number of blocks of chains that end a transport: what {@code onBlock} counts up to. */
        public long blocks() {
            return sampler.renoising(step).blocks(target, chains());
        }

        /** Runs the chains; {@code onBlock} is called for every block of chains that has ended a transport. */
        public Posterior sample(Runnable onBlock) {
            PosteriorPlan plan = sampler.plan;
            int states = plan.states();
            int n = chains();
            List<Samples> ends = plan.rounds() == 0
                    ? sampler.chain(step)
                            .trajectory(target, sampler.source, n, plan.seed(), onBlock, plan.snapshotTimes())
                            .states()
                    : sampler.renoising(step).run(target, sampler.source, n, plan.seed(), onBlock);
            List<Samples> kept = ends.subList(ends.size() - states, ends.size());
            Samples drawn = Samples.concat(kept)
                    .pick(IntStream.range(0, Math.multiplyExact(n, states))
                            .map(i -> i % states * n + i / states)
                            .toArray());
            Samples draws = new Samples(observation.completed(drawn.values(), plan.chains() * states), drawn.shape());
            return new Posterior(draws, plan.chains(), states, step, plan.steps(step));
        }

        private int chains() {
            return Math.multiplyExact(observation.rows(), sampler.plan.chains());
        }
    }

    /** Runs the chains of an observation; {@code onBlock} is called for every block of chains that has ended a transport. */
    public Posterior sample(Observation observation, Runnable onBlock) {
        return prepare(observation).sample(onBlock);
    }

    /**
     * Chooses the step and refuses what cannot be drawn, before any chain is run.
     *
     * @throws org.energymatching.error.UsageException where the step is too large or too many would be needed, or memory lacks
     */
    public Prepared prepare(Observation observation) {
        Room.require(
                "The samples of the posterior",
                (long) observation.rows() * plan.chains(),
                (long) source.shape().length() * Math.max(plan.states(), plan.rounds()),
                3);
        Likelihood likelihood = observation.likelihood(plan.chains());
        Target free = Target.of(potential);
        Target target = plan.guided()
                ? free.guidedBy(likelihood, observation.model().spread(), plan.tauStar(), epsilonMax)
                : free.given(likelihood);
        double dt = plan.step(step, observation.stableStep(epsilonMax));
        Double sigma = plan.repulsion();
        if (sigma == null) {
            return new Prepared(this, observation, target, dt);
        }
        PairwiseRepulsion whole = PairwiseRepulsion.of(plan.chains(), sigma);
        PairwiseRepulsion repulsion = observation
                .commonGap()
                .map(gap -> whole.within(gap.complement()::apply))
                .orElse(whole);
        double fitting = plan.step() == null ? Math.min(dt, repulsion.stableStep(epsilonMax)) : dt;
        repulsion.requireStable(epsilonMax, fitting);
        return new Prepared(this, observation, target.repelledBy(repulsion), fitting);
    }

    private Sampler chain(double dt) {
        return new Sampler(
                Kernel.eulerMaruyama(), temperature(), new TimeGrid(plan.time(), Math.min(dt, plan.time())), blockRows);
    }

    private Renoising renoising(double dt) {
        return new Renoising(
                Kernel.eulerMaruyama(),
                temperature(),
                plan.time(),
                dt,
                plan.rounds() == 0 ? 1 : plan.back(),
                plan.rounds(),
                blockRows);
    }

    private TemperatureSchedule temperature() {
        return TemperatureSchedule.ramp(plan.tauStar(), epsilonMax);
    }
}
