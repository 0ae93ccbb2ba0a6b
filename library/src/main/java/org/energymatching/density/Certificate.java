package org.energymatching.density;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.Workers;

/**
 * A test of whether samples are at the equilibrium exp(-V/ε), by identities of the equilibrium that need neither log Z nor the
 * density of the samples.
 *
 * <pre>
 * configurational temperature   T = E[(x - x̄) · ∇V(x)] / d = ε
 * virial residual               R = (E‖∇V‖² - ε E[ΔV]) / (E‖∇V‖² + ε |E[ΔV]|) = 0
 * kernel Stein discrepancy      KSD² = E[u(x, x')] = 0,   u the Stein kernel of the score -∇V/ε and (1 + ‖x-x'‖²/m)^-1/2
 * </pre>
 *
 * <p>Along Langevin dynamics the free energy E[V] + ε E[log ρ] falls at the rate ‖∇V + ε∇log ρ‖², a Lyapunov function that is
 * constant only at equilibrium (Wang, Xue and Dixon, arXiv 2605.05530; the estimates here are not theirs: Stein discrepancies
 * after Gorham and Mackey, 2017). The test cannot detect modes that no chain has visited.
 *
 * @param chains the number of samples
 * @param epsilon ε
 * @param energy E[V] and its standard error
 * @param temperature T and its standard error
 * @param virial R and its standard error
 * @param stein KSD², unbiased, and the probability of one as large at equilibrium, by the wild bootstrap
 */
