package org.energymatching.density;

import java.util.Arrays;
import org.energymatching.Potential;
import org.energymatching.error.FailedException;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * dx/ds = ∓∇V(x) over one unit of time, and ∫ ΔV ds along it, by the embedded Runge–Kutta pair of orders 5 and 4 of
 * Dormand and Prince (1980), each row with steps of its own.
 *
 * <p>V knows no time, so rows can stand at different times in one batch. The next step is h · 0.9 e^(-1/5), where e is the
 * error of the last one over the tolerance.
 *
 * @param potential V
 * @param shape of a block, (B, …)
 * @param tolerance τ: of the numbers of a row, root mean square, relative to 1 + |x|; of the integral, absolute, 10 τ
 * @param first the number of the block's first row, for messages
 */
record RowFlow(Potential potential, Shape shape, double tolerance, long first) {

    static final int UPWARDS = -1;
    static final int DOWNWARDS = 1;

    private static final double[][] STAGES = {
        {1.0 / 5},
        {3.0 / 40, 9.0 / 40},
        {44.0 / 45, -56.0 / 15, 32.0 / 9},
        {19372.0 / 6561, -25360.0 / 2187, 64448.0 / 6561, -212.0 / 729},
        {9017.0 / 3168, -355.0 / 33, 46732.0 / 5247, 49.0 / 176, -5103.0 / 18656},
        {35.0 / 384, 0, 500.0 / 1113, 125.0 / 192, -2187.0 / 6784, 11.0 / 84}
    };

    /** Order 5 minus order 4. */
    private static final double[] ERROR = {
        71.0 / 57600, 0, -71.0 / 16695, 71.0 / 1920, -17253.0 / 339200, 22.0 / 525, -1.0 / 40
    };

    private static final double FIRST_STEP = 0.02;
    private static final double SHORTEST = 1e-7;
    private static final double DIVERGED = 1e12;
    private static final int MOST_STEPS = 100_000;

    /**
     * Where the rows arrive.
     *
     * @param x their numbers
     * @param integrals ∫ ΔV ds, each estimate of each row
     * @param steps how many each row took
     */
    record End(double[] x, double[] integrals, int[] steps) {}

    /** Follows the slope from x, up or down; without a Laplacian nothing is integrated. */
    End follow(double[] begin, int direction, Laplacian.@Nullable OfBlock laplacian) {
        int rows = Math.toIntExact(shape.at(0));
        int width = shape.row().length();
        double[] x = begin.clone();
        Slopes[] k = new Slopes[STAGES.length + 1];
        k[0] = slopes(x, direction, laplacian);
        int estimates = k[0].laplacian.length / rows;
        double[] integrals = new double[rows * estimates];
        double[] time = new double[rows];
        double[] h = new double[rows];
        int[] steps = new int[rows];
        int[] tries = new int[rows];
        Arrays.fill(h, FIRST_STEP);
        while (Arrays.stream(time).anyMatch(t -> t < 1)) {
            double[] next = x;
            for (int stage = 0; stage < STAGES.length; stage++) {
                next = moved(x, k, STAGES[stage], h, width);
                k[stage + 1] = slopes(next, direction, laplacian);
            }
            for (int i = 0; i < rows; i++) {
                if (time[i] >= 1) {
                    continue;
                }
                double error = error(x, k, h[i], i, width, estimates);
                double factor = error > 0 ? Math.max(0.2, Math.min(5, 0.9 * Math.pow(error, -0.2))) : 5;
                if (error <= 1) {
                    time[i] = 1 - time[i] - h[i] < SHORTEST ? 1 : time[i] + h[i];
                    steps[i]++;
                    for (int e = i * estimates; e < (i + 1) * estimates; e++) {
                        integrals[e] += h[i] * sum(k, STAGES[STAGES.length - 1], e, false);
                    }
                    System.arraycopy(next, i * width, x, i * width, width);
                    k[0].take(k[STAGES.length], i, width, estimates);
                }
                requireAlive(x, i, width, time[i], h[i], ++tries[i], direction);
                double left = 1 - time[i];
                h[i] = Math.min(left, Double.isNaN(error) ? 0.2 * h[i] : factor * h[i]);
            }
        }
        return new End(x, integrals, steps);
    }

    /** The slopes at the rows, and their Laplacians. */
    private static final class Slopes {
        private final float[] x;
        private final float[] laplacian;

        Slopes(float[] x, float[] laplacian) {
            this.x = x;
            this.laplacian = laplacian;
        }

        void take(Slopes other, int row, int width, int estimates) {
            System.arraycopy(other.x, row * width, x, row * width, width);
            System.arraycopy(other.laplacian, row * estimates, laplacian, row * estimates, estimates);
        }
    }

    private Slopes slopes(double[] x, int direction, Laplacian.@Nullable OfBlock laplacian) {
        float[] rounded = new float[x.length];
        for (int at = 0; at < x.length; at++) {
            rounded[at] = (float) x[at];
        }
        try (Scope scope = Scope.open()) {
            Tensor position = Tensor.of(rounded, shape);
            Tensor drift = potential.drift(position);
            return new Slopes(
                    (direction == DOWNWARDS ? drift : drift.negate()).floats(),
                    laplacian == null ? new float[0] : laplacian.at(position));
        }
    }

    private static double[] moved(double[] x, Slopes[] k, double[] weights, double[] h, int width) {
        double[] moved = x.clone();
        for (int at = 0; at < x.length; at++) {
            moved[at] += h[at / width] * sum(k, weights, at, true);
        }
        return moved;
    }

    private static double sum(Slopes[] k, double[] weights, int at, boolean ofX) {
        double sum = 0;
        for (int stage = 0; stage < weights.length; stage++) {
            sum += weights[stage] * (ofX ? k[stage].x[at] : k[stage].laplacian[at]);
        }
        return sum;
    }

    /** The error of a row's step, over the tolerance; NaN where a slope is not finite. */
    private double error(double[] x, Slopes[] k, double h, int row, int width, int estimates) {
        double square = 0;
        for (int at = row * width; at < (row + 1) * width; at++) {
            double off = h * sum(k, ERROR, at, true) / (1 + Math.abs(x[at]));
            square += off * off;
        }
        double ofIntegral = 0;
        for (int e = row * estimates; e < (row + 1) * estimates; e++) {
            ofIntegral += h * sum(k, ERROR, e, false) / estimates;
        }
        return Math.max(Math.sqrt(square / width), Math.abs(ofIntegral) / 10) / tolerance;
    }

    private void requireAlive(double[] x, int row, int width, double time, double h, int tries, int direction) {
        boolean inBounds = true;
        for (int at = row * width; at < (row + 1) * width; at++) {
            inBounds &= Math.abs(x[at]) < DIVERGED;
        }
        if (time < 1 && (!inBounds || h < SHORTEST || tries > MOST_STEPS)) {
            double t = direction == UPWARDS ? 1 - time : time;
            throw new FailedException(
                    "The flow through row " + (first + row) + " cannot be followed "
                            + (direction == UPWARDS ? "back from t = 1 to 0" : "from t = 0 to 1") + ": at t = " + t
                            + (inBounds ? " its steps become shorter than " + SHORTEST : " it leaves all bounds") + ".",
                    "The slope of the potential is finite, and changes over distances that steps can follow.",
                    "Leave the row out, give a larger tolerance (now " + tolerance
                            + "), or look whether training went astray.");
        }
    }
}
