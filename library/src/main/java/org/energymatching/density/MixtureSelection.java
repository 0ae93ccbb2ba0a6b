package org.energymatching.density;

import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.energymatching.Samples;
import org.energymatching.density.ExpectationMaximisation.Prior;
import org.energymatching.error.DataException;
import org.energymatching.tensor.Rng;

/**
 * A mixture whose number of Gaussians K and shrinkage ν are those of the largest likelihood of held-out rows in cross-validation:
 *
 * <pre>
 * K, ν = argmax 1/n Σ_f Σ_{i in fold f} log q(x_i),   q fitted to the other folds
 * ν in 0.1, 1, 10 at K = 1;   K in 1, 2, 3, 4, 6, 8, 12, 16, 24 at that ν;   ν again at that K
 * </pre>
 *
 * <p>ν is the weight, in rows, of diag Σ in the covariance of each Gaussian, see {@link ExpectationMaximisation}; Σ is that of all
 * rows in each fold, so that a column which is constant in others has a scale. K grows until two
 * larger numbers in turn were worse. There are three folds; of 3,000 rows and more the likelihood of the first is taken. Rows may
 * have gaps.
 *
 * <p>P. Smyth, "Model selection for probabilistic clustering using cross-validated likelihood" (2000).
 *
 * @param mixture fitted to all rows
 * @param shrinkage ν
 * @param heldOut the mean log-likelihood of held-out rows, in nats
 */
public record MixtureSelection(GaussianMixture mixture, double shrinkage, double heldOut) {

    private static final int[] COMPONENTS = {1, 2, 3, 4, 6, 8, 12, 16, 24};
    private static final double[] SHRINKAGES = {0.1, 1, 10};

    private static final int FOLDS = 3;

    /** The smallest number of rows that a mixture is selected for. */
    public static final int FEWEST_ROWS = 4 * FOLDS;

    private static final int MANY_ROWS = 3000;
    private static final int PATIENCE = 2;

    /**
     * Selects a mixture for rows (n, d).
     *
     * @throws DataException if there are fewer than twelve rows
     */
    public static MixtureSelection of(Samples rows, Rng rng) {
        if (rows.rows() < FEWEST_ROWS) {
            throw new DataException(
                    "A mixture was to be selected for " + rows + ".",
                    "Cross-validation takes " + FEWEST_ROWS + " rows or more.",
                    "Provide more rows, or fit a mixture of one Gaussian.");
        }
        int[] fold = IntStream.range(0, rows.rows())
                .map(i -> rng.stream("folds").at(i).nextInt(FOLDS))
                .toArray();
        Choice best = new Choice(1, 1, validated(rows, fold, 1, 1, rng));
        best = shrunk(best, rows, fold, rng);
        double shrinkage = best.shrinkage;
        for (int at = 1, worse = 0; at < COMPONENTS.length && worse < PATIENCE; at++) {
            double found = validated(rows, fold, COMPONENTS[at], shrinkage, rng);
            worse = found > best.heldOut ? 0 : worse + 1;
            best = best.or(new Choice(COMPONENTS[at], shrinkage, found));
        }
        best = shrunk(best, rows, fold, rng);
        return new MixtureSelection(
                fit(rows, best.components, Prior.of(rows, best.shrinkage), rng), best.shrinkage, best.heldOut);
    }

    private record Choice(int components, double shrinkage, double heldOut) {

        Choice or(Choice other) {
            return other.heldOut > heldOut ? other : this;
        }
    }

    /** The best ν for as many Gaussians. */
    private static Choice shrunk(Choice choice, Samples rows, int[] fold, Rng rng) {
        Choice best = choice;
        for (double nu : SHRINKAGES) {
            if (nu != choice.shrinkage) {
                best = best.or(new Choice(choice.components, nu, validated(rows, fold, choice.components, nu, rng)));
            }
        }
        return best;
    }

    /** The mean log-likelihood of each fold under the fit to the others; of a single fold where there are many rows. */
    private static double validated(Samples rows, int[] fold, int components, double shrinkage, Rng rng) {
        Prior prior = Prior.of(rows, shrinkage);
        double sum = 0;
        int count = 0;
        for (int f = 0; f < (rows.rows() < MANY_ROWS ? FOLDS : 1); f++) {
            int own = f;
            Samples training = rows.pick(of(fold, at -> at != own));
            Samples heldOut = rows.pick(of(fold, at -> at == own));
            if (training.rows() < 2 * components || heldOut.rows() == 0) {
                return Double.NEGATIVE_INFINITY;
            }
            GaussianMixture fitted = fit(training, components, prior, rng);
            sum += heldOut.rows() * ExpectationMaximisation.logLikelihood(heldOut, fitted);
            count += heldOut.rows();
        }
        return sum / count;
    }

    private static int[] of(int[] fold, IntPredicate chosen) {
        return IntStream.range(0, fold.length).filter(i -> chosen.test(fold[i])).toArray();
    }

    private static GaussianMixture fit(Samples rows, int components, Prior prior, Rng rng) {
        return ExpectationMaximisation.fit(rows, components, prior, rng.stream("fit"), step -> {})
                .mixture();
    }
}
