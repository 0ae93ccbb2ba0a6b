package org.energymatching.objective;

import java.util.List;
import java.util.Map;
import org.energymatching.Potential;
import org.energymatching.RowBlocks;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Tensor;

/**
 * Contrastive divergence: lowers the energy of data and raises that of the model's samples (paper, algorithm 2).
 *
 * <pre>L_CD = max(λ · [mean V(x₁) - trimmed mean V(x_neg)], -β)</pre>
 *
 * <p>The trimmed mean leaves out the share α of negatives with the highest energies; where the clamp -β holds, the
 * gradient is zero.
 *
 * @param lambda λ: the weight relative to the flow loss
 * @param negatives the sampler of x_neg
 * @param trim α in [0, 1)
 * @param clamp β above 0; infinity for none
 */
public record ContrastiveDivergence(double lambda, Negatives negatives, double trim, double clamp)
        implements Objective {

    /** The name of the mean energy of data in reports. */
    public static final String POSITIVE_ENERGY = "positiveEnergy";

    /** The name of the trimmed mean energy of negatives in reports. */
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

    /** Clamps the term at -β, where its gradient is zero. */
    public ContrastiveDivergence clampedAt(double beta) {
        return new ContrastiveDivergence(lambda, negatives, trim, beta);
    }

    @Override
    public Loss prepare(Potential unconditional, Batches batches, Rng rng) {
        Batch batch = batches.of("contrast");
        Potential potential = batch.given(unconditional);
        Tensor negative = negatives.draw(potential, batch, rng.stream("negatives"));
        Tensor above = RowBlocks.energies(potential, batch.data());
        Tensor below = RowBlocks.energies(potential, negative);
        Tensor share = shares(below);
        Tensor positiveEnergy = above.mean();
        Tensor negativeEnergy = below.times(share).sum();
        Tensor difference = positiveEnergy.minus(negativeEnergy).times(lambda);
        Tensor clamped = difference.negate().moreThan(clamp).indicator();
        Tensor factor = clamped.negate().plus(1).times(lambda);
        Tensor ofData = Tensor.full(above.shape(), 1.0 / above.shape().size(), batch.device());
        Tensor weights = Tensor.concat(List.of(ofData, share.negate()), 0).times(factor);
        Term term = new WeightedEnergies(
                "contrast",
                Tensor.concat(List.of(batch.data(), negative), 0),
                weights,
                Double.isInfinite(clamp) ? clamped : clamped.times(-clamp));
        return new Loss(
                List.of(batch.given(term)),
                Map.of(POSITIVE_ENERGY, positiveEnergy, NEGATIVE_ENERGY, negativeEnergy, "contrastClamped", clamped));
    }

    /** 1/k for each of the k negatives of the lowest energies, 0 for the others. */
    private Tensor shares(Tensor energies) {
        int n = energies.shape().length();
        int kept = Math.max(1, n - (int) (trim * n));
        return kept == n
                ? Tensor.full(energies.shape(), 1.0 / n, energies.device())
                : energies.ranks().moreThan(kept - 1).not().indicator().times(1.0 / kept);
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
}
