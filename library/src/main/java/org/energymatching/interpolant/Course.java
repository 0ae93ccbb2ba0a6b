package org.energymatching.interpolant;

/**
 * The interpolant between source and data: x_t = a(t) x₀ + b(t) x₁, with the velocity a'(t) x₀ + b'(t) x₁.
 *
 * <p>All start near the source at t = 0 and end at the data at t = 1; only the straight one is optimal transport.
 */
public enum Course {
    /** The straight line, a = 1 - t, b = t: constant velocity, as in the paper. */
    STRAIGHT {
        @Override
        double[] at(double t) {
            return new double[] {1 - t, t, -1, 1};
        }
    },
    /** The trigonometric path, a = cos(πt/2), b = sin(πt/2): independent rows keep their variance (Albergo and Vanden-Eijnden, 2023). */
    COSINE {
        @Override
        double[] at(double t) {
            double angle = t * Math.PI / 2;
            return new double[] {
                Math.cos(angle), Math.sin(angle), -Math.PI / 2 * Math.sin(angle), Math.PI / 2 * Math.cos(angle)
            };
        }
    },
    /**
     * The variance-preserving path, b = exp(-¼ s² (β₁ - β₀) - ½ s β₀) with s = 1 - t, β₀ = 0.1, β₁ = 20, and a² + b² = 1: the path of
     * diffusion models (Song and others, 2021). Its velocity has no limit at t = 1; times end at 0.999.
     */
    VARIANCE_PRESERVING {
        @Override
        double[] at(double t) {
            double s = 1 - Math.min(t, LATEST);
            double b = Math.exp(-s * s * (BETA_1 - BETA_0) / 4 - s * BETA_0 / 2);
            double rate = b * (s * (BETA_1 - BETA_0) + BETA_0) / 2;
            double a = Math.sqrt(1 - b * b);
            return new double[] {a, b, -b * rate / a, rate};
        }
    };

    private static final double LATEST = 0.999;
    private static final double BETA_0 = 0.1;
    private static final double BETA_1 = 20;

    /** a, b, a' and b' at t in [0, 1]. */
    abstract double[] at(double t);
}
