package org.energymatching.inverse;

import java.util.function.UnaryOperator;
import org.energymatching.tensor.Scope;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.engine.Autodiff;

/**
 * A measurement operator: the noiseless measurement A(x), row by row (paper, section 3.3).
 *
 * <p>A may be any differentiable map; a {@link LinearOperator} also has its transpose. It may be a lambda:
 *
 * <pre>{@code MeasurementOperator intensity = MeasurementOperator.of(Shape.of(64), x -> x.square());}</pre>
 */
public interface MeasurementOperator {

    /** A of each row: (B, input…) to (B, output…), with the graph of x. */
    Tensor apply(Tensor x);

    /** The shape of one row of x. */
    Shape inputShape();

    /** The shape of one measurement. */
    Shape outputShape();

    /**
     * A user's map.
     *
     * <p>It is evaluated at once at three points: a map that changes the number of rows, or whose derivative is zero at all of
     * them, could not guide a chain and is refused.
     *
     * @param inputShape the shape of one row of x
     * @param map (B, input…) to (B, …), in operations that can be differentiated
     */
    static MeasurementOperator of(Shape inputShape, UnaryOperator<Tensor> map) {
        return new DifferentiableMap(inputShape, Probe.outputShape(inputShape, map), map);
    }

    /** The vector-Jacobian product at x, J(x)ᵀ·y with J = dA/dx: (B, input…) and (B, output…) to (B, input…). */
    default Tensor pullBack(Tensor x, Tensor y) {
        try (Scope scope = Scope.open()) {
            Tensor leaf = Autodiff.leaf(x);
            return scope.keep(Autodiff.gradient(apply(leaf).times(y).sum(), leaf));
        }
    }

    /** First this, then another: next(A(x)). */
    default MeasurementOperator then(MeasurementOperator next) {
        return this instanceof LinearOperator first && next instanceof LinearOperator second
                ? new LinearComposition(first, second)
                : new Composition(this, next);
    }

    /** This operator with noise. */
    default ForwardModel with(NoiseModel noise) {
        return new ForwardModel(this, noise);
    }

    /**
     * Bounds of the values of A(x) for all values of x within this range; infinite where the operator has no bounds.
     */
    default Range reach(Range x) {
        return Range.unbounded();
    }

    /** A of rows given as Java values, row after row. */
    default float[] values(float[] x) {
        return RowBlock.map(x, inputShape(), (rows, first) -> apply(rows).floats());
    }
}
