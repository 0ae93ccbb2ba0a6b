package org.energymatching.testing;

import org.energymatching.Potential;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * V(x) = ½ xᵀAx, about which everything is known: the drift is -Ax, the flow exp(-At)x, the equilibrium N(0, ε A⁻¹).
 *
 * @param matrix A, symmetric, row-major
 * @param width its number of rows
 */
public record Quadratic(float[] matrix, int width) implements Potential {

    /** A = diag(a). */
    public static Quadratic diagonal(float... a) {
        float[] matrix = new float[a.length * a.length];
        for (int i = 0; i < a.length; i++) {
            matrix[i * a.length + i] = a[i];
        }
        return new Quadratic(matrix, a.length);
    }

    /** A two-dimensional one whose axes stand at an angle: eigenvalues {@code first} and {@code second}. */
    public static Quadratic tilted(double first, double second, double angle) {
        double c = Math.cos(angle);
        double s = Math.sin(angle);
        float mixed = (float) ((first - second) * c * s);
        return new Quadratic(
                new float[] {
                    (float) (first * c * c + second * s * s), mixed, mixed, (float) (first * s * s + second * c * c)
                },
                2);
    }

    /** A two-dimensional one, of which exp(-V/ε) is normal with variances 1 and a correlation. */
    public static Quadratic correlated(double epsilon, double correlation) {
        float own = (float) (epsilon / (1 - correlation * correlation));
        float mixed = (float) (-correlation * own);
        return new Quadratic(new float[] {own, mixed, mixed, own}, 2);
    }

    @Override
    public Tensor energy(Tensor x) {
        Tensor a = Tensor.of(matrix, Shape.of(width, width));
        return x.times(x.matmul(a)).sumPerRow().times(0.5);
    }
}
