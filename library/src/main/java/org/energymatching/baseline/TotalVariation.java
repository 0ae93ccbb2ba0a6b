package org.energymatching.baseline;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.energymatching.Samples;
import org.energymatching.error.UsageException;
import org.energymatching.inverse.Plane;
import org.energymatching.tensor.Workers;

/**
 * Total variation denoising, which keeps edges: the u of least ‖u - g‖² / (2λ) + TV(u), TV(u) = Σ |∇u| over pixels.
 *
 * <p>Chambolle's projection algorithm: u = g - λ div p with
 *
 * <pre>p ← (p + τ ∇(div p - g/λ)) / (1 + τ |∇(div p - g/λ)|),  τ = ¼</pre>
 *
 * <p>Gradients are differences to the right and down; channels are denoised separately, with one λ.
 *
 * <p>A. Chambolle, "An algorithm for total variation minimization and applications", Journal of Mathematical Imaging and
 * Vision 20 (2004).
 */
public final class TotalVariation {

    private static final double TAU = 0.25;
    private static final int MOST_STEPS = 2_000;
    private static final double SETTLED = 1e-5;

    private TotalVariation() {}

    /**
     * With a given weight.
     *
     * @param weight λ, in the unit of the values: an edge vanishes if its height is below λ divided by the size of the region inside
     */
    static Samples denoise(Samples noisy, double weight) {
        require("The weight", weight);
        return map(noisy, (plane, g) -> solve(plane, g, weight, taken -> weight));
    }

    /**
     * With the weight at which the removed part is as large as the noise, ‖u - g‖² = N σ² (the discrepancy principle),
     * row by row: λ ← √N σ / ‖div p‖ at every step. A row that varies less than the noise becomes its mean.
     *
     * @param sigma σ, the deviation of the noise
     */
    public static Samples denoiseTo(Samples noisy, double sigma) {
        require("The deviation", sigma);
        return map(noisy, (plane, g) -> {
            double target = sigma * Math.sqrt(g.length);
            float[] flat = means(plane, g);
            if (distance(flat, g) <= target) {
                return flat;
            }
            return solve(plane, g, sigma, taken -> target / taken);
        });
    }

    private static void require(String name, double value) {
        if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
            throw new UsageException(
                    name + " of total variation is " + value + ".",
                    "It is a positive number in the unit of the values.",
                    "Pass 0.1 for pixels in [-1, 1] with noise of deviation 0.1.");
        }
    }

    @FunctionalInterface
    private interface RowMap {
        float[] apply(Plane plane, float[] g);
    }

    private static Samples map(Samples samples, RowMap map) {
        Plane plane = Plane.of(samples.shape().row());
        List<Samples> done = Workers.common()
                .map(
                        samples.rows(),
                        i -> new Samples(
                                map.apply(plane, samples.row(i)),
                                samples.shape().row().batch(1)));
        return Samples.concat(done);
    }

    /**
     * Iterates until u has converged.
     *
     * @param start the first λ
     * @param next the λ of the next step, from ‖div p‖
     */
    private static float[] solve(Plane plane, float[] g, double start, DoubleUnaryOperator next) {
        int n = g.length;
        Differences differences = new Differences(plane);
        double[] right = new double[n];
        double[] down = new double[n];
        double[] slack = new double[n];
        double[] toRight = new double[n];
        double[] downward = new double[n];
        double[] divergence = new double[n];
        double weight = start;
        double change = Double.POSITIVE_INFINITY;
        for (int step = 0; step < MOST_STEPS && change > SETTLED; step++) {
            for (int i = 0; i < n; i++) {
                slack[i] = divergence[i] - g[i] / weight;
            }
            differences.gradient(slack, toRight, downward);
            for (int i = 0; i < n; i++) {
                double shrink = 1 + TAU * Math.hypot(toRight[i], downward[i]);
                right[i] = (right[i] + TAU * toRight[i]) / shrink;
                down[i] = (down[i] + TAU * downward[i]) / shrink;
            }
            double squares = 0;
            change = 0;
            for (int i = 0; i < n; i++) {
                double now = differences.divergence(right, down, i);
                change = Math.max(change, Math.abs(now - divergence[i]));
                divergence[i] = now;
                squares += now * now;
            }
            if (squares > 0) {
                double before = weight;
                weight = next.applyAsDouble(Math.sqrt(squares));
                change += Math.abs(weight / before - 1);
            }
        }
        float[] u = new float[n];
        for (int i = 0; i < n; i++) {
            u[i] = (float) (g[i] - weight * divergence[i]);
        }
        return u;
    }

    private static float[] means(Plane plane, float[] g) {
        float[] means = new float[g.length];
        int pixels = plane.pixels();
        for (int from = 0; from < g.length; from += pixels) {
            double sum = 0;
            for (int i = from; i < from + pixels; i++) {
                sum += g[i];
            }
            Arrays.fill(means, from, from + pixels, (float) (sum / pixels));
        }
        return means;
    }

    private static double distance(float[] u, float[] g) {
        double squares = 0;
        for (int i = 0; i < u.length; i++) {
            squares += ((double) u[i] - g[i]) * ((double) u[i] - g[i]);
        }
        return Math.sqrt(squares);
    }
}
