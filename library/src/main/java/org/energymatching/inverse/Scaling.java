package org.energymatching.inverse;

import java.util.Arrays;
import org.energymatching.error.UsageException;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.engine.Constant;
import org.energymatching.tensor.engine.DoubleMatrix;

/** A diagonal operator, A = diag(s), which undoes the scaling of a standardisation. */
public final class Scaling implements LinearOperator {

    private final Shape inputShape;
    private final double largest;
    private final Constant factors;

    private Scaling(Shape inputShape, double largest, Constant factors) {
        this.inputShape = inputShape;
        this.largest = largest;
        this.factors = factors;
    }

    /** A factor for every value of a row. */
    public static Scaling of(Shape row, double... factors) {
        if (factors.length != row.length()
                || !Arrays.stream(factors).allMatch(s -> s > 0 && s < Double.POSITIVE_INFINITY)) {
            throw new UsageException(
                    "The factors " + Arrays.toString(factors) + " were given for rows of shape " + row + ".",
                    "Each of the " + row.length() + " values of a row has a factor, a positive number.",
                    "Give one for every value; for deviations that differ, their inverses.");
        }
        double largest = Arrays.stream(factors).max().orElseThrow();
        return new Scaling(row, largest, Constant.of(DoubleMatrix.rounded(factors), row.batch(1)));
    }

    @Override
    public Tensor apply(Tensor x) {
        RowBlock.require(x, inputShape, this);
        return x.times(factors.on(x.device()));
    }

    @Override
    public Tensor adjoint(Tensor y) {
        return apply(y);
    }

    @Override
    public Shape inputShape() {
        return inputShape;
    }

    @Override
    public Shape outputShape() {
        return inputShape;
    }

    @Override
    public double squaredNorm() {
        return largest * largest;
    }

    @Override
    public String toString() {
        return "A scaling of " + inputShape;
    }
}
