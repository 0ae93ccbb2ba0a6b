package org.energymatching.cli.likelihood;

import java.nio.file.Path;
import org.energymatching.density.Annealing;
import org.energymatching.error.UsageException;
import org.jspecify.annotations.Nullable;

/**
 * The plan of a computation of likelihoods.
 *
 * @param data a file of rows or images; null for held-out data or new draws
 * @param rows how many of them, at most
 * @param seed of all random numbers
 * @param method which of the two densities
 * @param laplacian how the flow's divergence is computed
 * @param probes of Hutchinson's estimate
 * @param tolerance of the flow; null for the default of the Laplacian
 * @param logZ how the equilibrium is normalised
 * @param annealing how log Z is sampled
 * @param compare whether simple models are fitted to the training data
 * @param components the number of Gaussians of the mixture model
 */
record LikelihoodPlan(
        @Nullable Path data,
        int rows,
        long seed,
        Method method,
        LaplacianKind laplacian,
        int probes,
        @Nullable Double tolerance,
        LogZ logZ,
        Annealing annealing,
        boolean compare,
        int components) {

    /** Checks at once what would otherwise fail only after minutes. */
    LikelihoodPlan {
        if (rows < 1 || components < 1) {
            throw new UsageException(
                    rows < 1
                            ? "The likelihood of " + rows + " rows was asked for."
                            : "A mixture of " + components + " Gaussians was asked for.",
                    rows < 1 ? "There is at least one." : "A mixture has one Gaussian or more.",
                    rows < 1 ? "Choose for example -n 500." : "Choose for example --components 20.");
        }
    }

    /** The density at t = 1 of the flow, that at equilibrium, or both. */
    enum Method {
        FLOW,
        EQUILIBRIUM,
        BOTH;

        boolean flow() {
            return this != EQUILIBRIUM;
        }

        boolean equilibrium() {
            return this != FLOW;
        }
    }

    /** How ΔV is computed. */
    enum LaplacianKind {
        AUTO,
        EXACT,
        HUTCHINSON,
        DIFFERENCES
    }

    /** How log Z is computed. */
    enum LogZ {
        AUTO,
        QUADRATURE,
        AIS,
        TI
    }
}
