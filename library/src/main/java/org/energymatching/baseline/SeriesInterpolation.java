package org.energymatching.baseline;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.energymatching.Samples;
import org.energymatching.tensor.Shape;

/**
 * Interpolation of the gaps in a series at equal steps by a curve through the known values.
 *
 * <p>Before the first known value and after the last, the nearest known value is used.
 */
public enum SeriesInterpolation implements Filling {
    /** Linear interpolation between known values. */
    LINEAR {
        @Override
        double[] secondDerivatives(int[] at, float[] row) {
            return new double[at.length];
        }
    },

    /**
     * The natural cubic spline: cubic between known values, with continuous second derivatives that vanish at both ends. It
     * is the smoothest curve through them and may overshoot.
     */
    CUBIC {
        @Override
        double[] secondDerivatives(int[] at, float[] row) {
            return naturalSpline(at, row);
        }
    };

    /** The curve's second derivatives at the known values. */
    abstract double[] secondDerivatives(int[] at, float[] row);

    @Override
    public float[] fill(float[] row, boolean[] missing) {
        Filling.requireKnown(row, missing, 1);
        int[] at = IntStream.range(0, row.length).filter(i -> !missing[i]).toArray();
        double[] bend = secondDerivatives(at, row);
        float[] filled = row.clone();
        int right = 0;
        for (int i = 0; i < row.length; i++) {
            while (right < at.length && at[right] < i) {
                right++;
            }
            if (missing[i]) {
                filled[i] = right == 0
                        ? row[at[0]]
                        : right == at.length ? row[at[right - 1]] : between(i, at, row, bend, right);
            }
        }
        return filled;
    }

    /**
     * Series with {@code factor} times as many values: the curve through the coarse values, each at the middle of its block.
     *
     * @param coarse series (d), such as means over blocks
     * @param factor the number of fine values in a block
     */
    public Samples finer(Samples coarse, int factor) {
        int places = 2 * factor * coarse.width(); // half steps: the middle of an even block is between two values
        float[] known = new float[coarse.rows() * places];
        Arrays.fill(known, Float.NaN);
        for (int i = 0; i < coarse.values().length; i++) {
            known[2 * i * factor + factor - 1] = coarse.values()[i];
        }
        float[] curve =
                fill(new Samples(known, Shape.of(coarse.rows(), places))).values();
        float[] fine = new float[curve.length / 2];
        for (int i = 0; i < fine.length; i++) {
            fine[i] = curve[2 * i];
        }
        return new Samples(fine, Shape.of(coarse.rows(), places / 2));
    }

    /** The value at i of the cubic between two known values. */
    private static float between(int i, int[] at, float[] row, double[] bend, int right) {
        double h = at[right] - at[right - 1];
        double a = (at[right] - i) / h;
        double b = 1 - a;
        return (float) (a * row[at[right - 1]]
                + b * row[at[right]]
                + ((a * a * a - a) * bend[right - 1] + (b * b * b - b) * bend[right]) * h * h / 6);
    }

    /** Solves h₋ s₋ + 2 (h₋ + h₊) s + h₊ s₊ = 6 (slope₊ - slope₋) at the inner values, s = 0 at both ends. */
    private static double[] naturalSpline(int[] at, float[] row) {
        int n = at.length;
        double[] bend = new double[n];
        double[] upper = new double[n];
        for (int k = 1; k < n - 1; k++) {
            double before = at[k] - at[k - 1];
            double after = at[k + 1] - at[k];
            double turn =
                    ((double) row[at[k + 1]] - row[at[k]]) / after - ((double) row[at[k]] - row[at[k - 1]]) / before;
            double pivot = 2 * (before + after) - before * upper[k - 1];
            upper[k] = after / pivot;
            bend[k] = (6 * turn - before * bend[k - 1]) / pivot;
        }
        for (int k = n - 2; k > 0; k--) {
            bend[k] -= upper[k] * bend[k + 1];
        }
        return bend;
    }
}
