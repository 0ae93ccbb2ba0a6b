package org.energymatching.objective;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.energymatching.Potential;
import org.energymatching.RowBlocks;
import org.energymatching.Samples;
import org.energymatching.error.UsageException;
import org.energymatching.sampling.EulerMaruyama;
import org.energymatching.sampling.NoiseBuffer;
import org.energymatching.schedule.TemperatureSchedule;
import org.energymatching.tensor.Device;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * Persistent contrastive divergence: exp(-V/ε) learns from chains that go on from one step to the next, as chains of
 * sampling do, to any age.
 *
 * <pre>L_PCD = (mean V(x₁ + σz) - mean V(x_k)) / ε,   x_k the chains of age 1 and more</pre>
 *
 * <p>A chain is born at the source, follows the schedule, and from t = 1 on counts as a sample of the model: at every later
 * time. In each step some of the chains move on; each of these ends with a probability that gives chains their mean age, and
 * is born again. The gradient is that of the data's mean log-likelihood, made smooth by σ, as far as chains of that age
 * know the model; it finds what noise of a known density does not: places that only the model itself holds likely. (T.
 * Tieleman, "Training restricted Boltzmann machines using approximations to the likelihood gradient", 2008.)
 *
 * <p>A chain that has run away, to a coordinate that is beyond ten times the largest of the step's source and data or no
 * number, counts for nothing and is born again as well; {@code persistentLost} is how many of those that moved did. What a
 * chain draws depends on its place among the chains alone, not on the others.
 *
 * @param epsilon ε
 * @param sigma σ, the scale at which the density is smooth, as in {@link DenoisingScoreMatching}; 0 for the data themselves
 * @param temperature ε(t) of a chain of age t
 * @param chains how many are kept
 * @param advanced how many of them move in each step
 * @param steps how many steps of a chain these take
 * @param dt Δt
 * @param lifetime the mean age at which chains end
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

    /** Chains as they stand, and their ages. */
    private record Pool(Samples chains, Samples ages) {

        boolean within(double reach, int row) {
            return ReplayBuffer.within(reach, chains.row(row));
        }

        boolean arrived(int row) {
            return ages.values()[row] >= ARRIVED;
        }
    }

    @Override
    public Loss prepare(Potential potential, Batches batches, Rng rng) {
        Batch batch = batches.of("persistent");
        Rng own = rng.stream("persistent");
        Pool pool = pool(batches, batch.source());
        int[] moving = ReplayBuffer.neighbours(chains, advanced, own.stream("moving"));
        move(potential, pool, moving, own.stream("noise"));
        double reach = Math.max(ReplayBuffer.reach(batch.source()), ReplayBuffer.reach(batch.data()));
        int[] held =
                Arrays.stream(moving).filter(row -> pool.within(reach, row)).toArray();
        int[] arrived = Arrays.stream(held).filter(pool::arrived).toArray();
        Samples negatives = pool.chains().pick(arrived);
        end(pool, moving, reach, batch.source(), own.stream("end"));
        double lost = moving.length - held.length;
        Map<String, Samples> kept = Map.of(CHAINS, pool.chains(), AGES, pool.ages());
        return arrived.length == 0
                ? new Loss(List.of(), Map.of(LOST, lost), kept)
                : contrast(potential, noisy(batch.data(), own.stream("data")), negatives, lost, kept);
    }

    private Loss contrast(
            Potential potential, Samples data, Samples negatives, double lost, Map<String, Samples> kept) {
        double above = Arrays.stream(potential.energies(data)).average().orElse(0);
        double below = Arrays.stream(potential.energies(negatives)).average().orElse(0);
        double[] weights = new double[data.rows() + negatives.rows()];
        Arrays.fill(weights, 0, data.rows(), 1 / (epsilon * data.rows()));
        Arrays.fill(weights, data.rows(), weights.length, -1 / (epsilon * negatives.rows()));
        Term term = new WeightedEnergies("persistent", Samples.concat(List.of(data, negatives)), weights, 0);
        return new Loss(List.of(term), Map.of("persistentGap", (above - below) / epsilon, LOST, lost), kept);
    }

    /** The chains of the step before, copied; at first all are born, each row of the source as often as any other. */
    private Pool pool(Batches batches, Samples source) {
        Optional<Samples> before = batches.kept(CHAINS);
        if (before.isPresent()) {
            Samples ages = batches.kept(AGES).orElse(Samples.of(new float[0][]));
            requireOwn(before.get(), ages, source.width());
            return new Pool(before.get().slice(0, chains), ages.slice(0, chains));
        }
        return new Pool(ReplayBuffer.born(chains, source), new Samples(new float[chains], Shape.of(chains, 1)));
    }

    private void requireOwn(Samples before, Samples ages, int width) {
        if (before.rows() != chains || ages.rows() != chains || before.width() != width) {
            throw new UsageException(
                    before.rows() + " chains of width " + before.width() + " and " + ages.rows()
                            + " ages were kept in the step before, but " + chains + " of width " + width + " go on.",
                    "All persistent contrasts of a plan share their chains: equally many, as wide as the data.",
                    "Give each of them in the plan the same number of chains, and train in a new run directory.");
        }
    }

    /** Moves chains on, in the pool. */
    private void move(Potential potential, Pool pool, int[] rows, Rng rng) {
        float[] ages = pool.ages().values();
        int width = pool.chains().width();
        Samples here = moved(potential, pool.chains().pick(rows), ages, rows, rng);
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(here.values(), i * width, pool.chains().values(), rows[i] * width, width);
            ages[rows[i]] += (float) (steps * dt);
        }
    }

    /** Where chains are after their steps; they stay in the engine until then. */
    private Samples moved(Potential potential, Samples start, float[] ages, int[] rows, Rng rng) {
        long[] numbers = Arrays.stream(rows).asLongStream().toArray();
        try (Scope scope = Scope.open();
                NoiseBuffer noise =
                        new NoiseBuffer(rng, steps, numbers, start.shape().row(), Device.cpu())) {
            Tensor here = start.tensor(Device.cpu());
            for (int k = 0; k < steps; k++) {
                int step = k;
                Tensor before = here;
                double[] epsilon = new double[rows.length];
                Arrays.setAll(epsilon, i -> temperature.at(ages[rows[i]] + step * dt));
                here = Scope.around(() -> EulerMaruyama.step(
                        before, RowBlocks.drifts(potential, before), epsilon, dt, () -> noise.at(step)));
            }
            return Samples.of(here);
        }
    }

    /** Ends some of the chains that moved, and those that are lost: others are born in their places. */
    private void end(Pool pool, int[] rows, double reach, Samples source, Rng rng) {
        int width = source.width();
        for (int row : rows) {
            Rng own = rng.at(row);
            boolean ends = own.nextDouble() < steps * dt / lifetime;
            if (ends || !pool.within(reach, row)) {
                int heir = own.nextInt(source.rows());
                System.arraycopy(source.values(), heir * width, pool.chains().values(), row * width, width);
                pool.ages().values()[row] = 0;
            }
        }
    }

    private Samples noisy(Samples data, Rng rng) {
        float[] noisy = data.values().clone();
        int width = data.width();
        for (int row = 0; sigma > 0 && row < data.rows(); row++) {
            Rng own = rng.at(row);
            for (int i = row * width; i < (row + 1) * width; i++) {
                noisy[i] += (float) (sigma * own.nextGaussian());
            }
        }
        return new Samples(noisy, data.shape());
    }
}
