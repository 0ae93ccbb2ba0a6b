package org.energymatching.density;

import java.util.Arrays;

/**
 * log Z by thermodynamic integration: the integral of the energy's mean derivative along the path from a Gaussian to the
 * equilibrium.
 *
 * <pre>
 * log Z/Z₀ = -∫₀¹ E_β[D] dβ,   D = V/ε - ½|z|²,   dE_β[D]/dβ = -Var_β D
 * ∫ ≈ Σ_k ½ h_k (E_k + E_{k+1}) - h_k²/12 (Var_k - Var_{k+1}),   h_k = β_{k+1} - β_k
 * </pre>
 *
 * <p>Each chain passes through all temperatures and gives its own integral, so that their scatter is the error of their mean.
 * Two more errors are added: the last term of the sum, and the lag. Chains that lag behind their temperature make log Z too
 * small. The difference of the integrals over the first and the second half of the steps at each temperature bounds this error
 * of the second half, provided that a half is long enough to reduce a deviation by one half.
 *
 * <p>A. Gelman and X.-L. Meng, "Simulating normalizing constants" (1998); N. Friel, M. Hurn and J. Wyse, "Improving power
 * posterior estimation of statistical evidence" (2014) for the correction.
 */
public final class ThermodynamicIntegration {

    private ThermodynamicIntegration() {}

    /** The estimate from a run with two steps or more at each temperature: with one step the error of the lag cannot be estimated. */
    public static LogPartition of(AnnealedRun run) {
        double[] betas = run.betas();
        double correction = 0;
        for (int k = 0; k + 1 < betas.length; k++) {
            double h = betas[k + 1] - betas[k];
            correction += h * h / 12 * (variance(run, k) - variance(run, k + 1));
        }
        LogLikelihood integrals = new LogLikelihood(integrals(betas, run.differences()), 0, 1);
        double lag = new LogLikelihood(integrals(betas, run.earlier()), 0, 1).mean() - integrals.mean();
        return new LogPartition(
                run.logNormalizer() - integrals.mean() + correction,
                Math.hypot(Math.hypot(integrals.standardError(), correction), lag));
    }

    /** The integral of each chain, by the trapezoidal rule. */
    private static double[] integrals(double[] betas, double[][] differences) {
        double[] integrals = new double[differences.length];
        for (int k = 0; k + 1 < betas.length; k++) {
            double h = betas[k + 1] - betas[k];
            for (int i = 0; i < integrals.length; i++) {
                integrals[i] += 0.5 * h * (differences[i][k] + differences[i][k + 1]);
            }
        }
        return integrals;
    }

    private static double variance(AnnealedRun run, int k) {
        double mean = Arrays.stream(run.differences())
                .mapToDouble(chain -> chain[k])
                .average()
                .orElseThrow();
        return Arrays.stream(run.differences())
                        .mapToDouble(chain -> (chain[k] - mean) * (chain[k] - mean))
                        .sum()
                / (run.chains() - 1);
    }
}
