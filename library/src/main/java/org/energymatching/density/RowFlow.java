package org.energymatching.density;

import java.util.Arrays;
import org.energymatching.Potential;
import org.energymatching.RowEnergies;
import org.energymatching.sampling.DormandPrince;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.engine.DoubleMatrix;
import org.jspecify.annotations.Nullable;

/**
 * dx/ds = ∓∇V(x) over one unit of time, and ∫ ΔV ds along it, by {@link DormandPrince}, each row with its own steps.
 *
 * <p>V does not depend on time, so the rows of a batch can be at different times. The next step is 0.9 h e^(-1/5), where e is the
 * error of the last one over the tolerance.
 *
 * @param potential V
 * @param shape of a block, (B, …)
 * @param tolerance τ: of the numbers of a row, root mean square, relative to 1 + |x|; of the integral, absolute, 10 τ
 * @param first the number of the block's first row, for messages
 */
record RowFlow(Potential potential, Shape shape, double tolerance, long first) {

    static final int BACKWARD = -1;
    static final int FORWARD = 1;

    private static final double FIRST_STEP = 0.02;
    private static final double SHORTEST = 1e-7;
    private static final double DIVERGED = 1e12;
    private static final int MOST_TRIALS = 100_000;

    /**
     * The ends of the rows.
     *
     * @param x their numbers
     * @param integrals ∫ ΔV ds, each estimate of each row
     * @param steps how many each row made
     * @param lost why the integration of a row failed, null where it did not; the numbers of a failed row are undefined
     */
    record End(
            double[] x,
            double[] integrals,
            int[] steps,
            @Nullable String[] lost) {}

    /**
     * Integrates from x: the velocity is -∇V forward in t, ∇V backward.
     *
     * @param begin the numbers of all rows
     * @param estimates the number of the Laplacian's estimates for a row; 0 without a Laplacian
     */
    End follow(double[] begin, int direction, Laplacian.@Nullable OfBlock laplacian, int estimates) {
        int rows = Math.toIntExact(shape.at(0));
        int width = shape.row().length();
        int system = width + estimates;
        double[] state = new double[rows * system];
        copy(begin, width, state, system, width);
        float[] velocity = velocities(DoubleMatrix.rounded(state), direction, laplacian, estimates);
        double[] time = new double[rows];
        double[] h = new double[rows];
        int[] steps = new int[rows];
        @Nullable String[] lost = new @Nullable String[rows];
        Arrays.fill(h, FIRST_STEP);
        for (int trial = 0; Arrays.stream(time).anyMatch(t -> t < 1); trial++) {
            DormandPrince step =
                    DormandPrince.step(state, velocity, h, at -> velocities(at, direction, laplacian, estimates));
            for (int i = 0; i < rows; i++) {
                if (time[i] >= 1) {
                    continue;
                }
                double error = error(state, step.error(), i, width, estimates);
                if (error <= 1) {
                    time[i] = 1 - time[i] - h[i] < SHORTEST ? 1 : time[i] + h[i];
                    steps[i]++;
                    System.arraycopy(step.y(), i * system, state, i * system, system);
                    System.arraycopy(step.slope(), i * system, velocity, i * system, system);
                }
                double next = h[i] * factor(error);
                lost[i] = dead(state, i, width, system, time[i], next, trial, direction);
                if (lost[i] != null) {
                    Arrays.fill(state, i * system, (i + 1) * system, 0);
                    Arrays.fill(velocity, i * system, (i + 1) * system, 0);
                    time[i] = 1;
                }
                h[i] = Math.min(1 - time[i], next);
            }
        }
        double[] x = new double[begin.length];
        copy(state, system, x, width, width);
        double[] integrals = new double[rows * estimates];
        for (int at = 0; at < integrals.length; at++) {
            integrals[at] = state[at / estimates * system + width + at % estimates];
        }
        return new End(x, integrals, steps, lost);
    }

    /** -∇V or ∇V of each row, followed by its Laplacians. */
    private float[] velocities(float[] state, int direction, Laplacian.@Nullable OfBlock laplacian, int estimates) {
        int width = shape.row().length();
        int system = width + estimates;
        float[] velocities = new float[state.length];
        float[] x = new float[shape.length()];
        copy(state, system, x, width, width);
        try (Scope scope = Scope.open()) {
            Tensor position = Tensor.of(x, shape, potential.device());
            Tensor drift = RowEnergies.slope(potential.drift(position), position, RowEnergies.POTENTIAL);
            copy((direction == FORWARD ? drift : drift.negate()).floats(), width, velocities, system, width);
            if (laplacian != null) {
                float[] found = laplacian.at(position);
                for (int at = 0; at < found.length; at++) {
                    velocities[at / estimates * system + width + at % estimates] = found[at];
                }
            }
        }
        return velocities;
    }

    /** The first {@code count} numbers of each row, between arrays of one kind with rows of different widths. */
    private void copy(Object from, int fromWidth, Object to, int toWidth, int count) {
        for (int i = 0; i < shape.at(0); i++) {
            System.arraycopy(from, i * fromWidth, to, i * toWidth, count);
        }
    }

    /** The error of a row's step, over the tolerance; NaN where a velocity is not finite. */
    private double error(double[] state, double[] off, int row, int width, int estimates) {
        int from = row * (width + estimates);
        double square = 0;
        for (int at = from; at < from + width; at++) {
            double relative = off[at] / (1 + Math.abs(state[at]));
            square += relative * relative;
        }
        double ofIntegral = 0;
        for (int at = from + width; at < from + width + estimates; at++) {
            ofIntegral += off[at] / estimates;
        }
        return Math.max(Math.sqrt(square / width), Math.abs(ofIntegral) / 10) / tolerance;
    }

    private static double factor(double error) {
        return Double.isNaN(error) ? 0.2 : Math.max(0.2, Math.min(5, 0.9 * Math.pow(error, -0.2)));
    }

    /** Why a row cannot be integrated further, or null. */
    private @Nullable String dead(
            double[] state, int row, int width, int system, double time, double h, int trial, int direction) {
        boolean inBounds = true;
        for (int at = row * system; at < row * system + width; at++) {
            inBounds &= Math.abs(state[at]) < DIVERGED;
        }
        if (time >= 1 || (inBounds && h >= SHORTEST && trial <= MOST_TRIALS)) {
            return null;
        }
        double t = direction == BACKWARD ? 1 - time : time;
        return "The flow through row " + (first + row) + " cannot be followed "
                + (direction == BACKWARD ? "back from t = 1 to 0" : "from t = 0 to 1") + ": at t = " + t
                + (inBounds ? " its steps become too short" : " it leaves all bounds") + ".";
    }
}
