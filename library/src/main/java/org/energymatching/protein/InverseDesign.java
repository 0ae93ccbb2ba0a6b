package org.energymatching.protein;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.Target;
import org.energymatching.data.toy.StandardNormal;
import org.energymatching.error.UsageException;
import org.energymatching.interaction.InteractionEnergy;
import org.energymatching.inverse.Likelihood;
import org.energymatching.sampling.BoundedKernel;
import org.energymatching.sampling.Kernel;
import org.energymatching.sampling.Sampler;
import org.energymatching.schedule.TemperatureSchedule;
import org.energymatching.schedule.TimeGrid;
import org.energymatching.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Inverse design of sequences: chains in the latent space that sample the potential under a likelihood of fitness, decoded and
 * ranked (paper, section on inverse design).
 *
 * <pre>
 * U(z_m) = V(z_m) + ε(t) ½ (y - ŷ(z_m))²/ζ² + ε(t) Σ_{k≠m} W(z_m, z_k)
 * z ← z - Δt ∇U(z) + √(2 ε(t) Δt) ξ,  then within ± bound, after every step
 * </pre>
 *
 * <p>Chains start from N(0, I). The most likely letters at their ends are the designs, without duplicates. At equilibrium a
 * chain is a sample at every time, so more than one of its states can be decoded: many more designs to choose from, for the cost
 * of a few more steps.
 *
 * @param potential V, on latent vectors
 * @param vae the decoder
 * @param likelihood the likelihood of fitness; usually {@link FitnessLikelihood}
 * @param ranking the score that designs are ranked by; usually the predictor of the likelihood
 * @param temperature ε(t)
 * @param grid the times
 * @param bound every coordinate is kept within ± this; infinity for none
 * @param gather the time between two snapshots of the chains, from t = 1 to their ends; 0 for their ends alone
 * @param repulsion the interaction that separates the chains, or null
 */
public record InverseDesign(
        Potential potential,
        SequenceVae vae,
        Likelihood likelihood,
        SequenceScorer ranking,
        TemperatureSchedule temperature,
        TimeGrid grid,
        double bound,
        double gather,
        @Nullable InteractionEnergy repulsion) {

    private static final int BLOCK_ROWS = 64;
    private static final double EQUILIBRIUM_TIME = 1;

    public InverseDesign {
        if (!(bound > 0)) {
            throw new UsageException(
                    "Latent vectors were to be kept within ± " + bound + ".",
                    "A bound is above zero, infinity for none.",
                    "The paper takes 1.");
        }
        if (!(gather == 0 || gather >= grid.length(0) && gather < Double.POSITIVE_INFINITY)) {
            throw new UsageException(
                    "Chains were to be looked at every " + gather + ".",
                    "Looks are a step of " + grid.length(0) + " apart or more, or there is none but the last, by 0.",
                    "Take for example 0.1.");
        }
    }

    /** The paper's: no noise and no fitness before t = 0.9, then up to ε = 0.1 at t = 1, latent vectors within ± 1. */
    public static InverseDesign of(
            Potential potential, SequenceVae vae, Likelihood likelihood, SequenceScorer ranking, double time) {
        return new InverseDesign(
                potential,
                vae,
                likelihood,
                ranking,
                TemperatureSchedule.ramp(0.9, 0.1),
                TimeGrid.to(time).step(0.01),
                1,
                0,
                null);
    }

    /** The same with a repulsive interaction of the chains. */
    public InverseDesign repelledBy(InteractionEnergy energy) {
        return new InverseDesign(potential, vae, likelihood, ranking, temperature, grid, bound, gather, energy);
    }

    /**
     * The designs of a number of chains, the best first.
     *
     * @param onBlock is called after every block of chains, from the thread that ran it
     */
    public List<Design> design(int chains, long seed, Runnable onBlock) {
        Sampler sampler = sampler();
        StandardNormal start = new StandardNormal(Shape.of(vae.latent()));
        Samples seen = Samples.concat(sampler.trajectory(target(), start, chains, seed, onBlock, looks())
                .states());
        List<String> decoded = vae.decode(seen);
        double[] energies = potential.energies(seen);
        Map<String, Integer> placeOf = new LinkedHashMap<>();
        for (int i = 0; i < decoded.size(); i++) {
            placeOf.merge(decoded.get(i), i, (a, b) -> energies[b] < energies[a] ? b : a);
        }
        RankedSequences ranked = RankedSequences.of(placeOf.keySet(), ranking);
        return IntStream.range(0, ranked.size())
                .mapToObj(i -> {
                    String letters = ranked.letters().get(i);
                    int place = placeOf.getOrDefault(letters, 0);
                    return new Design(letters, ranked.scores()[i], energies[place], place % chains);
                })
                .toList();
    }

    /** The times of snapshots: the end, and earlier times at equilibrium. */
    private double[] looks() {
        int before = gather == 0 ? 0 : (int) Math.max(0, Math.floor((grid.end() - EQUILIBRIUM_TIME) / gather + 1e-9));
        double[] looks = new double[before + 1];
        Arrays.setAll(looks, i -> grid.end() - (before - i) * gather);
        return looks;
    }

    /** The number of calls of {@code onBlock}. */
    public int blocks(int chains) {
        return sampler().blocks(target(), chains);
    }

    private Target target() {
        Target drawn = Target.of(potential).given(likelihood);
        return repulsion == null ? drawn : drawn.repelledBy(repulsion);
    }

    private Sampler sampler() {
        Kernel steps = Kernel.eulerMaruyama();
        return new Sampler(
                bound == Double.POSITIVE_INFINITY ? steps : new BoundedKernel(steps, bound),
                temperature,
                grid,
                BLOCK_ROWS);
    }
}
