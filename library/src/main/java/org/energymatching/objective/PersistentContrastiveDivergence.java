package org.energymatching.objective;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.energymatching.Potential;
import org.energymatching.RowBlocks;
import org.energymatching.error.UsageException;
import org.energymatching.sampling.EulerMaruyama;
import org.energymatching.sampling.NoiseBuffer;
import org.energymatching.schedule.TemperatureSchedule;
import org.energymatching.tensor.Noise;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Persistent contrastive divergence: contrastive divergence whose chains continue from one training step to the next and reach
 * any age, as in sampling.
 *
 * <pre>L_PCD = (mean V(x₁ + σz) - mean V(x_k)) / ε,   x_k the chains of age 1 and more</pre>
 *
 * <p>A chain starts at the source, follows the schedule, and counts as a sample of the model from t = 1 on. In each training
 * step some of the chains are advanced; each of these is reinitialised with a probability that gives chains their mean age. The
 * gradient is that of the mean log-likelihood of the data, smoothed by σ, as far as chains of that age sample the model. Unlike
 * noise of a known density, the chains find spurious modes of the model. (T. Tieleman, "Training restricted Boltzmann machines
 * using approximations to the likelihood gradient", 2008.)
 *
 * <p>A chain has diverged if a coordinate is NaN or beyond ten times the largest of the step's source and data; it does not
 * count and is reinitialised as well. {@code persistentLost} is the number of diverged chains among those that were advanced.
 * The random numbers of a chain depend only on its index, not on other chains.
 *
 * @param epsilon ε
 * @param sigma σ, the scale of the smoothing, as in {@link DenoisingScoreMatching}; 0 for the data themselves
 * @param temperature ε(t) of a chain of age t
 * @param chains how many chains the buffer has
 * @param advanced how many of them are advanced in each training step
 * @param steps by how many steps
 * @param dt Δt
 * @param lifetime the mean age at which chains are reinitialised
 */
public record PersistentContrastiveDivergence(
        double epsilon,
        double sigma,
        TemperatureSchedule temperature,
        int chains,
        int advanced,
        int steps,
        double dt,
        double lifetime)
        implements Objective {

    private static final String CHAINS = "chains";
    private static final String AGES = "ages";
    private static final String CONDITIONS = "chainConditions";
    private static final String LOST = "persistentLost";
    private static final double ARRIVED = 1;

    /** Checks the numbers. */
    public PersistentContrastiveDivergence {
        if (!(epsilon > 0 && epsilon < Double.POSITIVE_INFINITY)
                || !(sigma >= 0 && sigma < Double.POSITIVE_INFINITY)
                || chains < 1
                || advanced < 1
                || advanced > chains
                || steps < 1
                || !(dt > 0)
                || !(lifetime > steps * dt)) {
            throw new UsageException(
                    "A contrast at ε = " + epsilon + " and σ = " + sigma + " with " + chains + " chains, of which "
                            + advanced + " take " + steps + " steps of " + dt + " up to a mean age of " + lifetime
                            + ", was asked for.",
                    "ε, Δt and the numbers of chains and steps are above zero, σ is zero or more, ε and σ are finite, no"
                            + " more chains move than there are, and they live longer than one stretch.",
                    "Choose for example 2048 chains, of which 256 take 20 steps of 0.01, to an age of 10.");
        }
    }

    @Override
    public Loss prepare(Potential potential, Batches batches, Rng rng) {
        Batch batch = batches.of("persistent");
        Rng own = rng.stream("persistent");
        Tensor all = ReplayBuffer.chains(batches.kept(CHAINS), chains, batch.source(), "persistent");
        Tensor young = Tensor.zeros(Shape.of(chains, 1), batch.device());
        Optional<Tensor> before =
                batches.kept(CHAINS).map(there -> batches.kept(AGES).orElse(young.rows(0, 0)));
        Tensor ages = ReplayBuffer.chains(before, chains, young, "persistent");
        int[] moving = ReplayBuffer.neighbours(chains, advanced, own.stream("moving"));
        Tensor age = ages.pick(moving).reshape(-1);
        Tensor given = batch.condition(batch.dataValues().rows());
        Tensor conditions =
                given == null ? null : ReplayBuffer.chains(batches.kept(CONDITIONS), chains, given, "persistent");
        Tensor condition = conditions == null ? null : conditions.pick(moving);
        Potential ofChains = condition == null ? potential : potential.given(condition);
        Tensor moved = moved(ofChains, all.pick(moving), age, moving, own.stream("noise"));
        Tensor older = age.plus(steps * dt);
        Tensor reach = Tensor.concat(List.of(batch.source(), batch.data()), 0);
        Tensor held = ReplayBuffer.within(ReplayBuffer.reach(reach), moved);

        int[] starts = new int[advanced];
        Rng end = own.stream("end");
        Arrays.setAll(
                starts,
                i -> end.stream("heir")
                        .at(moving[i])
                        .nextInt(batch.sourceValues().rows()));
        Tensor restarts = batch.source().pick(starts);
        Tensor goesOn = ReplayBuffer.ended(moving, steps * dt / lifetime, end, moved)
                .not()
                .and(held);
        Map<String, Tensor> kept = new HashMap<>();
        kept.put(CHAINS, all.withRows(moving, moved.where(goesOn, restarts)));
        kept.put(AGES, ages.withRows(moving, older.times(goesOn.indicator()).reshape(-1, 1)));
        if (conditions != null && condition != null && given != null) {
            kept.put(CONDITIONS, conditions.withRows(moving, condition.where(goesOn, given.pick(starts))));
        }
        Tensor counted =
                older.moreThan(Math.nextDown((float) ARRIVED)).and(held).indicator();
        Tensor lost = held.not().indicator().sum();
        Moved negatives = new Moved(moved.where(held, restarts), counted, condition, ofChains);
        return contrast(batch, batch.given(potential), noisy(batch.data(), own), negatives, lost, kept);
    }

    /**
     * The chains that were advanced.
     *
     * @param counted 1 for each that counts
     * @param condition of each; null where V has none
     * @param potential V under them
     */
    private record Moved(
            Tensor moved, Tensor counted, @Nullable Tensor condition, Potential potential) {}

    /** Of the chains that count; the others have the weight zero. */
    private Loss contrast(
            Batch batch, Potential potential, Tensor data, Moved chains, Tensor lost, Map<String, Tensor> kept) {
        Tensor counted = chains.counted();
        Tensor moved = chains.moved();
        Tensor number = counted.sum();
        Tensor any = number.moreThan(0).indicator();
        Tensor negative = counted.dividedBy(number.atLeast(1).times(epsilon));
        Tensor positive = Tensor.full(
                        Shape.of(data.shape().at(0)),
                        1 / (epsilon * data.shape().at(0)),
                        data.device())
                .times(any);
        Tensor above = RowBlocks.energies(potential, data).times(positive).sum();
        Tensor below =
                RowBlocks.energies(chains.potential(), moved).times(negative).sum();
        Term term = new WeightedEnergies(
                "persistent",
                Tensor.concat(List.of(data, moved), 0),
                Tensor.concat(List.of(positive, negative.negate()), 0),
                lost.times(0));
        Tensor ofData = batch.condition(batch.dataValues().rows());
        Tensor ofChains = chains.condition();
        Term conditioned =
                ofData == null || ofChains == null ? term : term.given(Tensor.concat(List.of(ofData, ofChains), 0));
        return new Loss(List.of(conditioned), Map.of("persistentGap", above.minus(below), LOST, lost), kept);
    }

    /** The chains after their steps, each at the temperature of its age. */
    private Tensor moved(Potential potential, Tensor start, Tensor ages, int[] rows, Rng rng) {
        long[] numbers = Arrays.stream(rows).asLongStream().toArray();
        try (NoiseBuffer noise =
                new NoiseBuffer(rng, steps, numbers, start.shape().row(), start.device())) {
            Tensor here = start;
            for (int k = 0; k < steps; k++) {
                int step = k;
                Tensor before = here;
                here = Scope.around(() -> EulerMaruyama.step(
                        before,
                        RowBlocks.drifts(potential, before),
                        temperature.at(ages.plus(step * dt)),
                        dt,
                        noise.at(step)));
            }
            return here;
        }
    }

    private Tensor noisy(Tensor data, Rng rng) {
        return sigma == 0
                ? data
                : data.plusScaled(Noise.normal(rng.stream("data"), 0, data.shape(), data.device()), sigma);
    }
}
