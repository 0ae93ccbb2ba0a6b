package org.energymatching.objective;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.density.GaussianMixture;
import org.energymatching.density.ResampledMixture;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.Workers;

/**
 * Data augmentation: an objective on rows with missing values (NaN), which are drawn given the others from the potential of each
 * step, by sampling-importance-resampling.
 *
 * <pre>
 * x_k ~ q(x_m | x_o), k = 1 … K;   x = x_k with the probability w_k / Σ w,   w_k = exp(-V(x_k)/ε) / q(x_k)
 * </pre>
 *
 * <p>Drawing and fitting in turns is a stochastic expectation maximisation: it ends where the rows' observed values have the
 * density of V, if values are missing at random, whatever q is. With K = 1 the draws are those of q alone.
 *
 * <p>M. Tanner and W. Wong, "The calculation of posterior distributions by data augmentation" (1987); G. Celeux and J. Diebolt, "The
 * SEM algorithm" (1985).
 *
 * @param objective on complete rows
 * @param mixture q, fitted to the rows
 * @param epsilon ε; of no effect where K = 1
 * @param candidates K
 */
public record DataAugmentation(Objective objective, GaussianMixture mixture, double epsilon, int candidates)
        implements ObjectiveWrapper {

    /** Checks the number. */
    public DataAugmentation {
        if (candidates < 1 || candidates > 1 && !(epsilon > 0)) {
            throw new UsageException(
                    "Missing values were to be one of " + candidates + " candidates at ε = " + epsilon + ".",
                    "There is one candidate or more, and of several at a temperature above zero.",
                    "Choose for example 8.");
        }
    }

    @Override
    public Loss prepare(Potential potential, Batches batches, Rng rng) {
        return objective.prepare(potential, new Completed(potential, batches, rng.stream("missing values")), rng);
    }

    /** Mini-batches without missing values. */
    private final class Completed implements Batches {

        private final Potential potential;
        private final Batches batches;
        private final Rng rng;

        Completed(Potential potential, Batches batches, Rng rng) {
            this.potential = potential;
            this.batches = batches;
            this.rng = rng;
        }

        @Override
        public Batch of(String pass) {
            Batch batch = batches.of(pass);
            Samples data = batch.dataValues();
            int[] incomplete = data.incomplete();
            if (incomplete.length == 0) {
                return batch;
            }
            List<float[]> drawn = new ArrayList<>(Workers.common()
                    .divided(
                            incomplete.length,
                            i -> draw(data, incomplete[i], rng.stream(pass).at(incomplete[i]))));
            float[] values = data.values().clone();
            for (int i = 0; i < incomplete.length; i++) {
                System.arraycopy(drawn.get(i), 0, values, incomplete[i] * data.width(), data.width());
            }
            Samples filled = new Samples(values, data.shape()).given(data.conditions());
            return new Batch(batch.source(), filled.tensor(batch.device()), batch.sourceValues(), filled);
        }

        private float[] draw(Samples data, int row, Rng own) {
            Samples one = data.slice(row, row + 1);
            Samples condition = one.conditions();
            Potential given = condition == null ? potential : potential.given(condition.tensor(potential.device()));
            float[] out = new float[data.width()];
            ResampledMixture.of(given, mixture, epsilon, candidates, one.values())
                    .draw(own, out, 0);
            return out;
        }

        @Override
        public Optional<Tensor> kept(String name) {
            return batches.kept(name);
        }
    }

    @Override
    public Objective withChains(int steps) {
        return new DataAugmentation(objective.withChains(steps), mixture, epsilon, candidates);
    }
}
