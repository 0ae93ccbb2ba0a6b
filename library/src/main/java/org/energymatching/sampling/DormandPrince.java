package org.energymatching.sampling;

import java.util.function.UnaryOperator;
import org.energymatching.tensor.engine.DoubleMatrix;

/**
 * One trial step of the explicit Runge-Kutta pair of orders 5 and 4 by Dormand and Prince (1980), for several systems dx/dt =
 * f(x) at once, each with its own step.
 *
 * <pre>
 * k₁ = f(x),   k_s = f(x + h Σ a_{s,r} k_r),   y = x + h Σ a_{7,r} k_r,   error = h Σ e_r k_r
 * </pre>
 *
 * <p>k₇ = f(y) is the k₁ of the next step.
 *
 * @param y the end of the step by the formula of order 5
 * @param slope f(y)
 * @param error the difference of the formulas of orders 5 and 4
 */
public record DormandPrince(double[] y, float[] slope, double[] error) {

    private static final double[][] A = {
        {1. / 5},
        {3. / 40, 9. / 40},
        {44. / 45, -56. / 15, 32. / 9},
        {19372. / 6561, -25360. / 2187, 64448. / 6561, -212. / 729},
        {9017. / 3168, -355. / 33, 46732. / 5247, 49. / 176, -5103. / 18656},
        {35. / 384, 0, 500. / 1113, 125. / 192, -2187. / 6784, 11. / 84}
    };

    private static final double[] E = {71. / 57600, 0, -71. / 16695, 71. / 1920, -17253. / 339200, 22. / 525, -1. / 40};

    /**
     * Tries a step of every system.
     *
     * @param x the states of the systems, which have equally many numbers
     * @param k1 f(x)
     * @param h a step for each system; with a step of 0 a system does not move
     * @param f the velocities of all systems
     */
    public static DormandPrince step(double[] x, float[] k1, double[] h, UnaryOperator<float[]> f) {
        float[][] k = new float[7][];
        k[0] = k1;
        double[] y = x;
        for (int stage = 0; stage < A.length; stage++) {
            y = advanced(x, k, A[stage], h);
            k[stage + 1] = f.apply(DoubleMatrix.rounded(y));
        }
        return new DormandPrince(y, k[6], advanced(new double[x.length], k, E, h));
    }

    /** x + h Σ w_r k_r, system by system. */
    private static double[] advanced(double[] x, float[][] k, double[] weights, double[] h) {
        double[] sum = new double[x.length];
        for (int r = 0; r < weights.length; r++) {
            for (int j = 0; j < x.length; j++) {
                sum[j] += weights[r] * k[r][j];
            }
        }
        int width = x.length / h.length;
        for (int j = 0; j < x.length; j++) {
            sum[j] = x[j] + h[j / width] * sum[j];
        }
        return sum;
    }
}
