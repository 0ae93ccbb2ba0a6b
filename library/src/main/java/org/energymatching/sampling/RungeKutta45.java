package org.energymatching.sampling;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.energymatching.Target;
import org.energymatching.error.FailedException;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.engine.DoubleMatrix;

/**
 * The gradient flow dx/dt = -∇U(x) by an adaptive Runge-Kutta method of orders 5 and 4 ({@link DormandPrince}): for transport
 * at ε = 0 only.
 *
 * <p>A step of the grid is the longest that a row may take, so it should be long: 0.25, or the whole time. Within it every row
 * has its own step, h ← 0.9 h error^(-1/5), where the error is the root mean square over its coordinates in units of
 * tolerance·(1 + |x|). The cost is six gradients for each step of the row with most steps. Chains that interact share a step.
 *
 * @param tolerance of a step, absolute and relative; at least 10⁻⁷, the limit of single precision
 */
public record RungeKutta45(double tolerance) implements Kernel {

    /** The default tolerance. */
    public static final double TOLERANCE = 1e-4;

    private static final int MOST_TRIALS = 100_000;

    /** Checks the tolerance. */
    public RungeKutta45 {
        if (!(tolerance >= 1e-7 && tolerance <= 1)) {
            throw new UsageException(
                    "A tolerance of " + tolerance + " was asked for.",
                    "It lies between 1e-7, which is as fine as single precision goes, and 1.",
                    "Choose for example " + TOLERANCE + ".");
        }
    }

    /**
     * The end of the last step, the drift at it, and the steps to try next.
     *
     * @param h a step for each group of rows
     */
    private record Pace(float[] x, float[] slope, double[] h) implements ChainState.Memory {}

    @Override
    public Transition step(Target target, ChainState state, double[] epsilon, double dt, Rng rng) {
        requireCold(epsilon);
        Shape shape = state.x().shape();
        UnaryOperator<float[]> slope = x -> Evaluated.drift(target, x, shape, epsilon);
        float[] start = state.x().floats();
        Pace pace = state.memory() instanceof Pace last && Arrays.equals(last.x, start)
                ? last
                : begin(start, slope.apply(start), epsilon.length / target.group(), dt);
        Pace end = follow(pace, dt, slope, state.first(), target.group());
        return Transition.to(state.at(Tensor.of(end.x, shape, target.device())).remembering(end));
    }

    /** A first step over which the drift moves x by a hundredth of its scale. */
    private Pace begin(float[] x, float[] slope, int groups, double dt) {
        double[] h = new double[groups];
        double[] position = new double[x.length];
        double[] moved = new double[x.length];
        for (int j = 0; j < x.length; j++) {
            position[j] = x[j];
            moved[j] = slope[j];
        }
        for (int i = 0; i < groups; i++) {
            double speed = size(moved, position, position, i, groups);
            double scale = size(position, position, position, i, groups);
            h[i] = Math.min(dt, speed > 0 ? Math.max(0.01 * scale / speed, 1e-6 * dt) : dt);
        }
        return new Pace(x, slope, h);
    }

    private Pace follow(Pace pace, double dt, UnaryOperator<float[]> f, long first, int group) {
        double[] h = pace.h.clone();
        float[] slope = pace.slope.clone();
        double[] x = new double[pace.x.length];
        Arrays.setAll(x, j -> pace.x[j]);
        double[] left = new double[h.length];
        Arrays.fill(left, dt);
        int width = x.length / h.length;
        for (int trial = 0; Arrays.stream(left).anyMatch(rest -> rest > 0); trial++) {
            double[] tried = new double[h.length];
            Arrays.setAll(tried, i -> Math.min(h[i], left[i]));
            DormandPrince step = DormandPrince.step(x, slope, tried, f);
            for (int i = 0; i < h.length; i++) {
                if (left[i] == 0) {
                    continue;
                }
                double error = size(step.error(), x, step.y(), i, h.length);
                if (error <= 1) {
                    left[i] = tried[i] == left[i] ? 0 : left[i] - tried[i];
                    System.arraycopy(step.y(), i * width, x, i * width, width);
                    System.arraycopy(step.slope(), i * width, slope, i * width, width);
                }
                double next = tried[i] * (error <= 1 ? Math.min(5, 0.9 * Math.pow(error, -0.2)) : shrink(error));
                // a step that was shortened to the end of the interval does not limit the next one
                h[i] = error <= 1 && tried[i] < h[i] ? Math.max(h[i], next) : next;
                if (!(h[i] > 1e-9 * dt) || trial > MOST_TRIALS) {
                    throw stuck(first + (long) i * group, h[i], dt);
                }
            }
        }
        return new Pace(DoubleMatrix.rounded(x), slope, h);
    }

    /** An error of NaN comes from a step that diverged. */
    private static double shrink(double error) {
        return Double.isFinite(error) ? Math.max(0.2, 0.9 * Math.pow(error, -0.2)) : 0.1;
    }

    /** The root mean square of a part of v, in units of tolerance·(1 + max(|x|, |y|)). */
    private double size(double[] v, double[] x, double[] y, int part, int parts) {
        int width = v.length / parts;
        double sum = 0;
        for (int j = part * width; j < (part + 1) * width; j++) {
            double unit = tolerance * (1 + Math.max(Math.abs(x[j]), Math.abs(y[j])));
            sum += v[j] / unit * (v[j] / unit);
        }
        return Math.sqrt(sum / width);
    }

    private static void requireCold(double[] epsilon) {
        for (double e : epsilon) {
            if (e != 0) {
                throw new UsageException(
                        "A Runge-Kutta step was asked for at the temperature " + e + ".",
                        "This kernel follows the flow without noise, where the temperature is zero.",
                        "End the time before noise sets in, or wrap it in a GradientFlow, which leaves the noise out.");
            }
        }
    }

    private FailedException stuck(long chain, double h, double dt) {
        return new FailedException(
                "Chain " + chain + " does not get on: its step shrank to " + h + " within one of " + dt + ".",
                "The slope of the potential is smooth enough to be followed to a tolerance of " + tolerance + ".",
                "Allow a larger tolerance, or look whether training went astray.");
    }
}
