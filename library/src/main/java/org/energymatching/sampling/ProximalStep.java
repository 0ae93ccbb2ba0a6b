package org.energymatching.sampling;

import java.util.Arrays;

/**
 * The proximal step of one chain, or of chains that interact, by the spectral gradient method (Barzilai and Borwein 1988; Raydan
 * 1997): y ← y - α F(y) to the minimum of Φ(y) = ½‖y - b‖² + Δt U(y), with gradients only.
 *
 * <pre>
 * F(y) = ∇Φ(y) = y - b + Δt ∇U(y);   s = y' - y;   α' = s·s / s·(F(y') - F(y)), or 1 where Φ is not convex along s
 * </pre>
 *
 * <p>The first α is 1, the explicit step. A trial is accepted unless Φ rises above its largest value of the last {@link
 * #WINDOW}; otherwise α is shortened towards the minimum along s. Changes of Φ are ½ s·(F(y) + F(y')), exact where U is
 * quadratic.
 */
final class ProximalStep {

    private static final int WINDOW = 10;

    private final float[] b;
    private final double dt;
    private final int from;
    private final double[] window = new double[WINDOW];
    private float[] y;
    private double[] residual = {};
    private double alpha = 1;
    private double phi;
    private int taken;

    /**
     * A step from y = x.
     *
     * @param x the positions of the block
     * @param b x with its noise
     * @param from the index of the chain's first number in them
     * @param width how many they are
     */
    ProximalStep(float[] x, float[] b, int from, int width, double dt) {
        this.b = b;
        this.dt = dt;
        this.from = from;
        this.y = Arrays.copyOfRange(x, from, from + width);
    }

    /** Writes the next trial into the block, or the solution once there is one. */
    void propose(float[] block, boolean solved) {
        for (int j = 0; j < y.length; j++) {
            block[from + j] = solved || taken == 0 ? y[j] : (float) (y[j] - alpha * residual[j]);
        }
    }

    /** Accepts the trial or not, given -∇U at it. */
    void take(float[] block, float[] drift) {
        double[] there = new double[y.length];
        double squared = 0;
        double before = 0;
        double after = 0;
        for (int j = 0; j < y.length; j++) {
            float trial = block[from + j];
            there[j] = (double) trial - b[from + j] - dt * drift[from + j];
            if (taken > 0) {
                double s = (double) trial - y[j];
                squared += s * s;
                before += s * residual[j];
                after += s * there[j];
            }
        }
        double reached = phi + 0.5 * (before + after);
        double curvature = after - before;
        if (taken > 0 && !(reached <= Arrays.stream(window).max().orElseThrow())) {
            double shorter = -before / curvature;
            alpha *= Double.isFinite(shorter) ? Math.min(0.5, Math.max(0.01, shorter)) : 0.1;
            return;
        }
        alpha = curvature > 0 ? squared / curvature : 1;
        phi = reached;
        window[taken++ % WINDOW] = phi;
        y = Arrays.copyOfRange(block, from, from + y.length);
        residual = there;
    }

    /** ‖F(y)‖/(√d + ‖y‖). */
    double error() {
        double f = 0;
        double scale = 0;
        for (int j = 0; j < residual.length; j++) {
            f += residual[j] * residual[j];
            scale += (double) y[j] * y[j];
        }
        return Math.sqrt(f) / (Math.sqrt(y.length) + Math.sqrt(scale));
    }
}
