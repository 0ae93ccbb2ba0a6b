package org.energymatching.sampling.diagnostics;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How well chains have mixed, from up to {@value Recorder#MOST_LOOKS} looks at them on their way.
 *
 * <p>Equilibrium begins where the temperature has come to its last value, above zero, and the kernel has learnt its step.
 * What needs looks at equilibrium is null where there were fewer than {@link #FEWEST_LOOKS}, and where nothing varied.
 *
 * @param chains how many there were
 * @param equilibrium the time from which looks count for all but the trace
 * @param looks how many looks there were from then on
 * @param trace the energy over time
 * @param quantities the energy, and up to ten coordinates, over all chains
 * @param each the chains one by one
 * @param acceptance the mean over chains; null for kernels that do not propose
 * @param swaps how often neighbouring temperatures exchanged places, from the coldest pair on; empty without replicas
 * @param meanSteps in how many steps a chain moved before it stopped, the mean; null for kernels whose chains never stop
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

    /** Fewer looks say nothing of mixing. */
    public static final int FEWEST_LOOKS = 8;

    /**
     * The mean of U over chains.
     *
     * @param times when it was looked at
     * @param means the means
     * @param errors their standard errors; zero for a single chain
     */
    public record Trace(List<Double> times, List<Double> means, List<Double> errors) {}

    /**
     * A number that varies along the chains.
     *
     * @param coordinate which coordinate of x, from 0; null for the energy
     * @param mean over chains and looks at equilibrium
     * @param deviation the same
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
