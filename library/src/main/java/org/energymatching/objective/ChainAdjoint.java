package org.energymatching.objective;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.energymatching.Potential;
import org.energymatching.Samples;
import org.energymatching.schedule.TimeGrid;

/**
 * How what happens at the end of a chain depends on each of its steps.
 *
 * <pre>a_k = a_(k+1) - Δt H(x_k) a_(k+1)</pre>
 *
 * <p>H a is the difference between the slope a small way along a and that of the chain: one evaluation, without a graph.
 * Chains that part at a ridge magnify what they differ by; a is cut to forty times the longest it began with.
 */
final class ChainAdjoint {

    private static final double WAY = 0.01;
    private static final double LONGEST = 40;

    private ChainAdjoint() {}

    /** a_1 to a_K, from a_K, x_0 to x_K, and ∇V at all of them but the last. */
    static List<double[]> of(
            Potential potential, List<Samples> way, List<float[]> slopes, TimeGrid grid, double[] last) {
        int width = way.get(0).width();
        double limit = LONGEST * longest(last, width);
        List<double[]> adjoints = new ArrayList<>(List.of(last));
        for (int k = way.size() - 2; k > 0; k--) {
            double[] a = adjoints.get(adjoints.size() - 1);
            adjoints.add(cut(before(potential, way.get(k), slopes.get(k), grid.length(k), a), width, limit));
        }
        Collections.reverse(adjoints);
        return adjoints;
    }

    private static double[] before(Potential potential, Samples x, float[] slope, double dt, double[] a) {
        int width = x.width();
        double[] scale = new double[x.rows()];
        float[] ahead = x.values().clone();
        for (int row = 0; row < scale.length; row++) {
            scale[row] = WAY / Math.max(1e-30, length(a, row, width));
            for (int i = row * width; i < (row + 1) * width; i++) {
                ahead[i] += (float) (scale[row] * a[i]);
            }
        }
        float[] slopeAhead = potential.gradients(new Samples(ahead, x.shape())).values();
        double[] before = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            before[i] = a[i] - dt * (slopeAhead[i] - slope[i]) / scale[i / width];
        }
        return before;
    }

    private static double[] cut(double[] a, int width, double limit) {
        for (int row = 0; row < a.length / width; row++) {
            double length = length(a, row, width);
            for (int i = row * width; length > limit && i < (row + 1) * width; i++) {
                a[i] *= limit / length;
            }
        }
        return a;
    }

    private static double longest(double[] a, int width) {
        double longest = 0;
        for (int row = 0; row < a.length / width; row++) {
            longest = Math.max(longest, length(a, row, width));
        }
        return longest;
    }

    private static double length(double[] a, int row, int width) {
        double sum = 0;
        for (int i = row * width; i < (row + 1) * width; i++) {
            sum += a[i] * a[i];
        }
        return Math.sqrt(sum);
    }
}
