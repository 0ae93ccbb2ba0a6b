package org.energymatching.density;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.random.RandomGenerator;
import org.energymatching.Samples;
import org.energymatching.error.DataException;
import org.energymatching.tensor.Workers;
import org.energymatching.tensor.engine.DoubleMatrix;

/**
 * A mixture of Gaussians with full covariances fitted to rows, by expectation maximisation from a k-means start.
 *
 * <pre>
 * r_ik = w_k N(x_i; μ_k, Σ_k) / Σ_m w_m N(x_i; μ_m, Σ_m),   n_k = Σ_i r_ik,   w_k = n_k / n,   μ_k = Σ_i r_ik x_i / n_k,
 * Σ_k = (Σ_i r_ik [(x_i - μ_k)(x_i - μ_k)ᵀ + C_ik] + diag Σ) / (n_k + 1)
 * </pre>
 *
 * <p>Σ is the covariance of all rows: it counts as one more row in each Gaussian, so that none can collapse onto single rows.
 * The fit ends when a step adds less than 10⁻⁴ nats to the mean log-likelihood.
 *
 * <p>Values may be missing at random (NaN). The densities are then those of the known values of a row; in the sums, missing values
 * are replaced by their conditional means in each Gaussian, and C_ik is their conditional covariance, else 0. The k-means start is
 * on rows filled by the means of columns.
 *
 * <p>A. Dempster, N. Laird and D. Rubin, "Maximum likelihood from incomplete data via the EM algorithm" (1977); Z. Ghahramani and M.
 * Jordan, "Supervised learning from incomplete data via an EM approach" (1994).
 *
 * @param mixture the last one
 * @param logLikelihoods the mean over the rows, in nats, before every step
 */
public record ExpectationMaximisation(GaussianMixture mixture, List<Double> logLikelihoods) {

    private static final int BLOCK_ROWS = 1024;

    /** The largest number of steps. */
    public static final int MOST_STEPS = 300;

    private static final double LEAST_GAIN = 1e-4;

    /**
     * Fits a mixture of so many Gaussians to rows (n, d).
     *
     * @throws DataException if there are fewer than two rows for each
     */
    public static ExpectationMaximisation fit(Samples rows, int components, RandomGenerator rng) {
        return fit(rows, components, rng, step -> {});
    }

    /**
     * The same, with a report of progress.
     *
     * @param done called with the number of each step that is done, from 1 to {@link #MOST_STEPS} or less
     */
    public static ExpectationMaximisation fit(Samples rows, int components, RandomGenerator rng, IntConsumer done) {
        return fit(rows, components, Prior.of(rows, 1), rng, done);
    }

    /** The same, with another weight of diag Σ. */
    static ExpectationMaximisation fit(
            Samples rows, int components, Prior prior, RandomGenerator rng, IntConsumer done) {
        if (components < 1 || rows.rows() < 2 * components) {
            throw new DataException(
                    "A mixture of " + components + " Gaussians was to be fitted to " + rows + ".",
                    "There is at least one Gaussian, and two rows or more for each.",
                    "Provide more rows, or fit fewer Gaussians.");
        }
        Samples filled = Gaps.filled(rows, Gaps.shares(rows));
        Gaussian all = Gaussian.fit(filled);
        GaussianMixture mixture = started(filled, Clusters.of(filled, components, rng), all, prior);
        List<Double> logLikelihoods = new ArrayList<>();
        for (int step = 0; step < MOST_STEPS; step++) {
            Moments moments = moments(rows, mixture);
            logLikelihoods.add(moments.logLikelihood / rows.rows());
            done.accept(step + 1);
            if (step > 0 && logLikelihoods.get(step) - logLikelihoods.get(step - 1) < LEAST_GAIN) {
                break;
            }
            mixture = moments.mixture(mixture, prior);
        }
        return new ExpectationMaximisation(mixture, List.copyOf(logLikelihoods));
    }

    /** The mixture whose responsibilities are the clusters. */
    private static GaussianMixture started(Samples rows, int[] clusters, Gaussian all, Prior prior) {
        int count = Arrays.stream(clusters).max().orElseThrow() + 1;
        double[] weights = new double[count];
        Arrays.fill(weights, 1.0 / count);
        GaussianMixture equal = new GaussianMixture(weights, Collections.nCopies(count, all));
        Moments moments = new Moments(count, rows.width());
        double[] responsibilities = new double[rows.rows()];
        for (int k = 0; k < count; k++) {
            int own = k;
            Arrays.setAll(responsibilities, i -> clusters[i] == own ? 1 : 0);
            moments.add(k, all.centred(rows, 0, rows.rows()), responsibilities);
        }
        return moments.mixture(equal, prior);
    }

    /** The mean log-likelihood of the known values of rows, in nats. */
    static double logLikelihood(Samples rows, GaussianMixture mixture) {
        return moments(rows, mixture).logLikelihood / rows.rows();
    }

    /** The sums of a step, added up block after block, so that they do not depend on the number of threads. */
    private static Moments moments(Samples rows, GaussianMixture mixture) {
        List<DoubleMatrix> inverses =
                mixture.components().stream().map(Gaussian::whitening).toList();
        List<double[]> covariances =
                mixture.components().stream().map(Gaussian::covariance).toList();
        int blocks = (rows.rows() + BLOCK_ROWS - 1) / BLOCK_ROWS;
        List<Moments> parts = Workers.common().map(blocks, block -> {
            int from = block * BLOCK_ROWS;
            return moments(rows, from, Math.min(rows.rows(), from + BLOCK_ROWS), mixture, inverses, covariances);
        });
        Moments sum = parts.get(0);
        parts.subList(1, blocks).forEach(sum::add);
        return sum;
    }

