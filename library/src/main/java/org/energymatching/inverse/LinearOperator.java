package org.energymatching.inverse;

import java.util.function.UnaryOperator;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * A linear map A and its transpose: ⟨Ax, y⟩ = ⟨x, Aᵀy⟩.
 *
 * <p>The transpose maps a measurement to the space of x: {@code em restore} shows Aᵀy, and the gradient of the likelihood uses
 * Aᵀ.
 */
public interface LinearOperator extends MeasurementOperator {

    /** Aᵀ of each row: (B, output…) to (B, input…), with the graph of y. */
    Tensor adjoint(Tensor y);

    /**
     * A user's linear map with its transpose, each as a lambda on rows.
     *
     * <p>Both are evaluated at once on random rows: a map that is not linear, or a transpose that is not that of the map, is
     * refused.
     */
    static LinearOperator of(Shape inputShape, UnaryOperator<Tensor> map, UnaryOperator<Tensor> transpose) {
        return Probe.linear(new LinearMap(inputShape, Probe.outputShape(inputShape, map), map, transpose));
    }

    /** A user's linear map; its transpose is computed by differentiation. */
    static LinearOperator of(Shape inputShape, UnaryOperator<Tensor> map) {
        MeasurementOperator operator = MeasurementOperator.of(inputShape, map);
        UnaryOperator<Tensor> transpose =
                y -> operator.pullBack(Tensor.zeros(inputShape.batch(y.shape().at(0)), y.device()), y);
        return Probe.linear(new LinearMap(inputShape, operator.outputShape(), map, transpose));
    }

    /** First this, then another: B·A, with the transpose Aᵀ·Bᵀ. */
    default LinearOperator then(LinearOperator next) {
        return new LinearComposition(this, next);
    }

    @Override
    default Tensor pullBack(Tensor x, Tensor y) {
        return adjoint(y);
    }

    /** Aᵀ of rows given as Java values, row after row. */
    default float[] adjointValues(float[] y) {
        return RowBlock.map(y, outputShape(), (rows, first) -> adjoint(rows).floats());
    }

    /** ‖A‖², the largest eigenvalue of AᵀA, by 100 steps of the power method: too small by a few per cent at most, never too large. */
    default double squaredNorm() {
        return PowerIteration.squaredNorm(this, 100);
    }
}
