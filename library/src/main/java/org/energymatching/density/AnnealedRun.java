package org.energymatching.density;

import java.io.Serializable;
import org.energymatching.Samples;

/**
 * The record of annealed chains from a Gaussian to an equilibrium, or back, from which {@link AnnealedImportance} and {@link
 * ThermodynamicIntegration} estimate log Z.
 *
 * @param betas β from 0 to 1, rising
 * @param earlier for each chain and each β the difference V/ε - ½|z|², the mean over the first half of its steps at β
 * @param differences the same over the second half
 * @param logWeights for each chain -Σ (β_{k+1} - β_k)·(V/ε - ½|z_k|²), z_k its last state at β_k
 * @param logNormalizer of the base distribution: log Z is the logarithm of the weights plus this
 * @param ends the final states of the chains, as rows of the data
 */
public record AnnealedRun(
        double[] betas,
        double[][] earlier,
        double[][] differences,
        double[] logWeights,
        double logNormalizer,
        Samples ends)
        implements Serializable {

    /** The number of chains. */
    public int chains() {
        return logWeights.length;
    }

    /** As in {@code AnnealedRun(128 chains, 201 temperatures)}. */
    @Override
    public String toString() {
        return "AnnealedRun(" + chains() + " chains, " + betas.length + " temperatures)";
    }
}
