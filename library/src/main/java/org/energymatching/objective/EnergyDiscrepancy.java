package org.energymatching.objective;

import java.util.List;
import java.util.stream.IntStream;
import org.energymatching.Potential;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Noise;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Tensor;

/**
 * Energy discrepancy: contrasts the energy of data with that of perturbed data, without scores or chains (Schröder and others,
 * 2023).
 *
 * <pre>L_ED = mean over rows of log(w/M + 1/M Σ_j exp((V(x₁) - V(x₁ + σξ + σξ_j))/ε)),   ξ, ξ_j ~ N(0, I), ξ one for each row, j = 1 … M</pre>
 *
 * <p>With M → ∞ and w = 0 the minimum is V = -ε log p_data + constant at any σ: L_ED/σ² tends to {@link ScoreMatching}'s loss, in units of
 * 2ε²/d, for σ → 0 and L_ED to maximum likelihood, up to a constant, for σ → ∞. In between, σ is the distance over which masses
 * are compared: a few times the distance of neighbouring modes connects them. Finite M and w bias the minimum; w &gt; 0 keeps
 * the loss finite where all M points have higher energies. (T. Schröder et al., "Energy discrepancies: a score-independent loss
 * for energy-based models", 2023, where t = σ².)
 *
 * @param epsilon ε
 * @param sigma σ, in the units of the data
 * @param negatives M, points for each row of data
 * @param stabilization w ≥ 0; 1 in the paper
 */
public record EnergyDiscrepancy(double epsilon, double sigma, int negatives, double stabilization)
        implements Objective {

    /** Checks the numbers. */
    public EnergyDiscrepancy {
        if (!(epsilon > 0)
                || !(sigma > 0 && sigma < Double.POSITIVE_INFINITY)
                || negatives < 1
                || !(stabilization >= 0 && stabilization < Double.POSITIVE_INFINITY)) {
            throw new UsageException(
                    "An energy discrepancy at ε = " + epsilon + " was asked for, with " + negatives
                            + " negatives of deviation " + sigma + " and a stabilization of " + stabilization + ".",
                    "ε and the deviation are above zero, there is at least one negative, and the stabilization is zero or more.",
                    "Choose a deviation near the data's, 16 negatives, and a stabilization of 1.");
        }
    }

    @Override
    public Loss prepare(Potential potential, Batches batches, Rng rng) {
        Batch batch = batches.of("energy-discrepancy");
        Tensor data = batch.data();
        Rng own = rng.stream("energy-discrepancy");
        Tensor centre = data.plusScaled(Noise.normal(own.stream("centre"), 0, data.shape(), data.device()), sigma);
        Rng around = own.stream("around");
        List<Tensor> points = IntStream.range(0, negatives)
                .mapToObj(j -> centre.plusScaled(Noise.normal(around.at(j), 0, data.shape(), data.device()), sigma))
                .toList();
        return new Loss(batch.given(new LogMeanRatioTerm("discrepancy", data, points, epsilon, stabilization)));
    }
}
