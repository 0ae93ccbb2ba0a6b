package org.energymatching.baseline;

import org.energymatching.inverse.Plane;
import org.energymatching.tensor.Shape;

/**
 * Total variation inpainting: fills in the missing part of an image by the u of least total variation that agrees with all known
 * values. It continues edges along the shortest line, and does not continue textures.
 *
 * <p>The primal-dual steps of Chambolle and Pock, with projections instead of matrix inverses:
 *
 * <pre>p ← (p + s ∇ū) / max(1, |p + s ∇ū|),  u' ← u + t div p, known values put back,  ū ← 2u' - u,  8 s t = 1</pre>
 *
 * <p>A. Chambolle and T. Pock, "A first-order primal-dual algorithm for convex problems with applications to imaging",
 * Journal of Mathematical Imaging and Vision 40 (2011).
 *
 * @param shape of a row: (C, H, W), (C, L) or (D)
 */
public record TotalVariationFilling(Shape shape) implements Filling {

    private static final int MOST_STEPS = 5_000;
    private static final double SETTLED = 1e-6;

    @Override
    public float[] fill(float[] row, boolean[] missing) {
        Plane plane = Plane.of(shape);
        Differences differences = new Differences(plane);
        float[] filled = MeanFilling.ofRow(plane.channels()).fill(row, missing);
        int n = row.length;
        double scale = deviation(filled);
        double[] u = new double[n];
        double[] ahead = new double[n];
        for (int i = 0; i < n; i++) {
            u[i] = filled[i];
            ahead[i] = filled[i];
        }
        double[] right = new double[n];
        double[] down = new double[n];
        double[] toRight = new double[n];
        double[] downward = new double[n];
        double dual = 1 / (scale * Math.sqrt(8));
        double primal = scale / Math.sqrt(8);
        double change = Double.POSITIVE_INFINITY;
        for (int step = 0; step < MOST_STEPS && change > SETTLED * scale; step++) {
            differences.gradient(ahead, toRight, downward);
            for (int i = 0; i < n; i++) {
                double x = right[i] + dual * toRight[i];
                double y = down[i] + dual * downward[i];
                double length = Math.max(1, Math.hypot(x, y));
                right[i] = x / length;
                down[i] = y / length;
            }
            change = 0;
            for (int i = 0; i < n; i++) {
                if (missing[i]) {
                    double moved = primal * differences.divergence(right, down, i);
                    change = Math.max(change, Math.abs(moved));
                    u[i] += moved;
                    ahead[i] = u[i] + moved;
                }
            }
        }
        for (int i = 0; i < n; i++) {
            filled[i] = missing[i] ? (float) u[i] : row[i];
        }
        return filled;
    }

    /** The scale of the values, which the step sizes are multiplied by. */
    private static double deviation(float[] values) {
        double sum = 0;
        double squares = 0;
        for (float value : values) {
            sum += value;
            squares += (double) value * value;
        }
        double variance = squares / values.length - Math.pow(sum / values.length, 2);
        return variance > 1e-12 ? Math.sqrt(variance) : 1;
    }
}
