package org.energymatching.objective;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.error.UsageException;
import org.energymatching.schedule.TemperatureSchedule;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;

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
 * @param epsilon ε
 * @param sigma σ, the scale at which the density is smooth, as in {@link ScoreMatching}; 0 for the data themselves
 * @param temperature ε(t) of a chain of age t
 * @param chains how many are kept
 * @param advanced how many of them move in each step
 * @param steps how many steps of a chain these take
 * @param dt Δt
 * @param lifetime the mean age at which chains end
 */
public record PersistentContrast(
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
    private static final double ARRIVED = 1;

    /** Checks the numbers. */
    public PersistentContrast {
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

        boolean finite(int row) {
            for (float value : chains.row(row)) {
                if (!Float.isFinite(value)) {
                    return false;
                }
            }
            return true;
        }

        boolean arrived(int row) {
            return ages.values()[row] >= ARRIVED && finite(row);
        }
    }

    @Override
    public Loss prepare(Potential potential, Batches batches, Rng rng) {
        Batch batch = batches.of("persistent");
        Rng own = rng.stream("persistent");
        Pool pool = pool(batches, batch.source(), own.stream("born"));
        int[] moving = moving(own.stream("moving"));
        move(potential, pool, moving, own.stream("noise"));
        int[] arrived = Arrays.stream(moving).filter(pool::arrived).toArray();
        Samples negatives = pool.chains().pick(arrived);
        end(pool, moving, batch.source(), own.stream("end"));
        Map<String, Samples> kept = Map.of(CHAINS, pool.chains(), AGES, pool.ages());
        return arrived.length == 0
                ? new Loss(List.of(), Map.of(), kept)
                : contrast(potential, noisy(batch.data(), own.stream("data")), negatives, kept);
    }

    private Loss contrast(Potential potential, Samples data, Samples negatives, Map<String, Samples> kept) {
        double above = Arrays.stream(potential.energies(data)).average().orElse(0);
        double below = Arrays.stream(potential.energies(negatives)).average().orElse(0);
        double[] weights = new double[data.rows() + negatives.rows()];
        Arrays.fill(weights, 0, data.rows(), 1 / (epsilon * data.rows()));
        Arrays.fill(weights, data.rows(), weights.length, -1 / (epsilon * negatives.rows()));
        Term term = new WeightedEnergies("persistent", Samples.concat(List.of(data, negatives)), weights, 0);
        return new Loss(List.of(term), Map.of("persistentGap", (above - below) / epsilon), kept);
    }

    /** The chains of the step before, copied; at first all are born. */
    private Pool pool(Batches batches, Samples source, Rng rng) {
        Optional<Samples> before = batches.kept(CHAINS);
        Optional<Samples> ages = batches.kept(AGES);
        if (before.isPresent()
                && ages.isPresent()
                && before.get().rows() == chains
                && before.get().width() == source.width()) {
            return new Pool(before.get().slice(0, chains), ages.get().slice(0, chains));
        }
        int[] rows = new int[chains];
        Arrays.setAll(rows, i -> rng.nextInt(source.rows()));
        return new Pool(source.pick(rows), new Samples(new float[chains], Shape.of(chains, 1)));
    }

    /** Neighbours in the pool, from a place that is drawn. */
    private int[] moving(Rng rng) {
        int from = rng.nextInt(chains);
        int[] rows = new int[advanced];
        Arrays.setAll(rows, i -> (from + i) % chains);
        return rows;
    }

    /** Moves chains on, in the pool. */
    private void move(Potential potential, Pool pool, int[] rows, Rng rng) {
        Samples here = pool.chains().pick(rows);
        float[] ages = pool.ages().values();
        int width = here.width();
        for (int k = 0; k < steps; k++) {
            double since = k * dt;
            float[] slopes = potential.gradients(here).values();
            here = LangevinStep.from(here, slopes, dt, i -> temperature.at(ages[rows[i]] + since), rng);
        }
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(here.values(), i * width, pool.chains().values(), rows[i] * width, width);
            ages[rows[i]] += (float) (steps * dt);
        }
    }

    /** Ends some of the chains that moved, and those that are lost: others are born in their places. */
    private void end(Pool pool, int[] rows, Samples source, Rng rng) {
        int width = source.width();
        for (int row : rows) {
            boolean ends = rng.nextDouble() < steps * dt / lifetime;
            int heir = rng.nextInt(source.rows());
            if (ends || !pool.finite(row)) {
                System.arraycopy(source.values(), heir * width, pool.chains().values(), row * width, width);
                pool.ages().values()[row] = 0;
            }
        }
    }

    private Samples noisy(Samples data, Rng rng) {
        float[] noisy = data.values().clone();
        for (int i = 0; sigma > 0 && i < noisy.length; i++) {
            noisy[i] += (float) (sigma * rng.nextGaussian());
        }
        return new Samples(noisy, data.shape());
    }
}
