package org.energymatching.inverse;

import org.energymatching.error.UsageException;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;

/**
 * Downsampling by the mean over blocks of factor x factor pixels; for vectors and series over blocks of {@code factor} values.
 *
 * <p>(C, H, W) to (C, H/f, W/f), (C, L) to (C, L/f), (D) to (D/f). The transpose distributes a value equally over the pixels of
 * its block.
 *
 * @param inputShape the shape of one row of x
 * @param factor f, a divisor of H and W
 */
public record Downsampling(Shape inputShape, int factor) implements LinearOperator {

    /** Checks that the factor divides the axes. */
    public Downsampling {
        Plane plane = Plane.of(inputShape);
        boolean flat = inputShape.rank() < 3;
        if (factor < 2 || plane.width() % factor != 0 || (!flat && plane.height() % factor != 0)) {
            throw new UsageException(
                    "Rows of shape " + inputShape + " were to become " + factor + " times smaller.",
                    "The factor is 2 or more and divides "
                            + (flat ? plane.width() + "." : plane.height() + " and " + plane.width() + "."),
                    "Choose a factor that does, or cut the rows.");
        }
    }

    @Override
    public Tensor apply(Tensor x) {
        long rows = RowBlock.require(x, inputShape, this);
        Tensor blocks = x.reshape(rows, -1, lines(), vertical(), columns(), factor);
        return blocks.sum(3, 5)
                .times(1.0 / pixels())
                .reshape(outputShape().batch(rows).extents());
    }

    @Override
    public Tensor adjoint(Tensor y) {
        long rows = RowBlock.require(y, outputShape(), "The transpose of downsampling");
        long planes = Plane.of(inputShape).channels();
        return y.times(1.0 / pixels())
                .reshape(rows, planes, lines(), 1, columns(), 1)
                .expand(rows, planes, lines(), vertical(), columns(), factor)
                .reshape(inputShape.batch(rows).extents());
    }

    @Override
    public Shape outputShape() {
        return Plane.of(inputShape).resized(inputShape, lines(), columns());
    }

    @Override
    public Range reach(Range x) {
        return x;
    }

    private int vertical() {
        return inputShape.rank() < 3 ? 1 : factor;
    }

    private int lines() {
        return Plane.of(inputShape).height() / vertical();
    }

    private int columns() {
        return Plane.of(inputShape).width() / factor;
    }

    private int pixels() {
        return vertical() * factor;
    }

    @Override
    public String toString() {
        return "Downsampling of " + inputShape + " by " + factor;
    }
}
