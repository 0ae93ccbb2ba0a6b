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
 * Posterior sampling of p(x|y) ∝ exp(-V(x)/ε)·p(y|x) by Langevin chains (paper, algorithm 3); the result is a {@link
 * Posterior}.
 *
 * @param potential V
 * @param source the distribution of the starts
 * @param epsilonMax ε at the end of the schedule
 * @param plan chains, rounds, time and step
 * @param step the largest Δt where the plan has none
 * @param blockRows how many chains are computed together on one core
 */
public record PosteriorSampler(
        Potential potential, Distribution source, double epsilonMax, PosteriorPlan plan, double step, int blockRows) {

    /**
     * The chains of one observation, not yet run.
     *
     * @param sampler the sampler of the chains
     * @param observation the measurement
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
     * Chooses the step, and refuses what cannot be sampled before any chain runs.
     *
     * @throws org.energymatching.error.UsageException if the step is too large, too many steps are needed, or the memory does
     *     not suffice
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
