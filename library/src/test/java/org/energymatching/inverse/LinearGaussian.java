package org.energymatching.inverse;

import org.energymatching.Potential;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * A linear inverse problem of which everything is known: V = ½ (x - μ)ᵀP(x - μ) at temperature ε, y = Ax + σz.
 *
 * <pre>
 * p(x|y) = N(m, Λ⁻¹),  Λ = P/ε + AᵀA/σ²,  Λ m = Pμ/ε + Aᵀy/σ²
 * </pre>
 *
 * <p>Steps of Euler and Maruyama leave N(m, ε (H - Δt H²/2)⁻¹) in place, with H = εΛ, which is Λ⁻¹ for Δt → 0.
 *
 * @param precision P, row-major
 * @param mean m of the posterior
 * @param curvature H, row-major
 */
record LinearGaussian(float[] precision, double[] centre, double[] mean, double[] curvature) {

    /** P = 1 + a chain of springs between neighbours; μ is a wave. */
    static LinearGaussian of(LinearOperator operator, float[] y, double sigma, double epsilon) {
        int width = operator.inputShape().length();
        double[] matrix = DenseOperator.of(operator).matrix().values();
        int height = matrix.length / width;
        float[] precision = new float[width * width];
        double[] centre = new double[width];
        for (int i = 0; i < width; i++) {
            precision[i * width + i] = i == 0 || i == width - 1 ? 2 : 3;
            if (i > 0) {
                precision[i * width + i - 1] = -1;
                precision[(i - 1) * width + i] = -1;
            }
            centre[i] = Math.sin(i);
        }
        double[] curvature = new double[width * width];
        double[] pull = new double[width];
        for (int i = 0; i < width; i++) {
            for (int j = 0; j < width; j++) {
                double gram = 0;
                for (int k = 0; k < height; k++) {
                    gram += matrix[k * width + i] * matrix[k * width + j];
                }
                curvature[i * width + j] = precision[i * width + j] + epsilon / (sigma * sigma) * gram;
                pull[i] += precision[i * width + j] * centre[j];
            }
            for (int k = 0; k < height; k++) {
                pull[i] += epsilon / (sigma * sigma) * matrix[k * width + i] * y[k];
            }
        }
        return new LinearGaussian(
                precision, centre, Cholesky.of(curvature, width).solve(pull), curvature);
    }

    Potential potential() {
        int width = centre.length;
        return x -> {
            Tensor apart = x.reshape(-1, width).minus(Tensor.of(centre));
            Tensor springs = Tensor.of(precision, Shape.of(width, width));
            return apart.times(apart.matmul(springs)).sumPerRow().times(0.5);
        };
    }

    /** (H - Δt H²/2) / ε, the inverse of the covariance that steps of this length leave in place. */
    double[] discretePrecision(double epsilon, double dt) {
        int width = centre.length;
        double[] discrete = new double[width * width];
        for (int i = 0; i < width; i++) {
            for (int j = 0; j < width; j++) {
                double square = 0;
                for (int k = 0; k < width; k++) {
                    square += curvature[i * width + k] * curvature[k * width + j];
                }
                discrete[i * width + j] = (curvature[i * width + j] - dt / 2 * square) / epsilon;
            }
        }
        return discrete;
    }
}
