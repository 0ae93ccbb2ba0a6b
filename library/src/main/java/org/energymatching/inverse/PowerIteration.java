package org.energymatching.inverse;

import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/** Power iteration for the largest eigenvalue of AᵀA: v ← AᵀAv / ‖AᵀAv‖ from a random v, until vᵀAᵀAv has converged. */
final class PowerIteration {

    private PowerIteration() {}

    static double squaredNorm(LinearOperator operator, int steps) {
        Shape shape = operator.inputShape().batch(1);
        Rng rng = Rng.of(0).stream("power iteration");
        float[] v = new float[shape.length()];
        for (int i = 0; i < v.length; i++) {
            v[i] = (float) rng.nextGaussian();
        }
        double eigenvalue = 0;
        for (int step = 0; step < steps; step++) {
            normalise(v);
            try (Scope scope = Scope.open()) {
                Tensor image = operator.apply(Tensor.of(v, shape));
                eigenvalue = image.square().sum().item();
                v = operator.adjoint(image).floats();
            }
        }
        return eigenvalue;
    }

    private static void normalise(float[] v) {
        double squares = 0;
        for (float value : v) {
            squares += (double) value * value;
        }
        for (int i = 0; i < v.length; i++) {
            v[i] /= (float) Math.sqrt(squares);
        }
    }
}
