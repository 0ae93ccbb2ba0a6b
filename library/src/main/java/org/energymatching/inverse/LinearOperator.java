package org.energymatching.inverse;

import java.util.function.UnaryOperator;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * A linear map A and its transpose: ⟨Ax, y⟩ = ⟨x, Aᵀy⟩.
 *
 * <p>The transpose carries a measurement back to where it came from: it is what {@code em restore} shows of y, and the
 * slope of the likelihood follows it.
 */
public interface LinearOperator extends MeasurementOperator {

    /** Aᵀ of each row: (B, output…) to (B, input…), with the graph of y. */
    Tensor adjoint(Tensor y);

    /**
     * A linear map of your own with its transpose, each as a lambda on rows.
     *
     * <p>Both are tried at once on random rows: a map that is not linear, and a transpose that does not belong to it, are
     * refused.
     */
    static LinearOperator of(Shape inputShape, UnaryOperator<Tensor> map, UnaryOperator<Tensor> transpose) {
        return Probe.linear(new LinearMap(inputShape, Probe.outputShape(inputShape, map), map, transpose));
    }

    /** A linear map of your own; its transpose is found by differentiation. */
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

    /** Aᵀ of rows that are Java values, row after row. */
    default float[] adjointValues(float[] y) {
        return RowBlock.map(y, outputShape(), (rows, first) -> adjoint(rows).floats());
    }

    /** ‖A‖², the largest eigenvalue of AᵀA, by 100 steps of the power method: right to a few per cent, never too large. */
    default double squaredNorm() {
        return PowerIteration.squaredNorm(this, 100);
    }
}
