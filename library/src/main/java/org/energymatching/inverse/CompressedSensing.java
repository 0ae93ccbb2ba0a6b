package org.energymatching.inverse;

import org.energymatching.error.UsageException;
import org.energymatching.tensor.Rng;
import org.energymatching.tensor.Shape;
import org.energymatching.tensor.Tensor;
import org.energymatching.tensor.engine.Constant;

/**
 * Compressed sensing by fewer random measurements than unknowns: y = A x with Aᵢⱼ ~ N(0, 1/D), (D values) to (m).
 *
 * <p>Rows of A have length 1 on average, so a measurement is on average as large as a value of x, and σ of the noise has the
 * unit of pixels. A takes 4 m D bytes: 302 MB for half of an image of 64 x 64 pixels in three colours.
 */
public final class CompressedSensing implements LinearOperator {

    private final Shape inputShape;
    private final int measurements;
    private final Constant matrix;
    private final double largestSum;
    private final double largestLength;

    private CompressedSensing(Shape inputShape, int measurements, long seed) {
        int width = inputShape.length();
        float[] entries = new float[measurements * width];
        double sum = 0;
        double length = 0;
        for (int i = 0; i < measurements; i++) {
            Rng row = Rng.of(seed).stream("compressed sensing").at(i);
            double signed = 0;
            double absolute = 0;
            for (int j = i * width; j < (i + 1) * width; j++) {
                entries[j] = (float) (row.nextGaussian() / Math.sqrt(width));
                signed += entries[j];
                absolute += Math.abs(entries[j]);
            }
            sum = Math.max(sum, Math.abs(signed));
            length = Math.max(length, absolute);
        }
        this.inputShape = inputShape;
        this.measurements = measurements;
        this.matrix = Constant.of(entries, Shape.of(measurements, width));
        this.largestSum = sum;
        this.largestLength = length;
    }

    /**
     * Random measurements, whose number is a share of the number of values.
     *
     * @param share m/D, between 0 and 1
     * @param seed of the random A
     */
    public static CompressedSensing of(Shape inputShape, double share, long seed) {
        if (!(share > 0 && share < 1)) {
            throw new UsageException(
                    "Compressed sensing with a share of " + share + " was asked for.",
                    "The share is the number of measurements over that of values, between 0 and 1, both excluded.",
                    "Pass 0.5 for half as many measurements as values.");
        }
        long width = inputShape.size();
        long measurements = Math.max(1, Math.round(share * width));
        if (measurements * width > Integer.MAX_VALUE - 8) {
            throw new UsageException(
                    "A random matrix of " + measurements + " x " + width + " numbers was asked for.",
                    "It is held in memory and has at most 2³¹ - 9 numbers.",
                    "Measure fewer values, or smaller pictures.");
        }
        return new CompressedSensing(inputShape, (int) measurements, seed);
    }

    @Override
    public Tensor apply(Tensor x) {
        long rows = RowBlock.require(x, inputShape, this);
        return x.reshape(rows, -1).matmul(matrix.on(x.device()).transpose());
    }

    @Override
    public Tensor adjoint(Tensor y) {
        long rows = RowBlock.require(y, outputShape(), "The transpose of compressed sensing");
        return y.matmul(matrix.on(y.device())).reshape(inputShape.batch(rows).extents());
    }

    @Override
    public Shape inputShape() {
        return inputShape;
    }

    @Override
    public Shape outputShape() {
        return Shape.of(measurements);
    }

    /** |Σ aⱼxⱼ| is at most |c||Σ aⱼ| + h Σ|aⱼ| for x within c ± h. */
    @Override
    public Range reach(Range x) {
        double centre = (x.low() + x.high()) / 2;
        double farthest = Math.abs(centre) * largestSum + (x.high() - centre) * largestLength;
        return new Range(-farthest, farthest);
    }

    @Override
    public String toString() {
        return "Compressed sensing of " + inputShape + " by " + measurements + " numbers";
    }
}