public record Certificate(
        int chains, double epsilon, Estimate energy, Estimate temperature, Estimate virial, Stein stein) {

    private static final int PROBES = 8;
    private static final int REPLICATES = 200;
    private static final int MOST_PAIRED = 1000;
    private static final double ERRORS = 4;
    private static final double TOLERANCE = 0.02;
    private static final double SIGNIFICANCE = 0.005;

    /** With fewer samples the test is too noisy. */
    public static final int FEWEST = 16;

    /** A number and its standard error. */
    public record Estimate(double value, double error) {

        private static Estimate mean(double[] values) {
            double mean = Arrays.stream(values).average().orElse(Double.NaN);
            double squares =
                    Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
            return new Estimate(mean, Math.sqrt(squares / (values.length - 1) / values.length));
        }

        private boolean isNear(double expected, double tolerance) {
            return Math.abs(value - expected) <= Math.max(ERRORS * error, tolerance);
        }
    }

    /**
     * A kernel Stein discrepancy.
     *
     * @param squared KSD², unbiased, so it may be below zero
     * @param probability of one as large at equilibrium
     */
    public record Stein(double squared, double probability) {}

    /**
     * The certificate of independent samples, such as the ends of chains.
     *
     * @param potential V, twice differentiable
     * @param x (n, …), n at least {@value #FEWEST}; the Stein discrepancy takes the first {@value #MOST_PAIRED}
     * @param epsilon ε, above zero
     */
    public static Certificate of(Potential potential, Samples x, double epsilon, Rng rng) {
        if (x.rows() < FEWEST || !(epsilon > 0)) {
            throw new UsageException(
                    "A certificate of " + x.rows() + " samples at ε = " + epsilon + " was asked for.",
                    "It takes " + FEWEST + " samples or more, and a temperature above zero.",
                    "Draw more samples, or sample with noise.");
        }
        double[] slopes = widened(potential.gradients(x).values());
        double[] laplacians = laplacians(potential, x, rng.stream("probes"));
        int d = x.width();
        double[] mean = ScatterMatrix.mean(x);
        double[] temperature = new double[x.rows()];
        double[] squares = new double[x.rows()];
        for (int i = 0; i < x.rows(); i++) {
            for (int j = 0; j < d; j++) {
                double slope = slopes[i * d + j];
                temperature[i] += (x.values()[i * d + j] - mean[j]) * slope / d;
                squares[i] += slope * slope;
            }
        }
        return new Certificate(
                x.rows(),
                epsilon,
                Estimate.mean(potential.energies(x)),
                Estimate.mean(temperature),
                virial(squares, laplacians, epsilon),
                stein(x, slopes, epsilon, rng.stream("signs")));
    }

    private static double[] widened(float[] values) {
        double[] widened = new double[values.length];
        Arrays.setAll(widened, i -> values[i]);
        return widened;
    }

    private static double[] laplacians(Potential potential, Samples x, Rng rng) {
        double[] means = new double[x.rows()];
        int block = Math.min(64, x.rows());
        Workers workers = Workers.on(potential.device());
        workers.map((x.rows() + block - 1) / block, number -> {
            int first = number * block;
            Samples rows = x.filled(first, block);
            try (Scope scope = Scope.open()) {
                Tensor points = rows.tensor(potential.device());
                float[] estimates = Laplacian.hutchinson(PROBES)
                        .prepare(potential, rows.shape(), first, rng)
                        .at(points);
                for (int i = 0; i < estimates.length && first + i / PROBES < means.length; i++) {
                    means[first + i / PROBES] += estimates[i] / PROBES;
                }
            }
            return number;
        });
        return means;
    }

    private static Estimate virial(double[] squares, double[] laplacians, double epsilon) {
        double[] difference = new double[squares.length];
        Arrays.setAll(difference, i -> squares[i] - epsilon * laplacians[i]);
        double scale = Arrays.stream(squares).average().orElseThrow()
                + epsilon * Math.abs(Arrays.stream(laplacians).average().orElseThrow());
        Estimate apart = Estimate.mean(difference);
        return new Estimate(apart.value() / scale, apart.error() / scale);
    }

    private static Stein stein(Samples x, double[] slopes, double epsilon, RandomGenerator rng) {
        int n = Math.min(MOST_PAIRED, x.rows());
        double[][] u = steinKernel(x, slopes, epsilon, n);
        double[] ones = new double[n];
        Arrays.fill(ones, 1);
        double found = quadratic(u, ones);
        int larger = 0;
        for (int k = 0; k < REPLICATES; k++) {
            double[] signs = new double[n];
            Arrays.setAll(signs, i -> rng.nextBoolean() ? 1 : -1);
            larger += quadratic(u, signs) >= found ? 1 : 0;
        }
        return new Stein(found, (larger + 1.0) / (REPLICATES + 1));
    }

    /** Σ_{i≠j} w_i w_j u_ij / (n (n-1)). */
    private static double quadratic(double[][] u, double[] weights) {
        int n = weights.length;
        double sum = 0;
        for (int i = 1; i < n; i++) {
            double row = 0;
            for (int j = 0; j < i; j++) {
                row += weights[j] * u[i][j];
            }
            sum += 2 * weights[i] * row;
        }
        return sum / ((double) n * (n - 1));
    }

    /**
     * u below the diagonal: with q = 1 + ‖x-x'‖²/m, m the median squared distance, k = q^-1/2 and s = -∇V/ε,
     *
     * <pre>u = s·s' k + (s - s')·(x - x') q^-3/2/m + d q^-3/2/m - 3 ‖x-x'‖² q^-5/2/m²</pre>
     */
    private static double[][] steinKernel(Samples x, double[] slopes, double epsilon, int n) {
        int d = x.width();
        double[][] squared = new double[n][];
        double[][] u = new double[n][];
        for (int i = 0; i < n; i++) {
            squared[i] = new double[i];
            for (int j = 0; j < i; j++) {
                for (int c = 0; c < d; c++) {
                    double apart = (double) x.values()[i * d + c] - x.values()[j * d + c];
                    squared[i][j] += apart * apart;
                }
            }
        }
        double[] sorted =
                Arrays.stream(squared).flatMapToDouble(Arrays::stream).sorted().toArray();
        double m = Math.max(sorted[sorted.length / 2], Double.MIN_NORMAL);
        for (int i = 0; i < n; i++) {
            u[i] = new double[i];
            for (int j = 0; j < i; j++) {
                double scores = 0;
                double across = 0;
                for (int c = 0; c < d; c++) {
                    double here = -slopes[i * d + c] / epsilon;
                    double there = -slopes[j * d + c] / epsilon;
                    scores += here * there;
                    across += (here - there) * ((double) x.values()[i * d + c] - x.values()[j * d + c]);
                }
                double q = 1 + squared[i][j] / m;
                double k3 = Math.pow(q, -1.5) / m;
                u[i][j] = scores / Math.sqrt(q) + across * k3 + d * k3 - 3 * squared[i][j] * k3 / (q * m);
            }
        }
        return u;
    }

    /** Whether all three agree with equilibrium: within four standard errors or 2 %, and the discrepancy not beyond chance (0.5 %). */
    public boolean atEquilibrium() {
        return temperature.isNear(epsilon, TOLERANCE * epsilon)
                && virial.isNear(0, TOLERANCE)
                && stein.probability() > SIGNIFICANCE;
    }

    /** The verdict in one sentence. */
    public String verdict() {
        return atEquilibrium()
                ? "The samples agree with exp(-V/ε) where they are; modes that no chain has visited do not show."
                : "The samples are not at the equilibrium exp(-V/ε): "
                        + (temperature.isNear(epsilon, TOLERANCE * epsilon)
                                ? virial.isNear(0, TOLERANCE)
                                        ? "their Stein discrepancy is beyond chance."
                                        : "mean squared slope and curvature do not balance."
                                : temperature.value() > epsilon
                                        ? "their configurational temperature is above ε."
                                        : "their configurational temperature is below ε.");
    }
}
