package org.energymatching.objective;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.energymatching.Potential;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Device;
import org.energymatching.tensor.Noise;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * Score matching, exact (Hyvärinen, 2005) or sliced, with reduced variance (Song and others, 2019): fits -∇V/ε to the score of
 * the data without added noise.
 *
 * <pre>
 * L_SM  = mean over rows of (‖∇V(x₁)‖² - 2ε ΔV(x₁)) / d
 * L_SSM = the same with (1/K) Σ_k v_kᵀ ∇²V(x₁) v_k for ΔV,   v_k of independent random signs, K for each row
 * </pre>
 *
 * <p>This is 2ε²/d times ½‖s‖² + ∇·s with s = -∇V/ε, so that it is {@link DenoisingScoreMatching} at σ → 0 without its constant, which
 * has no limit; the mean of L_SSM is L_SM. The minimum is V = -ε log p_data up to a constant for each region of data, and it is negative: -ε²
 * times the Fisher information / d. Products with the Hessian are derivatives of V's gradient in the engine, differentiated once more
 * for the weights; the cost of a step grows with K, which is d if exact.
 *
 * <p>V has to be twice differentiable everywhere: the second derivative of a ReLU misses its kinks, and the loss would fall
 * without bound. The loss is also unbounded where data lie on a surface or repeat, so that they have no density. (A. Hyvärinen,
 * "Estimation of non-normalized statistical models by score matching", 2005; Y. Song et al., "Sliced score matching", 2019.)
 *
 * @param epsilon ε
 * @param projections K; 0 for the exact Laplacian
 */
public record ScoreMatching(double epsilon, int projections) implements Objective {

    /** The most numbers d of a row whose Laplacian is computed exactly. */
    public static final int MOST_EXACT = 64;

    /** Checks the numbers. */
    public ScoreMatching {
        if (!(epsilon > 0) || projections < 0) {
            throw new UsageException(
                    "Score matching at ε = " + epsilon + " with " + projections + " projections was asked for.",
                    "ε is above zero, and the projections are one or more, or 0 for all coordinates.",
                    "Choose the temperature of the equilibrium, and 1 projection.");
        }
    }

    /** By d products with the Hessian, for rows of {@value #MOST_EXACT} numbers at most. */
    public static ScoreMatching exact(double epsilon) {
        return new ScoreMatching(epsilon, 0);
    }

    /** By so many products with the Hessian, along random signs. */
    public static ScoreMatching sliced(double epsilon, int projections) {
        return new ScoreMatching(epsilon, projections);
    }

    /** @throws UsageException if V is not smooth, or the Laplacian is to be exact and rows have more than {@value #MOST_EXACT} numbers */
    @Override
    public Loss prepare(Potential potential, Batches batches, Rng rng) {
        if (!potential.isSmooth()) {
            throw new UsageException(
                    "Score matching was asked for a network that has ReLU, or is one on pictures.",
                    "Its loss is differentiated three times, which leaves out the kinks of ReLU and is not exact in networks on pictures.",
                    "Choose another activation, such as network.mlp.firstActivation=silu, or denoising score matching.");
        }
        Batch batch = batches.of("score-matching");
        Tensor data = batch.data();
        Shape shape = data.shape();
        List<Tensor> directions =
                projections == 0 ? axes(shape, data.device()) : signs(shape, data.device(), rng.stream("projections"));
        return new Loss(
                batch.given(new ImplicitScoreTerm("scoreMatching", data, directions, epsilon, 1.0 / shape.length())));
    }

    /** The d unit vectors, each for all rows. */
    private static List<Tensor> axes(Shape shape, Device device) {
        int d = shape.row().length();
        if (d > MOST_EXACT) {
            throw new UsageException(
                    "Exact score matching was asked for rows of " + d + " numbers.",
                    "It takes as many products with the Hessian, and rows have " + MOST_EXACT + " numbers at most.",
                    "Use sliced score matching: ScoreMatching.sliced, projections=1.");
        }
        return IntStream.range(0, d)
                .mapToObj(i -> {
                    float[] unit = new float[d];
                    unit[i] = 1;
                    return Tensor.of(unit, shape.row().batch(1), device).expand(shape.extents());
                })
                .toList();
    }

    /** K directions of random signs for each row, of squared length d / K each. */
    private List<Tensor> signs(Shape shape, Device device, Rng rng) {
        List<Tensor> signs = new ArrayList<>();
        for (int k = 0; k < projections; k++) {
            signs.add(Noise.normal(rng.at(k), 0, shape, device)
                    .moreThan(0)
                    .indicator()
                    .minus(0.5)
                    .times(2 / Math.sqrt(projections)));
        }
        return signs;
    }
}