    private static Moments moments(
            Samples rows,
            int from,
            int to,
            GaussianMixture mixture,
            List<DoubleMatrix> inverses,
            List<double[]> covariances) {
        int count = mixture.weights().length;
        double[][] responsibilities = new double[count][];
        DoubleMatrix[] centred = new DoubleMatrix[count];
        for (int k = 0; k < count; k++) {
            Gaussian component = mixture.components().get(k);
            centred[k] = component.centred(rows, from, to);
            responsibilities[k] = component.logDensities(centred[k], inverses.get(k));
        }
        Moments moments = new Moments(count, rows.width());
        for (Gaps gaps : Gaps.of(rows, from, to)) {
            int[] lines = gaps.rows().stream().mapToInt(i -> i - from).toArray();
            int[] order = SplitGaussian.order(rows.width(), gaps.columns());
            SplitGaussian[] split = new SplitGaussian[gaps.columns().isEmpty() ? 0 : count];
            for (int k = 0; k < split.length; k++) {
                split[k] = new SplitGaussian(
                        mixture.components().get(k).mean(),
                        covariances.get(k),
                        order,
                        order.length - gaps.columns().cardinality());
                for (int i : lines) {
                    responsibilities[k][i] = split[k].complete(centred[k].values(), i * rows.width());
                }
            }
            moments.logLikelihood += weigh(mixture.weights(), responsibilities, lines);
            for (int k = 0; k < split.length; k++) {
                double[] own = responsibilities[k];
                double sum = Arrays.stream(lines).mapToDouble(i -> own[i]).sum();
                split[k].addCovariance(sum, moments.squares[k]);
            }
        }
        for (int k = 0; k < count; k++) {
            moments.add(k, centred[k], responsibilities[k]);
        }
        return moments;
    }

    /** Replaces log N(x_i; μ_k, Σ_k) by r_ik for some rows, and returns the sum of their log-likelihoods. */
    private static double weigh(double[] weights, double[][] logs, int[] rows) {
        double[] terms = new double[weights.length];
        double sum = 0;
        for (int i : rows) {
            Arrays.setAll(terms, k -> Math.log(weights[k]) + logs[k][i]);
            double log = LogSum.of(terms);
            sum += log;
            for (int k = 0; k < terms.length; k++) {
                logs[k][i] = Math.exp(terms[k] - log);
            }
        }
        return sum;
    }

    /**
     * What is added to each Gaussian.
     *
     * @param variances diag Σ
     * @param rows how many rows it counts as
     */
    record Prior(double[] variances, double rows) {

        /** The variances of the known values of rows. */
        static Prior of(Samples all, double rows) {
            double[] shares = Gaps.shares(all);
            Gaussian gaussian = Gaussian.fit(Gaps.filled(all, shares));
            int d = shares.length;
            double[] variances = new double[d];
            for (int at = 0; at < d * d; at++) {
                variances[at / d] += gaussian.factor()[at] * gaussian.factor()[at];
            }
            Arrays.setAll(variances, j -> variances[j] / shares[j]);
            return new Prior(variances, rows);
        }
    }

    /** Σ r, Σ r (x - m) and Σ r (x - m)(x - m)ᵀ for each Gaussian, m its previous mean, which is close enough to lose no digits. */
    private static final class Moments {
        private final int width;
        private final double[] counts;
        private final double[][] sums;
        private final double[][] squares;
        private double logLikelihood;

        Moments(int components, int width) {
            this.width = width;
            counts = new double[components];
            sums = new double[components][width];
            squares = new double[components][width * width];
        }

        void add(int k, DoubleMatrix centred, double[] responsibilities) {
            double[] weighted = centred.values().clone();
            for (int at = 0; at < weighted.length; at++) {
                weighted[at] *= responsibilities[at / width];
                sums[k][at % width] += weighted[at];
            }
            counts[k] += Arrays.stream(responsibilities).sum();
            plus(
                    squares[k],
                    new DoubleMatrix(centred.rows(), width, weighted)
                            .transposedTimes(centred)
                            .values());
        }

        void add(Moments other) {
            logLikelihood += other.logLikelihood;
            plus(counts, other.counts);
            for (int k = 0; k < counts.length; k++) {
                plus(sums[k], other.sums[k]);
                plus(squares[k], other.squares[k]);
            }
        }

        GaussianMixture mixture(GaussianMixture before, Prior prior) {
            double total = Arrays.stream(counts).sum();
            double[] weights = Arrays.stream(counts).map(n -> n / total).toArray();
            List<Gaussian> components = new ArrayList<>();
            for (int k = 0; k < counts.length; k++) {
                double n = Math.max(counts[k], Double.MIN_NORMAL);
                double[] mean = before.components().get(k).mean().clone();
                double[] covariance = squares[k].clone();
                for (int at = 0; at < covariance.length; at++) {
                    int i = at / width;
                    int j = at % width;
                    covariance[at] -= sums[k][i] * sums[k][j] / n;
                    covariance[at] =
                            (covariance[at] + (i == j ? prior.rows * prior.variances[i] : 0)) / (n + prior.rows);
                }
                for (int j = 0; j < width; j++) {
                    mean[j] += sums[k][j] / n;
                }
                components.add(Gaussian.of(mean, covariance));
            }
            return new GaussianMixture(weights, components);
        }

        private static void plus(double[] sums, double[] more) {
            for (int at = 0; at < sums.length; at++) {
                sums[at] += more[at];
            }
        }
    }
}
