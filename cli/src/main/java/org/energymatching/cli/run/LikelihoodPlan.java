package org.energymatching.cli.run;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a computation of likelihoods is asked for.
 *
 * @param data a file of rows or pictures; null for held-out or fresh data
 * @param rows how many of them, at most
 * @param seed of all that is drawn
 * @param method which of the two densities
 * @param laplacian how the flow's divergence is computed
 * @param probes of Hutchinson's estimate
 * @param tolerance of the flow; null for what suits the Laplacian
 * @param logZ how the equilibrium is normalised
 * @param annealing the size of a sampled log Z
 * @param compare whether simple models are fitted to the training data
 * @param components Gaussians of the mixture among them
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
        Size annealing,
        boolean compare,
        int components) {

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

    /** The numbers of chains, of temperatures, and of steps at each. */
    record Size(int chains, int temperatures, int steps) {}
}
