package org.energymatching.objective;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Rng;

/**
 * Lowers the energy of data and raises that of the model's own samples (paper, algorithm 2).
 *
 * <pre>L_CD = max(λ · [mean V(x₁) - trimmed mean V(x_neg)], -β)</pre>
 *
 * <p>The trimmed mean leaves out the share α of negatives with the highest energies; where the clamp -β holds, the
 * gradient is zero.
 *
 * @param lambda λ: the weight beside the flow loss
 * @param negatives where x_neg come from
 * @param trim α in [0, 1)
 * @param clamp β above 0; infinity for none
 */
public record ContrastiveDivergence(double lambda, Negatives negatives, double trim, double clamp)
        implements Objective {

    /** Under this name, reports have the mean energy of data. */
    public static final String POSITIVE_ENERGY = "positiveEnergy";

    /** Under this name, reports have the trimmed mean energy of negatives. */
    public static final String NEGATIVE_ENERGY = "negativeEnergy";

    /** Checks the numbers. */
    public ContrastiveDivergence {
        if (!(lambda >= 0 && lambda < Double.POSITIVE_INFINITY) || !(trim >= 0 && trim < 1) || !(clamp > 0)) {
            throw new UsageException(
                    "A contrastive term with lambda " + lambda + ", trim " + trim + " and clamp " + clamp
                            + " was asked for.",
                    "λ is finite and not negative, α lies in [0, 1), β is above 0.",
                    "The 2-D experiment takes λ = 2, no trimming and no clamp.");
        }
    }

    /** The term without trimming and clamp. */
    public static ContrastiveDivergence with(double lambda, Negatives negatives) {
        return new ContrastiveDivergence(lambda, negatives, 0, Double.POSITIVE_INFINITY);
    }

    /** Leaves out the share α of negatives with the highest energies. */
    public ContrastiveDivergence trimming(double alpha) {
        return new ContrastiveDivergence(lambda, negatives, alpha, clamp);
    }

    /** Stops pulling where the term has fallen to -β. */
    public ContrastiveDivergence clampedAt(double beta) {
        return new ContrastiveDivergence(lambda, negatives, trim, beta);
    }

    @Override
    public Loss prepare(Potential potential, Batches batches, Rng rng) {
        Batch batch = batches.of("contrast");
        Samples negative = negatives.draw(potential, batch, rng.stream("negatives"));
        double[] above = potential.energies(batch.data());
        double[] below = potential.energies(negative);
        double[] kept = trimmedWeights(below);
        double positiveEnergy = Arrays.stream(above).average().orElse(0);
        double negativeEnergy = 0;
        for (int i = 0; i < below.length; i++) {
            negativeEnergy += kept[i] * below[i];
        }
        boolean clamped = lambda * (positiveEnergy - negativeEnergy) < -clamp;
        double[] weights = new double[above.length + below.length];
        if (!clamped) {
            Arrays.fill(weights, 0, above.length, lambda / above.length);
            for (int i = 0; i < below.length; i++) {
                weights[above.length + i] = -lambda * kept[i];
            }
        }
        Map<String, Double> measured = new LinkedHashMap<>();
        measured.put(POSITIVE_ENERGY, positiveEnergy);
        measured.put(NEGATIVE_ENERGY, negativeEnergy);
        measured.put("contrastClamped", clamped ? 1.0 : 0.0);
        double floor = clamped ? -clamp : 0;
        return new Loss(
                List.of(new WeightedEnergies(
                        "contrast", Samples.concat(List.of(batch.data(), negative)), weights, floor)),
                measured);
    }

    @Override
    public int chainSteps() {
        return negatives instanceof LangevinNegatives chains ? chains.steps() : 0;
    }

    @Override
    public Objective withChains(int steps) {
        return negatives instanceof LangevinNegatives chains
                ? new ContrastiveDivergence(lambda, chains.steps(steps), trim, clamp)
                : this;
    }

    /** 1/k for each of the k negatives that are kept, 0 for the highest. */
    private double[] trimmedWeights(double[] energies) {
        int kept = Math.max(1, energies.length - (int) (trim * energies.length));
        Integer[] order = new Integer[energies.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Double.compare(energies[a], energies[b]));
        double[] weights = new double[energies.length];
        for (int i = 0; i < kept; i++) {
            weights[order[i]] = 1.0 / kept;
        }
        return weights;
    }
}
