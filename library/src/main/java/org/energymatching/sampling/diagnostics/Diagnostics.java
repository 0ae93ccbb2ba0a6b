package org.energymatching.sampling.diagnostics;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Convergence diagnostics of chains, from up to {@value Recorder#MOST_LOOKS} records of them.
 *
 * <p>Equilibrium starts when the temperature has its last value, above zero, and the adaptation of the kernel's step has ended.
 * Values at equilibrium are null if there are fewer than {@link #FEWEST_LOOKS} records of it, or if the quantity does not vary.
 *
 * @param chains the number of chains
 * @param equilibrium the time from which records are used for all but the trace
 * @param looks the number of records from then on
 * @param trace the energy over time
 * @param quantities the energy, and up to ten coordinates, over all chains
 * @param each the diagnostics of each chain
 * @param acceptance the mean over chains; null for kernels that do not propose
 * @param swaps the exchange rates of neighbouring temperatures, from the coldest pair on; empty without replicas
 * @param meanSteps the mean number of steps in which a chain moved before it stopped; null for kernels whose chains never stop
 */
public record Diagnostics(
        int chains,
        double equilibrium,
        int looks,
        Trace trace,
        List<Quantity> quantities,
        List<Chain> each,
        @Nullable Double acceptance,
        List<Double> swaps,
        @Nullable Double meanSteps) {

    /** Fewer records are not enough to assess mixing. */
    public static final int FEWEST_LOOKS = 8;

    /**
     * The mean of U over chains.
     *
     * @param times the times of the records
     * @param means the means
     * @param errors their standard errors; zero for a single chain
     */
    public record Trace(List<Double> times, List<Double> means, List<Double> errors) {}

    /**
     * The diagnostics of a quantity along the chains.
     *
     * @param coordinate which coordinate of x, from 0; null for the energy
     * @param mean over chains and records at equilibrium
     * @param deviation the standard deviation over the same
     * @param rHat {@link SplitRHat#rankNormalised}
     * @param effectiveSamples {@link EffectiveSampleSize} of all chains together
     */
    public record Quantity(
            @Nullable Integer coordinate,
            @Nullable Double mean,
            @Nullable Double deviation,
            @Nullable Double rHat,
            @Nullable Double effectiveSamples) {}

    /**
     * One chain.
     *
     * @param acceptance the mean over its steps at equilibrium; null where nothing was proposed
     * @param energy its mean energy at equilibrium
     * @param rHat of its energy, first half against second
     * @param effectiveSamples of its energy
     */
    public record Chain(
            @Nullable Double acceptance,
            @Nullable Double energy,
            @Nullable Double rHat,
            @Nullable Double effectiveSamples) {}
}
