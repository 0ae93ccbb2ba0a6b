package org.energymatching.density;

import java.util.Arrays;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.error.UsageException;

/**
 * The free energy of samples in one or two dimensions, F = E[V] + ε E[log ρ], which never rises along Langevin dynamics.
 *
 * <pre>
 * F + ε log Z = ε KL(ρ ‖ exp(-V/ε)/Z),   log Z by {@link Quadrature}
 * -E[log ρ] ≈ log(n - 1) - ψ(k) + log v_d + d/n Σ_i log r_k(x_i)
 * </pre>
 *
 * <p>r_k is the distance to the k-th nearest neighbour, v_d the volume of the unit ball, ψ the digamma function. (L. F. Kozachenko and N. N.
 * Leonenko, 1987; that F is a Lyapunov function: Wang, Xue and Dixon, arXiv 2605.05530.)
 *
 * @param energy E[V]
 * @param entropy -E[log ρ], in nats; -∞ where many samples are equal
 * @param logPartition log Z
 * @param epsilon ε
 */
public record FreeEnergy(double energy, double entropy, double logPartition, double epsilon) {

    private static final int NEIGHBOURS = 3;

    /** ψ(3) = 1 + 1/2 - γ. */
    private static final double DIGAMMA = 1.5 - 0.5772156649015329;

    /**
     * The free energy of samples.
     *
     * @param x (n, 1) or (n, 2), n above 3; the cost rises with n²
     * @param epsilon ε, above zero
     * @throws UsageException if there are fewer, or more dimensions
     */
    public static FreeEnergy of(Potential potential, Samples x, double epsilon) {
        double[] energies = potential.energies(x);
        double logPartition = Quadrature.of(EquilibriumDensity.unnormalised(potential, epsilon), x)
                .logPartition()
                .value();
        double mean = Arrays.stream(energies).average().orElse(Double.NaN);
        return new FreeEnergy(mean, entropy(x), logPartition, epsilon);
    }

    private static double entropy(Samples x) {
        int n = x.rows();
        int d = x.width();
        if (n <= NEIGHBOURS) {
            throw new UsageException(
                    "The entropy of " + n + " samples was asked for.",
                    "It goes by the distance to the third nearest of the others.",
                    "Pass a hundred samples or more.");
        }
        double logs = 0;
        for (int i = 0; i < n; i++) {
            double[] squared = new double[n];
            for (int other = 0; other < n; other++) {
                for (int j = 0; j < d; j++) {
                    double apart = (double) x.values()[i * d + j] - x.values()[other * d + j];
                    squared[other] += apart * apart;
                }
            }
            Arrays.sort(squared); // the first is the sample itself
            logs += 0.5 * Math.log(squared[NEIGHBOURS]);
        }
        double logBall = d == 1 ? Math.log(2) : Math.log(Math.PI);
        return Math.log(n - 1) - DIGAMMA + logBall + d * logs / n;
    }

    /** F. */
    public double value() {
        return energy - epsilon * entropy;
    }

    /** KL(ρ ‖ exp(-V/ε)/Z), in nats: zero only at equilibrium; the estimate may be slightly below zero. */
    public double divergence() {
        return value() / epsilon + logPartition;
    }
}
