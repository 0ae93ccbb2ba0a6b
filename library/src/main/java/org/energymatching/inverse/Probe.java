package org.energymatching.inverse;

import java.util.function.UnaryOperator;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.engine.Autodiff;

/** Checks of a user's map on a few random rows before chains use it. */
final class Probe {

    private static final int ROWS = 3;
    private static final double TOLERANCE = 1e-3;

    private Probe() {}

    /** The shape of the map's output for a row; the map must keep the number of rows and have a derivative that is not zero. */
    static Shape outputShape(Shape inputShape, UnaryOperator<Tensor> map) {
        try (Scope scope = Scope.open()) {
            Tensor x = Autodiff.leaf(rows(inputShape, "x"));
            Tensor y = map.apply(x);
            if (y.shape().rank() < 2 || y.shape().at(0) != ROWS) {
                throw new UsageException(
                        "The operator made " + y.shape() + " of " + x.shape() + ".",
                        "An operator makes one row of each row: (rows, …) becomes (rows, …).",
                        "Sum over the axes of a row only, and keep at least one axis beside the rows: reshape(rows, 1)"
                                + " for a single number.");
            }
            requireSlope(y, x, "The slope of the operator");
            return y.shape().row();
        }
    }

    /** Refuses an operator that cannot guide chains: one whose derivative is zero at each of a few random points. */
    static void requireSlope(MeasurementOperator operator) {
        try (Scope scope = Scope.open()) {
            Tensor x = Autodiff.leaf(rows(operator.inputShape(), "x"));
            requireSlope(operator.apply(x), x, "The slope of '" + operator + "'");
        }
    }

    private static void requireSlope(Tensor y, Tensor x, String name) {
        if (!Autodiff.isRecorded(y)
                || isZero(Autodiff.gradient(y.times(rows(y.shape().row(), "y")).sum(), x))) {
            throw new UsageException(
                    name + " is zero at every one of " + ROWS + " random points.",
                    "Chains follow the slope of the likelihood, so a measurement has to change as x does, and in"
                            + " operations that record it: no detach(), no rounding, no way through Java values.",
                    "Write the operator in operations of Tensor, or replace steps in it by smooth ones.");
        }
    }

    /** Returns an operator if it is linear and its transpose is correct, and refuses it otherwise. */
    static LinearOperator linear(LinearOperator operator) {
        try (Scope scope = Scope.open()) {
            Tensor x = rows(operator.inputShape(), "x");
            Tensor other = rows(operator.inputShape(), "other");
            Tensor y = rows(operator.outputShape(), "y");
            Tensor image = operator.apply(x);
            Tensor apart = operator.apply(other).times(-2).plus(image);
            double error = length(operator.apply(x.plusScaled(other, -2)).minus(apart));
            if (!(error <= TOLERANCE * length(apart))) {
                throw new UsageException(
                        operator + " is not linear: A(x - 2z) differs from A(x) - 2 A(z) by " + error + ".",
                        "A linear operator maps sums to sums and multiples to multiples.",
                        "Take away its constant, or use MeasurementOperator.of, which need not be linear.");
            }
            Tensor back = operator.adjoint(y);
            if (!back.shape().equals(x.shape())) {
                throw new UsageException(
                        "The transpose made " + back.shape() + " of " + y.shape() + ".",
                        "It leads back to the shape of x, here " + x.shape() + ".",
                        "Correct the second lambda, or leave it out: the transpose is then found by differentiation.");
            }
            double forth = image.times(y).sum().item();
            double returned = x.times(back).sum().item();
            if (!(Math.abs(forth - returned) <= TOLERANCE * (length(image) * length(y) + length(x) * length(back)))) {
                throw new UsageException(
                        "The second lambda is not the transpose of the first: ⟨Ax, y⟩ = " + forth + ", but ⟨x, Aᵀy⟩ = "
                                + returned + ".",
                        "The two inner products are equal for all x and y.",
                        "Correct the second lambda, or leave it out: the transpose is then found by differentiation.");
            }
            return operator;
        }
    }

    private static boolean isZero(Tensor tensor) {
        return length(tensor) == 0;
    }

    private static double length(Tensor tensor) {
        return Math.sqrt(tensor.square().sum().item());
    }

    private static Tensor rows(Shape row, String stream) {
        Shape shape = row.batch(ROWS);
        Rng rng = Rng.of(0).stream(stream);
        float[] values = new float[shape.length()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) rng.nextGaussian();
        }
        return Tensor.of(values, shape);
    }
}
