package org.energymatching.density;

import java.util.ArrayList;
import java.util.List;
import org.energymatching.Potential;
import org.energymatching.error.UsageException;
import org.energymatching.geometry.Curvature;
import org.energymatching.geometry.Hessian;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * Hutchinson's estimator, ΔV ≈ vᵀ H v with v of independent random signs: unbiased, with variance 2 Σ_{i≠j} H_ij².
 *
 * <p>A row has the same probes along the whole flow, so that the integrand is smooth; its probes give K independent estimates,
 * whose scatter is the error of their mean. (v and -v give the same number, so antithetic pairs gain nothing.)
 *
 * <p>M. Hutchinson, "A stochastic estimator of the trace of the influence matrix for Laplacian smoothing splines" (1989);
 * W. Grathwohl et al., "FFJORD" (2019).
 *
 * @param probes K, two or more
 */
record HutchinsonLaplacian(int probes) implements Laplacian {

    HutchinsonLaplacian {
        if (probes < 2) {
            throw new UsageException(
                    "The Laplacian was to be estimated by " + probes + " probes.",
                    "An estimate with an error takes two or more.",
                    "Choose for example 8.");
        }
    }

    @Override
    public int estimates() {
        return probes;
    }

    @Override
    public OfBlock prepare(Potential potential, Shape block, long first, Rng rng) {
        Hessian hessian = Hessian.of(potential);
        List<float[]> signs = new ArrayList<>();
        for (int k = 0; k < probes; k++) {
            signs.add(signs(block, first, rng.at(k)));
        }
        return x -> {
            Curvature curvature = hessian.at(x);
            return Tensor.stack(signs.stream()
                            .map(probe -> Tensor.of(probe, block, x.device()))
                            .map(v -> curvature.times(v).times(v).sumPerRow())
                            .toList())
                    .transpose()
                    .floats();
        };
    }

    private static float[] signs(Shape block, long first, Rng rng) {
        int width = block.row().length();
        float[] signs = new float[block.length()];
        for (int at = 0; at < signs.length; at += width) {
            Rng row = rng.at(first + at / width);
            for (int j = 0; j < width; j++) {
                signs[at + j] = row.nextBoolean() ? 1 : -1;
            }
        }
        return signs;
    }
}
